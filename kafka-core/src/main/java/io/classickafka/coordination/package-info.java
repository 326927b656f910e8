/**
 * The seam between the broker and the service that holds the cluster's state: a tree of versioned
 * nodes with sessions, ephemeral nodes, atomic conditional writes and one-shot watches.
 *
 * <p>Entry type: {@link io.classickafka.coordination.Coordination}. Production is {@code
 * io.classickafka.zookeeper}; tests and simulation bring their own tree. Values only; this package
 * imports the event-loop seam and nothing else. Every answer, watch and session event arrives on
 * the loop its client was made for, in the order in which the service gave them.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>A watch says "look again", not "what": it fires once at most, and not at all for a session
 *       that ended. Whoever needs the truth reads again, also after {@link
 *       io.classickafka.coordination.SessionEvent.Connected}.
 *   <li>{@link io.classickafka.coordination.Status#CONNECTION_LOSS} after a write means that it may
 *       have happened. Read back, and decide by owner session and version.
 *   <li>What belongs to a session that ended is answered {@link
 *       io.classickafka.coordination.Status#SESSION_EXPIRED}; nothing moves to the next session by
 *       itself.
 * </ul>
 */
@NullMarked
package io.classickafka.coordination;

import org.jspecify.annotations.NullMarked;
