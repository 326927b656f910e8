package io.classickafka.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameCounterTest {

  @Test
  void countsFramesHoweverTheirBytesAreCutUp() {
    ByteBuffer stream = ByteBuffer.allocate(100);
    stream.putInt(3).put(new byte[3]).putInt(0).putInt(20).put(new byte[20]).flip();
    for (int piece = 1; piece <= stream.limit(); piece++) {
      FrameCounter counter = new FrameCounter();
      int frames = 0;
      for (int at = 0; at < stream.limit(); at += piece) {
        int size = Math.min(piece, stream.limit() - at);
        frames += counter.feed(stream.slice(at, size), size);
      }
      assertThat(frames).as("in pieces of %d", piece).isEqualTo(3);
    }
  }

  @Test
  void aNegativeSizeEndsAFrameAtOnce() {
    ByteBuffer stream = ByteBuffer.allocate(4).putInt(-7).flip();
    assertThat(new FrameCounter().feed(stream, 4)).isEqualTo(1);
  }
}
