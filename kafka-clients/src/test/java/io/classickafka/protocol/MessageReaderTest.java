package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "01, 1",
    "7f, 127",
    "80 01, 128",
    "ac 02, 300",
    "ff 7f, 16383",
    "80 80 01, 16384",
    "ff ff ff ff 07, 2147483647",
    "ff ff ff ff 0f, -1",
    "80 00, 0",
    "81 80 80 80 00, 1",
    "81 80 80 80 70, 1"
  })
  void readsVarintsOfUpToFiveBytesAndDropsSurplusBits(String hex, int value) {
    assertThat(reader(hex).readUvarint()).isEqualTo(value);
  }

  @Test
  void refusesAVarintOfSixBytes() {
    assertMalformed(() -> reader("80 80 80 80 80 00").readUvarint(), "varint");
  }

  @Test
  void readsFixedWidthNumbers() {
    MessageReader in =
        reader("ff | ffff | ffff | fffffffe | fffffffe | 8000000000000000 | 3ff8000000000000 | 02");
    assertThat(in.readInt8()).isEqualTo((byte) -1);
    assertThat(in.readInt16()).isEqualTo((short) -1);
    assertThat(in.readUint16()).isEqualTo(65535);
    assertThat(in.readInt32()).isEqualTo(-2);
    assertThat(in.readUint32()).isEqualTo(4294967294L);
    assertThat(in.readInt64()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.readFloat64()).isEqualTo(1.5);
    assertThat(in.readBool()).isTrue();
    assertThat(in.remaining()).isZero();
    assertMalformed(in::readInt8, "1 bytes wanted, 0 left");
  }

  @ParameterizedTest
  @CsvSource({
    "00 03 61 62 63, false, abc",
    "04 61 62 63, true, abc",
    "00 00, false, ''",
    "01, true, ''",
    "ff ff, false,",
    "ff fe, false,",
    "80 00, false,",
    "00, true,",
    "81 80 80 80 08, true,",
    "ff ff ff ff 0f, true,"
  })
  void readsStringsWhereEveryNegativeLengthIsNull(String hex, boolean flexible, String value) {
    assertThat(reader(hex).readNullableString(flexible)).isEqualTo(value);
    assertThat(direct(hex).readNullableString(flexible)).isEqualTo(value);
    if (value == null) {
      assertMalformed(() -> reader(hex).readString(flexible), "null");
    }
  }

  @Test
  void replacesWhatIsNotUtf8() {
    assertThat(reader("00 04 61 ff c3 62").readString(false)).isEqualTo("a\ufffd\ufffdb");
    assertThat(direct("00 04 61 ff c3 62").readString(false)).isEqualTo("a\ufffd\ufffdb");
  }

  @ParameterizedTest
  @CsvSource({
    "00 04 61 62 63, false",
    "05 61 62 63, true",
    "7f ff, false",
    "ff ff ff ff 07 61, true",
    "80 80 80 80 08 61, true"
  })
  void refusesStringsLongerThanTheFrame(String hex, boolean flexible) {
    assertMalformed(() -> reader(hex).readNullableString(flexible), "byte");
  }

  @Test
  void refusesStringsAboveTheLimitEvenInsideTheFrame() {
    byte[] frame = new byte[40_000];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) 0x80;
    frame[2] = 0x02;
    assertMalformed(() -> new MessageReader(ByteSlice.wrap(frame)).readString(true), "32768");
  }

  @ParameterizedTest
  @CsvSource({
    "7f ff ff ff 00, false, 1, malformed",
    "00 00 00 03 00 00, false, 1, malformed",
    "00 00 00 02 00 00, false, 1, 2",
    "00 00 00 02 00 00, false, 2, malformed",
    "00 00 00 01 00 00, false, 2, 1",
    "03 00 00, true, 1, 2",
    "04 00 00, true, 1, malformed",
    "ff ff ff ff, false, 4, null",
    "80 00 00 00, false, 4, null",
    "00, true, 4, null",
    "81 80 80 80 08, true, 4, null",
    "80 80 80 80 08, true, 1, malformed"
  })
  void boundsCountsByTheBytesLeft(String hex, boolean flexible, int smallest, String outcome) {
    switch (outcome) {
      case "malformed" ->
          assertMalformed(() -> reader(hex).readNullableCount(flexible, smallest), "elements");
      case "null" -> {
        assertThat(reader(hex).readNullableCount(flexible, smallest)).isEqualTo(-1);
        assertMalformed(() -> reader(hex).readCount(flexible, smallest), "null");
      }
      default ->
          assertThat(reader(hex).readCount(flexible, smallest))
              .isEqualTo(Integer.parseInt(outcome));
    }
  }

  @Test
  void recordsAreAViewOfTheFrame() {
    ByteSlice frame = Hex.slice("00 00 00 02 0a 0b");
    ByteSlice records = new MessageReader(frame).readNullableRecords(false);
    frame.view().put(4, (byte) 0x7f);
    assertThat(records).isEqualTo(Hex.slice("7f 0b"));
  }

  @Test
  void bytesAreACopy() {
    ByteSlice frame = Hex.slice("00 00 00 02 0a 0b");
    byte[] bytes = new MessageReader(frame).readBytes(false);
    frame.view().put(4, (byte) 0x7f);
    assertThat(bytes).containsExactly(0x0a, 0x0b);
    assertMalformed(() -> reader("00 00 00 03 0a 0b").readBytes(false), "3 bytes");
    assertMalformed(() -> reader("7f ff ff ff 0a 0b").readBytes(false), "2147483647 bytes");
    assertMalformed(() -> reader("ff ff ff ff").readBytes(false), "null");
  }

  @ParameterizedTest
  @CsvSource({
    "ff ff ff ff 0f, tagged fields",
    "80 80 80 80 08, tagged fields",
    "02 00 00, tagged fields",
    "01 05 01, tagged field of 1 bytes",
    "01 05 ff ff ff ff 0f, tagged field of 4294967295 bytes",
    "01 05, tagged fields"
  })
  void refusesTagSectionsThatDoNotFit(String hex, String why) {
    assertMalformed(() -> reader(hex).readUnknownTags(), why);
  }

  @Test
  void keepsUnknownTagsAsTheyCameInAnyOrderAndNumber() {
    assertThat(reader("03 | 05 01 aa | 02 00 | 05 02 bb cc").readUnknownTags())
        .containsExactly(
            new TaggedField(5, Hex.bytes("aa")),
            new TaggedField(2, Hex.bytes("")),
            new TaggedField(5, Hex.bytes("bbcc")));
  }

  @Test
  void malformedFramesCostNoStackTrace() {
    assertThatThrownBy(() -> reader("").readInt32())
        .isInstanceOf(MalformedMessageException.class)
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  private static MessageReader reader(String hex) {
    return new MessageReader(Hex.slice(hex));
  }

  private static MessageReader direct(String hex) {
    byte[] bytes = Hex.bytes(hex);
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 3).position(3);
    buffer.duplicate().put(bytes);
    return new MessageReader(ByteSlice.wrap(buffer));
  }

  private static void assertMalformed(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String why) {
    assertThatThrownBy(reading)
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(why);
  }
}
