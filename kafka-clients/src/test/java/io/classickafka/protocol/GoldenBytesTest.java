package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of every message in every version, with every field set. {@code -Dupdate=true} writes
 * the file anew; a change in it is a change of the wire format.
 */
class GoldenBytesTest {

  private static final Path FILE =
      Path.of("src", "test", "resources", "io", "classickafka", "protocol", "golden-bytes.txt");

  /** One line of the file: a message in a version. */
  record Golden(String name, short version, String hex) {

    static Golden of(String line) {
      String[] words = line.split(" ");
      return new Golden(words[0], Short.parseShort(words[1]), words.length > 2 ? words[2] : "");
    }

    byte[] bytes() {
      return Hex.bytes(hex);
    }

    ApiMessage read(byte[] bytes) {
      ApiMessage message = Messages.create(name);
      message.read(new MessageReader(ByteSlice.wrap(bytes)), version);
      return message;
    }

    @Override
    public String toString() {
      return name + " " + version;
    }
  }

  static List<Golden> goldens() throws IOException {
    return Files.readAllLines(FILE).stream()
        .filter(line -> !line.startsWith("#"))
        .map(Golden::of)
        .toList();
  }

  @Test
  void everyFieldOfEveryVersionIsWrittenAsBefore() throws IOException {
    StringBuilder lines = new StringBuilder("# message, version, bytes with every field set\n");
    for (String name : Messages.names()) {
      for (int v = Messages.lowestVersion(name); v <= Messages.highestVersion(name); v++) {
        ApiMessage message = Messages.create(name);
        Filler.fill(message, v);
        String line = name + " " + v + " " + Hex.text(Hex.written(message, v));
        lines.append(line.strip()).append('\n');
      }
    }
    if (Boolean.getBoolean("update")) {
      Files.writeString(FILE, lines.toString());
    }
    assertThat(lines.toString().lines()).containsExactlyElementsOf(Files.readAllLines(FILE));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void whatIsReadIsWrittenAgain(Golden golden) {
    ApiMessage message = golden.read(golden.bytes());
    assertThat(Hex.text(Hex.written(message, golden.version()))).isEqualTo(golden.hex());
    assertThat(golden.read(golden.bytes()))
        .isEqualTo(message)
        .hasSameHashCodeAs(message)
        .hasToString(message.toString());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void leftoverBytesAreIgnored(Golden golden) {
    byte[] longer = Arrays.copyOf(golden.bytes(), golden.bytes().length + 9);
    assertThat(golden.read(longer)).isEqualTo(golden.read(golden.bytes()));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void cutOffAnywhereItIsMalformed(Golden golden) {
    byte[] whole = golden.bytes();
    for (int size = 0; size < whole.length; size++) {
      byte[] cut = Arrays.copyOf(whole, size);
      assertThatThrownBy(() -> golden.read(cut))
          .as("%s cut to %s of %s bytes", golden, size, whole.length)
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  @Test
  void versionsThatDoNotExistAreRefused() throws IOException {
    MessageReader in = new MessageReader(ByteSlice.empty());
    for (String name : Messages.names()) {
      ApiMessage message = Messages.create(name);
      for (int v :
          new int[] {Messages.lowestVersion(name) - 1, Messages.highestVersion(name) + 1}) {
        assertThatThrownBy(() -> message.read(in, (short) v))
            .isInstanceOf(UnsupportedVersionException.class);
        assertThatThrownBy(() -> Hex.written(message, v))
            .isInstanceOf(UnsupportedVersionException.class);
      }
    }
  }
}
