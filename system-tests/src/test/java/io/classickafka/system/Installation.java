package io.classickafka.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout under test, as the build left it. */
final class Installation {

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
    return Child.command(root().resolve("bin").resolve(name).toString())
        .with(arguments)
        .environment("KAFKA_SKIP_BUILD", "1")
        .environment("KAFKA_HEAP_OPTS", "-Xmx256M")
        .environment("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
  }

  /** A port that was free a moment ago. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
