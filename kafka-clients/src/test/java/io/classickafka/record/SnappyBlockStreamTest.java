package io.classickafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class SnappyBlockStreamTest {

  private static byte @Nullable [] decode(byte[] block, int headSize, int contentSize) {
    SnappyBlockStream stream = new SnappyBlockStream();
    stream.open(ByteBuffer.wrap(block), headSize, block.length, contentSize);
    byte[] piece = new byte[32 * 1024];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int made = stream.next(piece);
    while (made > 0) {
      out.write(piece, 0, made);
      made = stream.next(piece);
    }
    return made == 0 ? out.toByteArray() : null;
  }

  private static int headSize(byte[] block) {
    int size = 1;
    while (block[size - 1] < 0) {
      size++;
    }
    return size;
  }

  @Property(tries = 30)
  void itMakesWhatTheNativeCodecCompressed(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] plain = new byte[random.nextInt(3 << 20)];
    for (int at = 0; at < plain.length; ) {
      int run = Math.min(plain.length - at, 1 + random.nextInt(5000));
      int back = random.nextInt(70_000) + 1;
      boolean repeat = random.nextInt(3) > 0 && back <= at;
      for (int i = at; i < at + run; i++) {
        plain[i] = repeat ? plain[i - back] : (byte) random.nextInt();
      }
      at += run;
    }
    byte[] block = Snappy.compress(plain);
    assertThat(decode(block, headSize(block), plain.length)).isEqualTo(plain);
    byte[] damaged = block.clone();
    damaged[random.nextInt(block.length)] ^= (byte) (1 + random.nextInt(255));
    // Whatever it makes, it makes no more than was claimed.
    byte[] made = decode(damaged, headSize(block), plain.length);
    assertThat(made == null || made.length == plain.length).isTrue();
  }

  @Test
  void everyKindOfCopyIsRead() {
    // "abcd", then 4 bytes from 4 back (1-byte, 2-byte and 4-byte offsets).
    assertThat(decode(hex("0c 61626364 01 04 0e 0400 0f 04000000"), 0, 16))
        .isEqualTo("abcdabcdabcdabcd".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void copiesFromBeforeTheStartAndCutOffElementsAreBroken() {
    for (String block :
        new String[] {
          "0c 61626364 01 05", "0c 61626364 01 00", "0c 616263", "0c 61626364 01",
              "0c 61626364 0e 04",
          "f0", "fc ffffff", "fc ffffffff", "0c 61626364 0f ffffffff", "01 01"
        }) {
      assertThat(decode(hex(block), 0, 8)).as(block).isNull();
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
