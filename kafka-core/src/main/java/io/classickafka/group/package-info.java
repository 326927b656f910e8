/**
 * The coordinator of consumer groups: who is a member, who got what, which offsets are committed.
 *
 * <p>Three layers. {@link io.classickafka.group.GroupDecisions} is pure: a command and the state of
 * one partition of the offsets topic in, effects out (replies, records to write, timers); a timer
 * that fires and a write that settles are commands too. {@link io.classickafka.group.Shard}
 * performs the effects of one partition on its coordinator loop. {@link
 * io.classickafka.group.GroupCoordinator} is what the rest of the broker talks to, from any thread.
 * Loops never touch a disk: records go to the partition's own loop through {@link
 * io.classickafka.group.OffsetsLog}.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>Offsets become true when their records are committed, and only through {@link
 *       io.classickafka.group.CoordinatorState#replay}, live and on load alike; the reply leaves
 *       then. Assignments are handed out when the record of their generation is committed. Who is
 *       joining and who has to sync is known to this broker only: losing it costs a rebalance.
 *   <li>A shard belongs to one leadership. Losing it fails all writes under way and all parked
 *       requests at once, before the partition can follow another leader; what settles later finds
 *       the shard closed.
 *   <li>Load and unload are ordered by leader epoch; an append names the epoch it was decided in.
 *   <li>A log is loaded in the background into a state nobody else sees, which is then handed over
 *       whole. Nothing expires before that.
 * </ul>
 */
@NullMarked
package io.classickafka.group;

import org.jspecify.annotations.NullMarked;
