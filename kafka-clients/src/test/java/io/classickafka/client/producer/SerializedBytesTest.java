package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.serialization.BooleanSerializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.FloatSerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.ShortSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SerializedBytesTest {

  private record Case<T>(Serializer<T> serializer, T object) {

    void check() {
      byte[] first = keep();
      byte[] expected = first.clone();
      byte[] second = keep();
      Arrays.fill(second, (byte) 0x55);
      assertThat(first).isEqualTo(expected);
      assertThat(keep()).isEqualTo(expected);
    }

    private byte[] keep() {
      byte[] bytes = new SerializedBytes(serializer).keep(serializer.serialize("t", object));
      assertThat(bytes).isNotNull();
      return bytes;
    }
  }

  /** Each of two sends has bytes that nothing else writes into. */
  @TestFactory
  List<DynamicTest> arraysAreTheProducersAlone() {
    byte[] scratch = new byte[2];
    Serializer<Integer> reusing =
        (topic, number) -> {
          scratch[1] = number.byteValue();
          return scratch;
        };
    return List.<Case<?>>of(
            new Case<>(new BooleanSerializer(), true),
            new Case<>(new ByteArraySerializer(), new byte[] {1, 2, 3}),
            new Case<>(new ByteBufferSerializer(), ByteBuffer.wrap(new byte[] {1, 2, 3})),
            new Case<>(new DoubleSerializer(), 1.5),
            new Case<>(new FloatSerializer(), 1.5f),
            new Case<>(new IntegerSerializer(), 7),
            new Case<>(new LongSerializer(), 7L),
            new Case<>(new ShortSerializer(), (short) 7),
            new Case<>(new StringSerializer(), "text"),
            new Case<>(new UUIDSerializer(), new UUID(1, 2)),
            new Case<>(reusing, 7))
        .stream()
        .map(c -> DynamicTest.dynamicTest(c.serializer.getClass().getSimpleName(), c::check))
        .toList();
  }

  @Test
  void nullStaysNull() {
    assertThat(new SerializedBytes(new ByteArraySerializer()).keep(null)).isNull();
  }
}
