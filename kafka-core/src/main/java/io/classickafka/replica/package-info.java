/**
 * One replica of one partition, as leader or follower: high watermark, in-sync set, waiters for
 * acknowledgements and for data, and the sessions that feed on them. {@link
 * io.classickafka.replica.Partition} is the unit, {@link io.classickafka.replica.Replicas} the
 * broker's set of them, {@link io.classickafka.replica.PartitionRegistry} what other threads see.
 *
 * <p>A partition belongs to one partition loop of its log directory; everything that touches its
 * state runs there. Which partitions exist is decided on the control loop ({@code Replicas}). Other
 * threads read the registry's immutable snapshot and send work to a partition's loop. This package
 * knows neither requests of a connection nor the network; the {@code api} package brings work here.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>The high watermark is computed over the committed in-sync set together with the change in
 *       flight; there is one change in flight per partition.
 *   <li>A follower's fetch offset is its only acknowledgement. It counts once per fetch, when the
 *       fetch arrives, not when a parked fetch is looked at again.
 *   <li>In a session a partition that has nothing new is not visited at all, so a follower of an
 *       idle partition shows its life through the session, see {@link
 *       io.classickafka.replica.FetchWaiter#lastContactMs}.
 *   <li>Times are monotonic milliseconds; the loops of one process share their origin.
 * </ul>
 */
@NullMarked
package io.classickafka.replica;

import org.jspecify.annotations.NullMarked;
