package io.classickafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class VarintTest {

  @Property
  void anIntIsReadAsWritten(@ForAll int value) {
    ByteBuffer bytes = ByteBuffer.allocate(Varint.MAX_INT_SIZE);
    int end = Varint.write(bytes.array(), 0, value);
    assertThat(end).isEqualTo(Varint.sizeOf(value));
    ByteSource source = new ByteSource();
    source.open(bytes, 0, end);
    assertThat(source.readVarint()).isEqualTo(value);
    assertThat(source.consumed()).isEqualTo(end);
    assertThat(source.failed()).isFalse();
    for (int cut = 0; cut < end; cut++) {
      source.open(bytes, 0, cut);
      assertThat(source.readVarint()).isZero();
      assertThat(source.failed()).isTrue();
    }
  }

  @Property
  void aLongIsReadAsWritten(@ForAll long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Varint.MAX_LONG_SIZE);
    int end = Varint.write(bytes.array(), 0, value);
    assertThat(end).isEqualTo(Varint.sizeOf(value));
    ByteSource source = new ByteSource();
    source.open(bytes, 0, end);
    assertThat(source.readVarlong()).isEqualTo(value);
    assertThat(source.failed()).isFalse();
  }

  @Test
  void theEdgesOfEverySize() {
    assertThat(Varint.sizeOf(63)).isEqualTo(1);
    assertThat(Varint.sizeOf(-64)).isEqualTo(1);
    assertThat(Varint.sizeOf(64)).isEqualTo(2);
    assertThat(Varint.sizeOf(Integer.MIN_VALUE)).isEqualTo(5);
    assertThat(Varint.sizeOf(Long.MIN_VALUE)).isEqualTo(10);
    assertThat(Varint.sizeOf(-1L)).isEqualTo(1);
  }

  @Test
  void moreThanFiveOrTenBytesAreNoVarint() {
    ByteSource source = new ByteSource();
    source.open(ByteBuffer.wrap(HexFormat.of().parseHex("808080808000")), 0, 6);
    source.readVarint();
    assertThat(source.failed()).isTrue();
    source.open(ByteBuffer.wrap(HexFormat.of().parseHex("8080808080808080808000")), 0, 11);
    source.readVarlong();
    assertThat(source.failed()).isTrue();
  }
}
