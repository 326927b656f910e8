package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.RefCounted;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {

  private static final int LIMIT = 100 * 1024 * 1024;

  private final AtomicInteger counts = new AtomicInteger();
  private final List<Integer> allocations = new ArrayList<>();

  private FrameReader reader(int limit) {
    return new FrameReader(
        limit,
        (size, whole) -> {
          allocations.add(size);
          return counted(ByteBuffer.allocate(size));
        },
        (key, version) -> key == 0x4e4f ? "unknown api key 20047" : null);
  }

  private ByteSlice counted(ByteBuffer bytes) {
    counts.incrementAndGet();
    return ByteSlice.of(
        bytes,
        new RefCounted() {
          @Override
          public void retain() {
            counts.incrementAndGet();
          }

          @Override
          public void release() {
            counts.decrementAndGet();
          }
        });
  }

  private static ByteBuffer frame(int size) {
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    body[0] = 0;
    return ByteBuffer.allocate(4 + size).putInt(size).put(body).flip();
  }

  @Test
  void framesThatLieWholeInOneSliceAreNotCopied() throws MalformedFrameException {
    FrameReader reader = reader(LIMIT);
    ByteBuffer two = ByteBuffer.allocate(200).put(frame(50)).put(frame(60)).flip();
    reader.feed(counted(two));
    ByteSlice first = Objects.requireNonNull(reader.next());
    ByteSlice second = Objects.requireNonNull(reader.next());
    assertThat(first.view()).isEqualTo(frame(50).position(4));
    assertThat(second.view()).isEqualTo(frame(60).position(4));
    assertThat(reader.next()).isNull();
    assertThat(reader.midFrame()).isFalse();
    assertThat(allocations).isEmpty();
    first.release();
    second.release();
    assertThat(counts).hasValue(0);
  }

  @Property(tries = 200)
  void framesComeOutWholeHoweverTheBytesAreCut(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 3_000) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 2_000) int cut)
      throws MalformedFrameException {
    counts.set(0);
    int total = sizes.stream().mapToInt(size -> size + 4).sum();
    ByteBuffer all = ByteBuffer.allocate(total);
    sizes.forEach(size -> all.put(frame(size)));
    FrameReader reader = reader(LIMIT);
    List<ByteSlice> frames = new ArrayList<>();
    for (int at = 0; at < total; at += cut) {
      reader.feed(counted(all.slice(at, Math.min(cut, total - at))));
      for (ByteSlice next = reader.next(); next != null; next = reader.next()) {
        frames.add(next);
      }
    }
    assertThat(frames).hasSameSizeAs(sizes);
    for (int i = 0; i < sizes.size(); i++) {
      assertThat(frames.get(i).view()).isEqualTo(frame(sizes.get(i)).position(4));
      frames.get(i).release();
    }
    assertThat(reader.midFrame()).isFalse();
    assertThat(counts).hasValue(0);
  }

  // B1, B7 (GET ), B8 (a TLS hello)
  @ParameterizedTest
  @CsvSource({"-1", "-2147483648", "0", "104857601", "2147483647", "1195725856", "369295617"})
  void aSizeNoFrameHasIsRefusedWithoutMemory(int size) {
    FrameReader reader = reader(LIMIT);
    reader.feed(counted(ByteBuffer.allocate(4).putInt(0, size)));
    assertThatThrownBy(reader::next)
        .isInstanceOf(MalformedFrameException.class)
        .hasMessage("frame size " + size + " outside 1..104857600");
    assertThat(allocations).isEmpty();
    reader.close();
    assertThat(counts).hasValue(0);
  }

  // B2
  @Test
  void memoryFollowsWhatArrivedNotWhatIsClaimed() throws MalformedFrameException {
    FrameReader reader = reader(LIMIT);
    reader.feed(counted(ByteBuffer.allocate(4).putInt(0, LIMIT)));
    assertThat(reader.next()).isNull();
    assertThat(allocations).isEmpty();
    int arrived = 0;
    for (int i = 0; i < 100; i++) {
      reader.feed(counted(ByteBuffer.allocate(1_000)));
      arrived += 1_000;
      assertThat(reader.next()).isNull();
      assertThat(reader.heldBytes()).isLessThanOrEqualTo(2 * arrived);
    }
    assertThat(allocations.size()).isLessThan(12);
    reader.close();
    assertThat(counts).hasValue(0);
  }

  // B13, before the rest of the frame has been waited for
  @Test
  void anUnknownKeyIsRefusedByTheFirstFourBytes() throws MalformedFrameException {
    FrameReader reader = reader(LIMIT);
    reader.feed(counted(ByteBuffer.allocate(7).putInt(1_000_000).putShort((short) 0x4e4f).flip()));
    assertThat(reader.next()).isNull();
    reader.feed(counted(ByteBuffer.allocate(2)));
    assertThatThrownBy(reader::next).hasMessage("unknown api key 20047");
    reader.close();
    assertThat(counts).hasValue(0);
  }
}
