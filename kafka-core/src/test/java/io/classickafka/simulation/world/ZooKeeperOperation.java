package io.classickafka.simulation.world;

import io.classickafka.coordination.Status;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One operation of a process.
 *
 * @param session the one it belongs to; 0 for the first there is
 * @param repeatable whether it may be performed again when the connection broke
 * @param atServer performs it and gives what is to run on the client's loop
 * @param fail answers that it failed
 */
record ZooKeeperOperation(
    long session,
    boolean repeatable,
    Function<ZooKeeperServer.Performer, Runnable> atServer,
    Consumer<Status> fail) {

  Runnable perform(ZooKeeperServer.Performer performer) {
    return atServer.apply(performer);
  }

  // Two operations are never the same one.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return atServer.hashCode();
  }
}
