/**
 * What stands behind {@link org.apache.kafka.clients.producer.KafkaProducer}: records on their way
 * into batches, batches on their way to leaders.
 *
 * <p>Application threads serialize, choose a partition where the key decides, reserve memory
 * ({@link io.classickafka.client.producer.MemoryBudget}, the only place where they wait, besides
 * the first metadata) and hand a {@link io.classickafka.client.producer.PendingRecord} over ({@link
 * io.classickafka.client.producer.Handover}). Everything after that belongs to the client's loop:
 * {@link io.classickafka.client.producer.Accumulator} fills batches, {@link
 * io.classickafka.client.producer.Sender} sends them and completes the records. Nothing is locked.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>Batches of a partition leave in the order they were filled. Once one must be repeated, the
 *       partition goes on one batch at a time, until the repeated ones are acknowledged.
 *   <li>A sequence number is given with the first sending and kept for every repetition, so that
 *       the broker knows a repetition. Only when the broker says that it has not appended a batch
 *       and will not (a gap before it) the partition starts anew, under a new producer id.
 *   <li>The first batch under a producer id is alone in flight at its partition until it is
 *       acknowledged: a leader that does not know the id takes any number for its first.
 *   <li>A batch of several records that is refused for its size becomes several batches in its
 *       place, which have its sequence numbers among them.
 *   <li>Whatever is thrown while a batch is filled or made is its fate alone. What is to fail is
 *       not made any more, so that the end comes even where nothing can be made.
 *   <li>A batch that ran out of time may have been appended all the same. What follows it is sent
 *       under the old numbers first, which the broker either knows or refuses.
 *   <li>While a connection is being made one request waits for it; everything else goes on filling
 *       batches.
 *   <li>Callbacks run on the loop. One that blocks stops its producer.
 * </ul>
 */
@NullMarked
package io.classickafka.client.producer;

import org.jspecify.annotations.NullMarked;
