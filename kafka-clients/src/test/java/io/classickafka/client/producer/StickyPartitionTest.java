package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StickyPartitionTest {

  private static int[] drawn(int[] waiting, boolean weighted) {
    SplittableRandom random = new SplittableRandom(3);
    int[] counts = new int[waiting.length];
    for (int i = 0; i < 10_000; i++) {
      counts[StickyPartition.draw(waiting, weighted, random)]++;
    }
    return counts;
  }

  @Test
  void partitionsWithoutLeaderAreNotDrawn() {
    assertThat(drawn(new int[] {0, -1, 0}, false)[1]).isZero();
  }

  @Test
  void anyPartitionIsDrawnWhenNoneHasLeader() {
    assertThat(drawn(new int[] {-1, -1}, true)).doesNotContain(0);
  }

  @Test
  void longerQueuesAreDrawnLess() {
    // Weights 4, 1 and 3.
    int[] counts = drawn(new int[] {0, 3, 1}, true);
    assertThat(counts[0]).isBetween(4_700, 5_300);
    assertThat(counts[1]).isBetween(1_000, 1_500);
  }

  @Test
  void changesOnlyWhenABatchEndsUnlessTheShareIsTwiceTaken() {
    StickyPartition sticky = new StickyPartition();
    sticky.choose(2);
    sticky.appended(120, 100, false);
    assertThat(sticky.current()).isEqualTo(2);
    sticky.appended(10, 100, true);
    assertThat(sticky.current()).isEqualTo(StickyPartition.NONE);
    sticky.choose(1);
    sticky.appended(200, 100, false);
    assertThat(sticky.current()).isEqualTo(StickyPartition.NONE);
  }
}
