package io.classickafka.badinput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the tables of bad input: what is sent on one connection, step by step, and what is
 * answered.
 */
record BadInputRow(String id, String title, List<Step> steps) {

  static final Path FOLDER = Path.of("src/test/resources/bad-input");
  private static final String ANSWERED = "=>";
  private static final String APACHE = "| apache ";

  /**
   * One message.
   *
   * @param script what is sent
   * @param expected what is answered
   * @param byApache what Apache Kafka answers, where that is something else
   */
  record Step(String script, String expected, String byApache) {}

  /** The rows of every table, in the order of the files' names. */
  static List<BadInputRow> all() {
    List<BadInputRow> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".txt")) {
          read(Files.readString(file), rows);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  // A line that ends in a backslash goes on in the next one.
  private static void read(String text, List<BadInputRow> rows) {
    for (String line : text.replaceAll("\\\\\\n\\s*", "").split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        String[] head = line.split("\\s+", 2);
        rows.add(new BadInputRow(head[0], head.length > 1 ? head[1] : "", new ArrayList<>()));
        continue;
      }
      int answered = line.lastIndexOf(ANSWERED);
      String answer = line.substring(answered + ANSWERED.length()).strip();
      int apache = answer.indexOf(APACHE);
      String ours = apache < 0 ? answer : answer.substring(0, apache).strip();
      String theirs = apache < 0 ? ours : answer.substring(apache + APACHE.length()).strip();
      rows.get(rows.size() - 1)
          .steps()
          .add(new Step(line.substring(0, answered).strip(), ours, theirs));
    }
  }

  @Override
  public String toString() {
    return id + " " + title;
  }
}
