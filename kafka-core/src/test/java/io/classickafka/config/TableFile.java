package io.classickafka.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The text tables beside the tests. */
final class TableFile {

  private static final Path FOLDER = Path.of("src/test/resources/io/classickafka/config");

  private TableFile() {}

  /** The lines that are neither empty nor a comment. */
  static List<String> rows(String name) {
    List<String> rows = new ArrayList<>();
    for (String line : text(name).split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        rows.add(line);
      }
    }
    return rows;
  }

  static String text(String name) {
    try (InputStream in = TableFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether outputs in tables are to be rewritten: {@code -Dupdate=true}. */
  static boolean updating() {
    return Boolean.getBoolean("update");
  }

  static void rewrite(String name, String text) {
    write(FOLDER.resolve(name), text);
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
