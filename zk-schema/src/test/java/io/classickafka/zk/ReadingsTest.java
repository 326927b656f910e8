package io.classickafka.zk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Tables of inputs and what becomes of them; {@code -Dupdate=true} rewrites the outcomes. */
final class ReadingsTest {
  private static final String ARROW = " => ";

  @Test
  void nodesAreReadAsTheTableSays() throws Exception {
    check("readings.txt", ReadingsTest::read);
  }

  @Test
  void pathsAreParsedAsTheTableSays() throws Exception {
    check("paths.txt", path -> Znode.parse(path).map(Znode::toString).orElse("none"));
  }

  @Test
  void namesAreDecodedAsTheTableSays() throws Exception {
    check("names.txt", name -> EncodedName.decode(name).orElse("none"));
  }

  private static String read(String input) {
    int blank = input.indexOf(' ');
    String path = blank < 0 ? input : input.substring(0, blank);
    String data = blank < 0 ? "" : input.substring(blank + 1);
    try {
      return Payloads.decode(path, data.getBytes(StandardCharsets.UTF_8)).toString();
    } catch (MalformedZnodeException e) {
      return "malformed: " + e.reason();
    }
  }

  private static void check(String table, Function<String, String> outcome) throws Exception {
    Path file = GoldenFile.ROOT.resolve(table);
    List<String> before = Files.readAllLines(file);
    List<String> after = new ArrayList<>();
    for (String line : before) {
      if (line.startsWith("#") || line.isBlank()) {
        after.add(line);
      } else {
        String input = line.contains(ARROW) ? line.substring(0, line.indexOf(ARROW)) : line;
        after.add(input + ARROW + outcome.apply(input));
      }
    }
    if (GoldenFile.UPDATE) {
      Files.write(file, after);
    } else {
      assertThat(before).isEqualTo(after);
    }
  }
}
