package io.classickafka.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {

  private static final String PACKAGE = "io/classickafka/protocol/message/";

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir private Path folder;

  private Path schemas;
  private Path output;

  @BeforeEach
  void writeSchemas() throws IOException {
    schemas = Files.createDirectory(folder.resolve("schemas"));
    output = folder.resolve("output");
    schema("Ping", 3);
    schema("Pong", 4);
  }

  @Test
  void generatesAClassPerMessageAndTheEnumOfApis() throws IOException {
    generate(output);
    assertThat(sources(output).keySet())
        .containsExactly(
            "io/classickafka/protocol/ApiKey.java",
            PACKAGE + "PingRequest.java",
            PACKAGE + "PingResponse.java",
            PACKAGE + "PongRequest.java",
            PACKAGE + "PongResponse.java");
    assertThat(sources(output).get("io/classickafka/protocol/ApiKey.java"))
        .contains("PING(3, \"Ping\", 0, 1, 1,", "PONG(4,");
  }

  @Test
  void givesTheSameOutputEveryTime() throws IOException {
    generate(output);
    generate(folder.resolve("again"));
    assertThat(sources(folder.resolve("again"))).isEqualTo(sources(output));
  }

  @Test
  void touchesNothingWhenNothingChanged() throws IOException {
    generate(output);
    Path source = output.resolve(PACKAGE + "PingRequest.java");
    Files.delete(source);
    generate(output);
    assertThat(source).as("a run that finds its stamp ends at once").doesNotExist();
  }

  @Test
  void rewritesOnlyWhatChangedAndDeletesWhatWent() throws IOException {
    generate(output);
    Path kept = output.resolve(PACKAGE + "PingRequest.java");
    Files.setLastModifiedTime(kept, LONG_AGO);
    Files.delete(schemas.resolve("Pong.txt"));
    generate(output);
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(LONG_AGO);
    assertThat(output.resolve(PACKAGE + "PongRequest.java")).doesNotExist();
  }

  private void schema(String name, int key) throws IOException {
    Files.writeString(
        schemas.resolve(name + ".txt"),
        """
        # Says %1$s.
        api %2$d %1$s
        versions 0-1
        flexible 1+

        request
          Text  string  0+

        response
          ErrorCode  int16  0+
        """
            .formatted(name, key));
  }

  private void generate(Path into) throws IOException {
    Generator.main(new String[] {schemas.toString(), into.toString()});
  }

  private static Map<String, String> sources(Path folder) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return sources;
  }
}
