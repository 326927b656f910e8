package io.classickafka.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All generated messages, found by the schemas they come from. */
public final class Messages {

  private static final Path SCHEMAS = Path.of("src", "main", "protocol");

  private Messages() {}

  /** The names of all messages, in the order of the schema files. */
  public static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".txt", "");
        boolean api = Files.readAllLines(file).stream().anyMatch(line -> line.startsWith("api "));
        names.addAll(api ? List.of(name + "Request", name + "Response") : List.of(name));
      }
    }
    return names;
  }

  /** A message with every field at its default. */
  static ApiMessage create(String name) {
    try {
      return (ApiMessage) type(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  static short lowestVersion(String name) {
    return version(name, "LOWEST_VERSION");
  }

  static short highestVersion(String name) {
    return version(name, "HIGHEST_VERSION");
  }

  private static short version(String name, String constant) {
    try {
      return type(name).getField(constant).getShort(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("io.classickafka.protocol.message." + name);
  }
}
