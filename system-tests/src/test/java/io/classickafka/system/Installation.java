package io.classickafka.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The checkout under test, as the build left it. */
final class Installation {

  private static final int PORTS_FROM = 12_000;
  private static final int PORTS = 20_000;

  /** Another place to begin at for each process, since several builds may run on a machine. */
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 97));

  private Installation() {}

  /** The repository's root: the nearest folder upwards that holds {@code bin/}. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("bin/kafka-run-class.sh"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside the repository");
      }
    }
    return folder;
  }

  /** A script of {@code bin/} with a small, quickly started JVM. Never builds. */
  static Child.Command script(String name, String... arguments) {
    return scriptAfter(List.of(), name, arguments);
  }

  /** The same, started by a program that stands before it. */
  static Child.Command scriptAfter(List<String> prefix, String name, String... arguments) {
    List<String> words = new ArrayList<>(prefix);
    words.add(root().resolve("bin").resolve(name).toString());
    return Child.command(words.toArray(new String[0]))
        .with(arguments)
        .environment("KAFKA_SKIP_BUILD", "1")
        .environment("KAFKA_HEAP_OPTS", "-Xmx256M")
        .environment("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
  }

  /**
   * A port that was free a moment ago. Below those that the system hands out for outgoing
   * connections, so that none of these takes it while the server behind it is away.
   */
  static int freePort() {
    while (true) {
      int port = PORTS_FROM + Math.floorMod(NEXT_PORT.getAndAdd(1), PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: the next one.
      }
    }
  }
}
