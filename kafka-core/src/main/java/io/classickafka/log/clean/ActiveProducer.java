package io.classickafka.log.clean;

/**
 * A producer that the log still knows, whose last batch must not vanish: it holds the sequence that
 * the next one is compared with. So must the last of those that are cleaned: what comes after them
 * may not be on the disk yet, and after a loss of power it is this one that may be repeated.
 *
 * @param lastDataOffset last offset of its last batch; -1 when only markers are known of it
 * @param lastCleanedOffset last offset of its last batch below the first uncleanable offset; -1
 *     when none is known
 */
public record ActiveProducer(
    long producerId, short epoch, long lastDataOffset, long lastCleanedOffset) {}
