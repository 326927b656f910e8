package io.classickafka.client;

import static io.classickafka.client.ResponseMemory.KEPT_MS;
import static io.classickafka.client.ResponseMemory.LARGEST_KEPT;
import static io.classickafka.client.ResponseMemory.SMALLEST_KEPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.protocol.FrameReader;
import io.classickafka.protocol.MalformedFrameException;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.RefCounted;
import io.classickafka.seam.netty.NettyEventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseMemoryTest {

  private static final int LARGE = 3 * SMALLEST_KEPT;

  private final ManualLoop loop = new ManualLoop();
  private final List<Integer> made = new ArrayList<>();
  private final List<Integer> freed = new ArrayList<>();
  private final ResponseMemory memory = new ResponseMemory(loop, this::fresh);

  private ByteSlice fresh(int size) {
    made.add(size);
    return ByteSlice.of(
        ByteBuffer.allocate(size),
        new RefCounted() {
          private int count = 1;

          @Override
          public void retain() {
            count++;
          }

          @Override
          public void release() {
            assertThat(count).isPositive();
            count--;
            if (count == 0) {
              freed.add(size);
            }
          }
        });
  }

  private ByteSlice whole(int size) {
    ByteSlice slice = memory.allocate(size, size);
    assertThat(slice.sizeBytes()).isEqualTo(size);
    return slice;
  }

  @Test
  void whatIsDoneWithServesTheNextResponseFromItsFirstByte() {
    whole(LARGE).release();
    assertThat(memory.allocate(256, LARGE - 1).sizeBytes()).isEqualTo(LARGE - 1);
    assertThat(made).containsExactly(LARGE);
    assertThat(freed).isEmpty();
  }

  @Test
  void whatRecordsReferToIsNotUsedAgain() {
    ByteSlice first = whole(LARGE);
    first.view().put(10, (byte) 7);
    // As a fetch's records are kept, and the frame given up.
    ByteSlice records = first.slice(10, 100).retain();
    ByteSlice others = first.slice(200, 100).retain();
    first.release();
    ByteSlice second = whole(LARGE);
    second.view().put(10, (byte) 8);
    assertThat(made).containsExactly(LARGE, LARGE);
    assertThat(records.view().get(0)).isEqualTo((byte) 7);
    others.release();
    ByteSlice third = whole(LARGE);
    third.view().put(10, (byte) 9);
    assertThat(made).hasSize(3);
    assertThat(records.view().get(0)).isEqualTo((byte) 7);
    records.release();
    whole(LARGE);
    assertThat(made).hasSize(3);
  }

  @Test
  void whoGaveItUpCannotTouchTheNextUse() {
    ByteSlice first = whole(LARGE);
    first.release();
    ByteSlice second = whole(LARGE);
    assertThatThrownBy(first::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(first::retain).isInstanceOf(IllegalStateException.class);
    assertThat(whole(LARGE).view()).isNotSameAs(second.view());
    assertThat(made).hasSize(2);
  }

  @Test
  void oneIsKeptTheLargest() {
    ByteSlice first = whole(LARGE);
    ByteSlice second = whole(LARGE + 2);
    ByteSlice third = whole(LARGE + 1);
    first.release();
    second.release();
    third.release();
    assertThat(freed).containsExactly(LARGE, LARGE + 1);
    whole(LARGE + 2);
    assertThat(made).hasSize(3);
  }

  @Test
  void noneIsKeptBesideALargerOne() {
    whole(LARGE).release();
    ByteSlice growing = memory.allocate(LARGE, LARGE * 4);
    assertThat(freed).isEmpty();
    ByteSlice grown = memory.allocate(LARGE * 2, LARGE * 4);
    assertThat(freed).containsExactly(LARGE);
    growing.release();
    grown.release();
    // They were steps on the way, and are not kept.
    assertThat(freed).containsExactly(LARGE, LARGE, LARGE * 2);
    assertThat(loop.timers()).isEqualTo(1);
  }

  @Test
  void aMuchSmallerResponseDoesNotHoldOnToIt() {
    whole(LARGE).release();
    whole(SMALLEST_KEPT);
    assertThat(made).containsExactly(LARGE, SMALLEST_KEPT);
  }

  @Test
  void neitherSmallNorHugeOnesAreKept() {
    whole(SMALLEST_KEPT - 1).release();
    whole(LARGEST_KEPT + 1).release();
    assertThat(freed).containsExactly(SMALLEST_KEPT - 1, LARGEST_KEPT + 1);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void whatNobodyUsesForAWhileIsLetGo() {
    whole(LARGE).release();
    loop.advance(KEPT_MS - 1);
    ByteSlice again = whole(LARGE);
    loop.advance(KEPT_MS);
    assertThat(loop.timers()).as("while it is in use").isZero();
    again.release();
    loop.advance(KEPT_MS - 1);
    assertThat(freed).isEmpty();
    loop.advance(1);
    assertThat(freed).containsExactly(LARGE);
    assertThat(loop.timers()).isZero();
  }

  @Test
  void useDefersThatWithOneTimer() {
    for (int i = 0; i < 100; i++) {
      whole(LARGE).release();
      loop.advance(KEPT_MS / 10);
      assertThat(loop.timers()).isLessThanOrEqualTo(1);
    }
    assertThat(made).hasSize(1);
    loop.advance(KEPT_MS);
    assertThat(freed).hasSize(1);
  }

  @Test
  void afterTheConnectionNothingIsKept() {
    ByteSlice lent = whole(LARGE);
    whole(LARGE + 1).release();
    memory.close();
    assertThat(freed).containsExactly(LARGE + 1);
    assertThat(lent.view().get(0)).isZero();
    lent.release();
    assertThat(freed).containsExactly(LARGE + 1, LARGE);
  }

  @Test
  void whatIsGivenBackAfterTheLoopEndedIsLetGo() throws Exception {
    NettyEventLoop ending = NettyEventLoop.start("ending");
    ResponseMemory its = new ResponseMemory(ending, this::fresh);
    ByteSlice lent = its.allocate(LARGE, LARGE);
    ending.shutdown();
    assertThat(ending.awaitTermination(30_000)).isTrue();
    lent.release();
    assertThat(freed).containsExactly(LARGE);
  }

  @Test
  void aClaimTakesNoMoreMemoryThanThereIs() throws MalformedFrameException {
    FrameReader reader = new FrameReader(Integer.MAX_VALUE, memory, (key, version) -> null);
    reader.feed(ByteSlice.wrap(ByteBuffer.allocate(300).putInt(0, LARGE)));
    assertThat(reader.next()).isNull();
    assertThat(made).containsExactly(296);
    reader.close();
    whole(LARGE).release();
    FrameReader next = new FrameReader(Integer.MAX_VALUE, memory, (key, version) -> null);
    next.feed(ByteSlice.wrap(ByteBuffer.allocate(300).putInt(0, LARGE)));
    assertThat(next.next()).isNull();
    assertThat(made).containsExactly(296, LARGE);
    next.close();
    assertThat(freed).containsExactly(296);
  }
}
