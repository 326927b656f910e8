package io.classickafka.protocol.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** The classes of Apache's jars, which the build copies to {@code target/apache}. */
final class ApacheJars {

  private static final Path FOLDER = Path.of("target", "apache");

  private static final List<String> MESSAGE_PACKAGES =
      List.of(
          "org.apache.kafka.common.message.",
          "org.apache.kafka.coordinator.group.generated.",
          "org.apache.kafka.coordinator.transaction.generated.");

  static final ClassLoader LOADER = loader();

  private ApacheJars() {}

  static Class<?> load(String name) {
    try {
      return Class.forName(name, true, LOADER);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("not in Apache's jars: " + name, e);
    }
  }

  /** Apache's class for one of our messages. */
  static Class<?> message(String ourName) {
    for (String packageName : MESSAGE_PACKAGES) {
      for (String suffix : List.of("Data", "")) {
        try {
          return Class.forName(packageName + ourName + suffix, true, LOADER);
        } catch (ClassNotFoundException e) {
          // The next place may have it.
        }
      }
    }
    throw new AssertionError("Apache has no message " + ourName);
  }

  private static ClassLoader loader() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<URL> urls = new ArrayList<>();
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
      urls.add(Logger.class.getProtectionDomain().getCodeSource().getLocation());
      return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Apache's jars are missing, run mvn process-test-resources first", e);
    }
  }
}
