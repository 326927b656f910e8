package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text that all checkpoints share: a version line {@code 0}, a line with the number of entries,
 * and one line per entry, its fields separated by blanks.
 */
final class CheckpointText {

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Far above a checkpoint of a million partitions with the longest names. */
  private static final int MAX_BYTES = 512 * 1024 * 1024;

  private CheckpointText() {}

  /**
   * Reads the entries, each split into its fields.
   *
   * @return null when there is no such file; no entries for an empty file or a version line alone
   * @throws MalformedFileException when it is not a checkpoint with this many fields per line
   */
  static @Nullable List<String[]> read(Disk disk, Path path, int fields) throws IOException {
    if (!disk.exists(path)) {
      return null;
    }
    return parse(path, disk.readAll(path, MAX_BYTES), fields);
  }

  private static List<String[]> parse(Path path, byte[] bytes, int fields)
      throws MalformedFileException {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    List<String[]> entries = new ArrayList<>();
    if (lines.isEmpty()) {
      return entries;
    }
    if (!lines.get(0).strip().equals("0")) {
      throw new MalformedFileException(path, "version is not 0");
    }
    if (lines.size() == 1) {
      return entries;
    }
    long expected = number(path, lines.get(1).strip());
    for (String line : lines.subList(2, lines.size())) {
      if (!line.isBlank()) {
        String[] entry = BLANKS.split(line.strip());
        if (entry.length != fields) {
          throw new MalformedFileException(path, "line \"" + line + "\"");
        }
        entries.add(entry);
      }
    }
    if (entries.size() != expected) {
      throw new MalformedFileException(
          path, entries.size() + " entries, the second line says " + expected);
    }
    return entries;
  }

  /** A number of a checkpoint, or the exception that names the file. */
  static long number(Path path, String text) throws MalformedFileException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedFileException(path, "not a number: \"" + text + "\"");
    }
  }

  /** Replaces the file by the entries, durably. */
  static void write(Disk disk, Path path, List<String> entries) throws IOException {
    StringBuilder text = new StringBuilder(16 + entries.size() * 32);
    text.append("0\n").append(entries.size()).append('\n');
    for (String entry : entries) {
      text.append(entry).append('\n');
    }
    disk.replace(path, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
