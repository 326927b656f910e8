/**
 * Follows leaders on other brokers: {@link io.classickafka.replica.fetcher.Fetchers} is what
 * replicas know of it. A {@link io.classickafka.replica.fetcher.LeaderFetcher} copies some of the
 * partitions that one broker leads, over one connection.
 *
 * <p>A fetcher lives on the network loop of its connection. What it fetches goes as slices of the
 * response to the loops of the partitions, whose {@link io.classickafka.replica.Followership} takes
 * it and says what to ask next. This package knows neither sockets nor where brokers are: {@link
 * io.classickafka.replica.fetcher.LeaderLinks} does.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>A fetch offset is an acknowledgement, so the next fetch leaves only when the records of the
 *       last one are in the logs. One disk that stalls does not hold up the others: after a while
 *       its partitions are left out.
 *   <li>In a session only what changed is sent. A partition that must not be fetched is forgotten
 *       by the session, else the leader would go on sending its records.
 *   <li>Of a partition's offsets only the leader's session and the partition itself are sure; the
 *       fetcher knows what it was told last.
 * </ul>
 */
@NullMarked
package io.classickafka.replica.fetcher;

import org.jspecify.annotations.NullMarked;
