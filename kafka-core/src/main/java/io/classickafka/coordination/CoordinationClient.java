package io.classickafka.coordination;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The session as seen from one event loop. Methods may be called from any thread; they never block
 * and never answer before they return.
 *
 * <p>Operations are performed and answered in the order given. While the connection is down they
 * wait for it, or for the end of the session. A read interrupted by a lost connection is repeated;
 * a write is not, and answers {@link Status#CONNECTION_LOSS}.
 */
public interface CoordinationClient {

  /**
   * Tells the listener about the session from now on, beginning with its present state if there is
   * a session.
   */
  void onSession(Consumer<SessionEvent> listener);

  /**
   * Reads a node.
   *
   * @param watch fires once at the next change of the data or the deletion; armed only if the node
   *     exists
   */
  void read(String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply);

  /**
   * Looks whether a node exists; the answer has no data.
   *
   * @param watch fires once at the next creation, change of the data, or deletion
   */
  void exists(String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply);

  /**
   * Lists the names of a node's children, in order of their text.
   *
   * @param watch fires once when a child comes or goes, or the node is deleted; armed only if the
   *     node exists
   */
  void children(String path, @Nullable Consumer<WatchEvent> watch, Consumer<ChildrenResult> reply);

  /**
   * Makes sure that reads which follow the answer see everything written before, also what a lost
   * connection has left on its way: a server may be behind the others, and a write whose answer was
   * lost may take effect when a read has already not seen it. Repeated like a read.
   *
   * @param reply {@link Status#OK} when it is so
   */
  void sync(Consumer<Status> reply);

  /** Performs all operations or none, in order. */
  void write(List<Op> ops, Consumer<WriteResult> reply);
}
