/**
 * What stands behind {@link org.apache.kafka.clients.consumer.KafkaConsumer}: positions, fetches,
 * commits and the membership in a group.
 *
 * <p>All state belongs to the client's loop, in {@link
 * io.classickafka.client.consumer.ConsumerCore}: the application's thread hands a task over and
 * waits for its future. {@code poll} asks for the next {@link
 * io.classickafka.client.consumer.Step}, does what must happen on the application's thread
 * (listeners, callbacks, deserializing) and asks again. Heartbeats, joining and fetching go on by
 * themselves, also while nobody polls.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>Fetched records are lent to the application's thread as {@link
 *       io.classickafka.client.consumer.FetchedChunk}s and come back with the place where reading
 *       stopped; that place is the partition's position. A chunk whose partition was sought in or
 *       taken away meanwhile is dropped when it comes back.
 *   <li>A partition is fetched again once all its chunks are lent: at most two chunks of each
 *       partition are in memory.
 *   <li>A position with a leader epoch is in doubt after an election, and after a seek: nothing is
 *       lent or fetched before the leader said where that epoch ends in its log. What is lent by
 *       then is returned, and what was fetched beyond it is fetched anew.
 *   <li>Automatic commits happen at the start of {@code poll}, when what was returned before counts
 *       as done, never by a timer.
 *   <li>Commits leave one at a time, so that a repeated one never undoes a later one; each is made
 *       as the member that asked for it, whoever that is by then.
 *   <li>A step that was made for a thread that stopped waiting is taken back, never lost.
 * </ul>
 */
@NullMarked
package io.classickafka.client.consumer;

import org.jspecify.annotations.NullMarked;
