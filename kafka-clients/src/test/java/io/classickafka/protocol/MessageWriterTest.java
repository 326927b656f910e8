package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.seam.ByteSlice;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTest {

  private final MessageWriter out = new MessageWriter(1);

  @Test
  void writesFixedWidthNumbersBigEndian() {
    out.writeBool(true);
    out.writeInt8((byte) -1);
    out.writeInt16((short) 0x0102);
    out.writeUint16(0xfffe);
    out.writeInt32(0x01020304);
    out.writeUint32(0xfffffffdL);
    out.writeInt64(0x0102030405060708L);
    out.writeFloat64(1.5);
    out.writeUuid(new Uuid(1, 2));
    assertWritten(
        "01 | ff | 0102 | fffe | 01020304 | fffffffd | 0102030405060708 | 3ff8000000000000"
            + "| 0000000000000001 0000000000000002");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 300, 16383, 16384, 2097151, 2097152, Integer.MAX_VALUE, -1})
  void writesVarintsThatAreReadBack(int value) {
    out.writeUvarint(value);
    MessageReader in = new MessageReader(ByteSlice.wrap(Hex.written(out)));
    assertThat(in.readUvarint()).isEqualTo(value);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void writesStringsAndBytesInBothForms() {
    out.writeString("abc", false);
    out.writeString("abc", true);
    out.writeString("\u00e9", true);
    out.writeNullableString(null, false);
    out.writeNullableString(null, true);
    out.writeBytes(new byte[] {7}, false);
    out.writeBytes(new byte[] {7}, true);
    out.writeNullableBytes(null, false);
    out.writeNullableBytes(null, true);
    assertWritten(
        "0003 616263 | 04 616263 | 03 c3a9 | ffff | 00" + "| 00000001 07 | 02 07 | ffffffff | 00");
  }

  @Test
  void refusesStringsThatNoReaderWouldTake() {
    assertThatThrownBy(() -> out.writeString("a".repeat(32768), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> out.writeString("\u00e9".repeat(16384), false))
        .isInstanceOf(IllegalArgumentException.class);
    out.writeString("a".repeat(32767), true);
    assertThat(out.sizeBytes()).isEqualTo(3 + 32767);
  }

  @Test
  void passesRecordsThroughByReferenceBetweenTheFixedBytes() {
    ByteSlice first = Hex.slice("0a 0b");
    ByteSlice empty = ByteSlice.empty();
    out.writeInt8((byte) 1);
    out.writeNullableRecords(first, true);
    out.writeNullableRecords(null, true);
    out.writeNullableRecords(empty, false);
    out.writeInt8((byte) 2);

    assertThat(out.sizeBytes()).isEqualTo(1 + 1 + 2 + 1 + 4 + 0 + 1);
    assertThat(out.finish())
        .satisfiesExactly(
            fixed -> assertThat(fixed).isEqualTo(Hex.slice("01 03")),
            records -> assertThat(records).isSameAs(first),
            fixed -> assertThat(fixed).isEqualTo(Hex.slice("00 00000000")),
            records -> assertThat(records).isSameAs(empty),
            fixed -> assertThat(fixed).isEqualTo(Hex.slice("02")));
  }

  @Test
  void putsTheSizeInFrontOfATaggedField() {
    int start = out.beginTag(3);
    out.writeString("x".repeat(200), true);
    out.endTag(start);
    out.writeInt8((byte) 9);
    // 202 bytes of value: two of length and 200 of text.
    assertWritten("03 | ca01 | c901" + "78".repeat(200) + "| 09");
  }

  @Test
  void refusesUnknownTagsOutOfOrder() {
    TaggedField five = new TaggedField(5, new byte[0]);
    assertThatThrownBy(() -> out.writeUnknownTags(List.of(five, five), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> out.writeUnknownTags(List.of(five), 6))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fillsInASizeAfterwards() {
    out.writeInt32(0);
    out.writeInt16((short) 7);
    out.patchInt32(0, out.sizeBytes() - 4);
    assertWritten("00000002 | 0007");
  }

  private void assertWritten(String hex) {
    assertThat(out.sizeBytes()).isEqualTo(Hex.bytes(hex).length);
    assertThat(Hex.text(Hex.written(out))).isEqualTo(Hex.text(Hex.bytes(hex)));
  }
}
