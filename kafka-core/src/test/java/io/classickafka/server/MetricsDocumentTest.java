package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/metrics.md says of the same beans as beans.txt why they are not there. */
class MetricsDocumentTest {

  private static final Path BEANS = Path.of("src/test/resources/io/classickafka/server/beans.txt");
  private static final Path DOCUMENT = Path.of("../docs/metrics.md");
  private static final String END_OF_TEXT = "-->\n";

  @Test
  void theDocumentListsWhatIsMissingWithItsReason() throws IOException {
    String before = Files.readString(DOCUMENT);
    String text = before.substring(0, before.indexOf(END_OF_TEXT) + END_OF_TEXT.length());
    String whole = text + missing();
    if (Boolean.getBoolean("update")) {
      Files.writeString(DOCUMENT, whole);
    }
    assertThat(before).isEqualTo(whole);
  }

  private static String missing() throws IOException {
    Map<String, StringBuilder> byReason = new LinkedHashMap<>();
    for (String line : Files.readAllLines(BEANS)) {
      int found = line.indexOf(" => ");
      int reason = line.indexOf(": ", Math.max(0, found));
      if (line.startsWith("#") || found < 0 || reason < 0) {
        continue;
      }
      String how = line.substring(found + " => ".length(), reason);
      byReason
          .computeIfAbsent(line.substring(reason + 2), key -> new StringBuilder())
          .append("- `")
          .append(line, 0, found)
          .append('`')
          .append(how.equals("absent") ? "" : how.substring("present".length()))
          .append('\n');
    }
    StringBuilder text = new StringBuilder();
    byReason.forEach(
        (reason, beans) ->
            text.append('\n')
                .append(Character.toUpperCase(reason.charAt(0)))
                .append(reason, 1, reason.length())
                .append(":\n\n")
                .append(beans));
    return text.toString();
  }
}
