package io.classickafka.zk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One sample node: comments, then {@code name: value} lines. */
record GoldenFile(Path file, List<String> comments, Map<String, String> lines) {
  static final Path ROOT = Path.of("src/test/resources/io/classickafka/zk");
  static final boolean UPDATE = Boolean.getBoolean("update");

  static List<GoldenFile> all() {
    try (Stream<Path> files = Files.list(ROOT.resolve("golden"))) {
      return files.sorted().map(GoldenFile::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String path() {
    return lines.getOrDefault("path", "");
  }

  byte[] in() {
    return lines.getOrDefault("in", "").getBytes(StandardCharsets.UTF_8);
  }

  boolean isJson() {
    return lines.getOrDefault("in", "").startsWith("{");
  }

  GoldenFile with(Map<String, String> outputs) {
    Map<String, String> changed = new LinkedHashMap<>(lines);
    changed.putAll(outputs);
    return new GoldenFile(file, comments, changed);
  }

  void write() throws IOException {
    StringBuilder text = new StringBuilder();
    comments.forEach(comment -> text.append(comment).append('\n'));
    lines.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    Files.writeString(file, text);
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }

  private static GoldenFile read(Path file) {
    List<String> comments = new ArrayList<>();
    Map<String, String> lines = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int colon = line.indexOf(':');
        if (line.startsWith("#")) {
          comments.add(line);
        } else {
          lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GoldenFile(file, comments, lines);
  }
}
