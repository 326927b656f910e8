package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole requests, responses and blobs, byte for byte, from examples.txt. */
class ExamplesTest {

  private static final Path FILE =
      Path.of("src", "test", "resources", "io", "classickafka", "protocol", "examples.txt");

  private record Example(
      String kind, String name, short version, byte[] bytes, List<String> texts) {

    @Override
    public String toString() {
      return kind + " " + name + " " + version;
    }
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("  ")) {
        examples.get(examples.size() - 1).texts().add(line.strip());
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        String[] words = line.substring(0, line.indexOf('|')).split(" ");
        byte[] bytes = Hex.bytes(line.substring(line.indexOf('|')));
        examples.add(
            new Example(words[0], words[1], Short.parseShort(words[2]), bytes, new ArrayList<>()));
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void areReadAndWrittenExactly(Example example) {
    MessageReader in = new MessageReader(ByteSlice.wrap(example.bytes()));
    MessageWriter out = new MessageWriter();
    List<String> texts = new ArrayList<>();
    String name = example.name();
    short version = example.version();
    ApiMessage body;
    switch (example.kind()) {
      case "request" -> {
        short id = new MessageReader(ByteSlice.wrap(example.bytes())).readInt16();
        ApiKey key = Objects.requireNonNull(ApiKey.of(id));
        RequestHeader header = new RequestHeader();
        pass(header, key.requestHeaderVersion(version), in, out, texts);
        assertThat(key.apiName()).isEqualTo(name);
        body = key.newRequest();
      }
      case "response" -> {
        ApiKey key = ApiKey.valueOf(name.equals("ApiVersions") ? "API_VERSIONS" : name);
        pass(new ResponseHeader(), key.responseHeaderVersion(version), in, out, texts);
        body = key.newResponse();
      }
      case "blob" -> {
        assertThat(in.readInt16()).isEqualTo(version);
        out.writeInt16(version);
        body = Messages.create(name);
      }
      default -> body = Messages.create(name);
    }
    pass(body, version, in, out, texts);
    assertThat(in.remaining()).isZero();
    assertThat(texts).isEqualTo(example.texts());
    assertThat(Hex.text(Hex.written(out))).isEqualTo(Hex.text(example.bytes()));
  }

  private static void pass(
      ApiMessage message, short version, MessageReader in, MessageWriter out, List<String> texts) {
    message.read(in, version);
    message.write(out, version);
    texts.add(message.toString());
  }
}
