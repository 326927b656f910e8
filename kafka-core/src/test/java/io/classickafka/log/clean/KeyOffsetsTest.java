package io.classickafka.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyOffsetsTest {

  private static ByteBuffer key(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void knowsTheLastOffsetOfEachKeyAsAMapDoes() {
    Random random = new Random(7);
    KeyOffsets keys = new KeyOffsets(1 << 20, 0.9, 5_000);
    Map<String, Long> model = new HashMap<>();
    for (long offset = 0; offset < 20_000; offset++) {
      String text = "key-" + random.nextInt(4_000);
      assertThat(keys.put(key(text), offset)).isTrue();
      model.put(text, offset);
    }
    model.forEach((text, offset) -> assertThat(keys.get(key(text))).isEqualTo(offset));
    assertThat(keys.get(key("never"))).isEqualTo(-1);
    assertThat(keys.size()).isEqualTo(model.size());
  }

  @Test
  void takesNoNewKeyAboveItsLoadFactorButNewOffsetsOfKnownOnes() {
    KeyOffsets keys = new KeyOffsets(10 * KeyOffsets.ENTRY_BYTES, 0.5, 1_000);
    for (int i = 0; i < 5; i++) {
      assertThat(keys.put(key("k" + i), i)).isTrue();
    }
    assertThat(keys.put(key("k5"), 5)).isFalse();
    assertThat(keys.put(key("k3"), 6)).isTrue();
    assertThat(keys.get(key("k3"))).isEqualTo(6);
    assertThat(keys.get(key("k5"))).isEqualTo(-1);
    assertThat(keys.utilization()).isEqualTo(0.5);
  }

  @Test
  void fullTableStillAnswersForKeysThatAreNotThere() {
    KeyOffsets keys = new KeyOffsets(8 * KeyOffsets.ENTRY_BYTES, 1, 1_000);
    for (int i = 0; i < 100; i++) {
      keys.put(key("k" + i), i);
    }
    assertThat(keys.size()).isEqualTo(7);
    assertThat(keys.get(key("k99"))).isEqualTo(-1);
  }

  @Test
  void isNoLargerThanTheKeysThatCanCome() {
    assertThat(new KeyOffsets(128 << 20, 0.9, 100).memoryBytes()).isLessThan(3_000);
    assertThat(new KeyOffsets(24_000, 0.9, Long.MAX_VALUE / 2).memoryBytes()).isEqualTo(24_000);
  }
}
