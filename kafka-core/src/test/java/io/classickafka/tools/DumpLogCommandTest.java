package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.tools.api.Decoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpLogCommandTest {

  @TempDir Path folder;

  /** A decoder as people write them. */
  public static final class Backwards implements Decoder<StringBuilder> {
    @Override
    public StringBuilder fromBytes(byte[] bytes) {
      return new StringBuilder(new String(bytes, StandardCharsets.UTF_8)).reverse();
    }
  }

  @Test
  void acceptsPrintsAndExitsAsPeopleKnow() throws IOException {
    DumpFiles.write(folder);
    Transcript.check("dump-log.txt", DumpLogCommand::new, folder.toString());
  }

  @Test
  void aLogCutAtAnyByteIsDumpedOrRefusedInOneLine() throws IOException {
    DumpFiles.write(folder);
    for (String name : List.of("all", "old", "internal")) {
      byte[] whole = Files.readAllBytes(folder.resolve(name).resolve("00000000000000000000.log"));
      Path cut = folder.resolve("00000000000000000000.log");
      for (int size = 0; size < whole.length; size += 11) {
        Files.write(cut, Arrays.copyOf(whole, size));
        String said = run("--files", cut.toString(), "--print-data-log");
        assertThat(said).as(name + " cut to " + size).contains("Log starting offset: 0");
        byte[] wrong = whole.clone();
        wrong[size] ^= 0x40;
        Files.write(cut, wrong);
        said = run("--files", cut.toString(), "--print-data-log");
        assertThat(said).as(name + " wrong at " + size).contains("Log starting offset: 0");
      }
    }
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, false, StandardCharsets.UTF_8);
    Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), both, both, false);
    int code = ToolRun.run(new DumpLogCommand(), arguments, streams);
    both.flush();
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(code == ToolRun.FAILURE)
        .isEqualTo(said.lines().anyMatch(line -> line.startsWith("kafka-dump-log.sh: ")));
    return said;
  }
}
