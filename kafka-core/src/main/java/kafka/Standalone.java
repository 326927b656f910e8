package kafka;

import io.classickafka.server.ServerMain;
import java.util.List;

/** Runs ZooKeeper and a broker in one process: for development. */
public final class Standalone {

  private Standalone() {}

  public static void main(String[] arguments) {
    System.exit(ServerMain.standalone(List.of(arguments)));
  }
}
