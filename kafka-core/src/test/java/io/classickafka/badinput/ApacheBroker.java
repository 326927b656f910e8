package io.classickafka.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Apache's broker in a process of its own, with the jars that system-tests runs it with. */
final class ApacheBroker implements AutoCloseable {

  private static final Path SYSTEM_TESTS = Path.of("../system-tests").toAbsolutePath().normalize();
  private static final Path JARS = SYSTEM_TESTS.resolve("apache-kafka/target/libs");
  private static final Path LOGGING =
      SYSTEM_TESTS.resolve("src/test/resources/apache-kafka/log4j.properties");
  private static final String STARTED = " started";
  private static final int PATIENCE_S = 60;

  private final Process process;
  private final int port;

  private ApacheBroker(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param settings all but its listener
   * @param folder for its settings and its log, whose end is in the failure when it does not start
   */
  static ApacheBroker start(Map<String, String> settings, Path folder)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(JARS)) {
      throw new IllegalStateException(
          "no jars of Apache's broker in " + JARS + "; fetch them once: see bad-input/README.md");
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> lines = new ArrayList<>();
    settings.forEach((key, value) -> lines.add(key + "=" + value));
    lines.add("listeners=PLAINTEXT://127.0.0.1:" + port);
    Path file = Files.write(folder.resolve("apache.properties"), lines);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256M",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j.configuration=" + LOGGING.toUri(),
                "-cp",
                JARS + "/*",
                "kafka.Kafka",
                file.toString())
            .redirectErrorStream(true)
            .start();
    Path log = folder.resolve("apache.log");
    CountDownLatch started = new CountDownLatch(1);
    Thread reading = new Thread(() -> read(process, log, started), "apache-log");
    reading.setDaemon(true);
    reading.start();
    boolean told = started.await(PATIENCE_S, TimeUnit.SECONDS);
    if (!told || !process.isAlive()) {
      process.destroyForcibly().waitFor();
      List<String> said = Files.readAllLines(log);
      List<String> last = said.subList(Math.max(0, said.size() - 20), said.size());
      throw new IllegalStateException("Apache's broker did not start:\n" + String.join("\n", last));
    }
    return new ApacheBroker(process, port);
  }

  /** Keeps what it says, and tells when it serves, or has ended. */
  private static void read(Process process, Path log, CountDownLatch started) {
    try (BufferedReader out = process.inputReader(UTF_8);
        var kept = Files.newBufferedWriter(log)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        kept.write(line + "\n");
        kept.flush();
        if (line.contains("kafka.server.KafkaServer") && line.endsWith(STARTED)) {
          started.countDown();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      started.countDown();
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
