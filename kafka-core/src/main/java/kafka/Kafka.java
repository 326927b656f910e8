package kafka;

import io.classickafka.server.ServerMain;
import java.util.List;

/** Runs a broker. */
public final class Kafka {

  private Kafka() {}

  public static void main(String[] arguments) {
    System.exit(ServerMain.broker(List.of(arguments)));
  }
}
