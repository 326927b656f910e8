package io.classickafka.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ByteSliceTest {

  @Test
  void aSliceSeesTheBytesFromPositionToLimitAtIndexZero() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5});
    buffer.position(1).limit(4);
    ByteSlice slice = ByteSlice.wrap(buffer);
    assertThat(slice.toByteArray()).containsExactly(2, 3, 4);
    assertThat(slice.slice(1, 2).toByteArray()).containsExactly(3, 4);
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void slicesOfSlicesShareOneCount() {
    AtomicInteger count = new AtomicInteger(1);
    RefCounted owner =
        new RefCounted() {
          @Override
          public void retain() {
            count.incrementAndGet();
          }

          @Override
          public void release() {
            count.decrementAndGet();
          }
        };
    ByteSlice whole = ByteSlice.of(ByteBuffer.allocate(8), owner);
    ByteSlice part = whole.slice(2, 4).retain();
    assertThat(count).hasValue(2);
    whole.release();
    part.release();
    assertThat(count).hasValue(0);
  }
}
