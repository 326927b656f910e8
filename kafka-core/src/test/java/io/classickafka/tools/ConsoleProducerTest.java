package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleProducerTest {

  @Test
  void sendsLinesAndExitsAsPeopleKnow() {
    FakeProducer producer = new FakeProducer();
    Transcript.check(
        "console-producer.txt",
        () ->
            new ShowsSent(
                new ConsoleProducer((settings, patience, err) -> producer.producer()), producer));
  }

  /** The tool, with what it sent shown before what it printed. */
  private record ShowsSent(Tool tool, FakeProducer producer) implements Tool {

    @Override
    public FlagTable flags() {
      return tool.flags();
    }

    @Override
    public int run(Flags flags, Streams streams) throws ToolFailure {
      producer.sent().clear();
      try {
        return tool.run(flags, streams);
      } finally {
        producer.sent().forEach(line -> streams.out().println("(sent) " + line));
      }
    }
  }

  @Test
  void bytesTravelAsTheyAreWhateverTheyMean() throws ToolFailure {
    byte[] line = {'k', (byte) 0xc3, (byte) 0x28, ':', (byte) 0xff, (byte) 0xfe, 0};
    Map<String, Object> settings = new TreeMap<>();
    settings.put("parse.key", "true");
    settings.put("key.separator", ":");
    var record =
        LineFormat.of("t", settings).parse(new String(line, StandardCharsets.ISO_8859_1), 1);
    assertThat(record.key()).containsExactly('k', 0xc3, 0x28);
    assertThat(record.value()).containsExactly(0xff, 0xfe, 0);
  }

  @Test
  void separatorsMayHaveCharactersOfSeveralBytes() throws ToolFailure {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("parse.key", "true");
    settings.put("key.separator", "→");
    var record = LineFormat.of("t", settings).parse(LineFormat.asBytes("schlüssel→wért"), 1);
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("schlüssel");
    assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("wért");
  }

  @Test
  void promptsOnATerminalOnly() {
    FakeProducer producer = new FakeProducer();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, false, StandardCharsets.UTF_8);
    InputStream in = new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8));
    String[] arguments = {"--bootstrap-server", "b:1", "--topic", "t"};
    int code =
        ToolRun.run(
            new ConsoleProducer((settings, patience, err) -> producer.producer()),
            arguments,
            new Streams(in, printed, printed, true));
    printed.flush();
    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(">>>");
    assertThat(producer.sent()).containsExactly("key=(null) value=a", "key=(null) value=b");
  }

  @Test
  void aLimitOfAnyLengthIsTheProducersAndThatOfTheSearch() {
    FakeProducer producer = new FakeProducer();
    List<Object> limits = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    String[] arguments = {
      "--bootstrap-server", "b:1", "--topic", "t", "--max-block-ms", "9223372036854775807"
    };
    ToolRun.run(
        new ConsoleProducer(
            (settings, patience, err) -> {
              limits.add(String.valueOf(settings.get("max.block.ms")));
              limits.add(patience);
              return producer.producer();
            }),
        arguments,
        new Streams(InputStream.nullInputStream(), printed, printed, false));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(limits)
        .containsExactly(
            "9223372036854775807", new Patience(1_000, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  @Test
  void flagsWinOverPropertiesAndPropertiesOverTheFile(@TempDir Path folder)
      throws IOException, ToolFailure {
    Path file =
        Files.writeString(
            folder.resolve("p"), "acks=1\nlinger.ms=5\nretries=9\nbootstrap.servers=f:1\n");
    String[] arguments = {
      "--topic",
      "t",
      "--producer.config",
      file.toString(),
      "--producer-property",
      "linger.ms=6",
      "--producer-property",
      "batch.size=7",
      "--request-required-acks",
      "all",
      "--compression-codec",
      "--batch-size",
      "8"
    };
    Flags flags =
        new ConsoleProducer((settings, patience, err) -> new FakeProducer().producer())
            .flags()
            .parse(arguments);
    assertThat(ConsoleProducer.settings(flags))
        .containsEntry("bootstrap.servers", "f:1")
        .containsEntry("acks", "all")
        .containsEntry("linger.ms", "6")
        .containsEntry("retries", "9")
        .containsEntry("batch.size", "8")
        .containsEntry("compression.type", "gzip")
        .containsEntry("request.timeout.ms", "1500")
        .containsEntry("client.id", "console-producer");
  }
}
