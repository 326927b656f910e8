package io.classickafka.log.clean;

/**
 * A producer that the log still knows, whose last batch must not vanish: it holds the sequence that
 * the next one is compared with.
 *
 * @param lastDataOffset last offset of its last batch; -1 when only markers are known of it
 */
public record ActiveProducer(long producerId, short epoch, long lastDataOffset) {}
