package io.classickafka.simulation.world;

/** One connection of a process with the ZooKeeper server. */
final class Wire {

  private final ZooKeeperSession client;
  private final Pipe toServer;
  private final Pipe toClient;
  private boolean late;

  Wire(ZooKeeperSession client, Link out, Link back) {
    this.client = client;
    this.toServer = new Pipe(out);
    this.toClient = new Pipe(back);
  }

  ZooKeeperSession client() {
    return client;
  }

  void toServer(Runnable arrive) {
    toServer.send(arrive);
  }

  void toClient(Runnable arrive) {
    toClient.send(arrive);
  }

  /** The server closes it; what it sent before still arrives. */
  void serverEnds() {
    toClient.send(() -> client.onWireEnded(this));
  }

  /** Whether the server passed on what it was asked to write, and went away before it was done. */
  boolean isLate() {
    return late;
  }

  /** It breaks: nothing on its way arrives, or what the server gets it gets and cannot answer. */
  void breakNow(WireBreak how) {
    toClient.cutOff();
    if (how == WireBreak.BEFORE_SERVER) {
      toServer.cutOff();
    }
    late = how == WireBreak.WHILE_WRITING;
  }
}
