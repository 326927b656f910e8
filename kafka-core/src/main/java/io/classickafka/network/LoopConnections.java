package io.classickafka.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one network loop, and what they share. State of that loop. */
final class LoopConnections {

  private final Set<ClientConnection> open = new LinkedHashSet<>();
  private final RefusalLog refusals = new RefusalLog();
  private boolean draining;
  private @Nullable Runnable onDrained;

  RefusalLog refusals() {
    return refusals;
  }

  void add(ClientConnection connection) {
    open.add(connection);
    if (draining) {
      connection.drain();
    }
  }

  void remove(ClientConnection connection) {
    open.remove(connection);
    if (draining && open.isEmpty()) {
      tellDrained();
    }
  }

  /** Lets every connection answer what it has taken, then closes it. */
  void drain(Runnable whenAllClosed) {
    draining = true;
    onDrained = whenAllClosed;
    if (open.isEmpty()) {
      tellDrained();
      return;
    }
    new ArrayList<>(open).forEach(ClientConnection::drain);
  }

  /** Once: a connection that comes late and goes must not count for another loop's. */
  private void tellDrained() {
    Runnable drained = onDrained;
    onDrained = null;
    if (drained != null) {
      drained.run();
    }
  }

  void closeAll() {
    new ArrayList<>(open).forEach(ClientConnection::close);
  }
}
