package io.classickafka.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one network loop, and what they share. State of that loop. */
final class LoopConnections {

  private final Set<ClientConnection> open = new LinkedHashSet<>();
  private final RefusalLog refusals = new RefusalLog();
  private @Nullable Runnable onDrained;

  RefusalLog refusals() {
    return refusals;
  }

  void add(ClientConnection connection) {
    open.add(connection);
    if (onDrained != null) {
      connection.drain();
    }
  }

  void remove(ClientConnection connection) {
    open.remove(connection);
    Runnable drained = onDrained;
    if (drained != null && open.isEmpty()) {
      drained.run();
    }
  }

  /** Lets every connection answer what it has taken, then closes it. */
  void drain(Runnable whenAllClosed) {
    onDrained = whenAllClosed;
    if (open.isEmpty()) {
      whenAllClosed.run();
      return;
    }
    new ArrayList<>(open).forEach(ClientConnection::drain);
  }

  void closeAll() {
    new ArrayList<>(open).forEach(ClientConnection::close);
  }
}
