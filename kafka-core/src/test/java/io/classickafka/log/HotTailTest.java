package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What was written lately is read at once, and nothing that may have left the page cache. */
class HotTailTest {

  private static final int MIB = 1 << 20;

  /** Offsets count MiB here: each append is one record of that size. */
  private static void append(HotTail tail, int from, int to) {
    for (int offset = from; offset < to; offset++) {
      tail.appended(MIB, offset + 1L);
    }
  }

  @Test
  void withoutABudgetOnlyTheLastMegabytesAreHot() {
    HotTail tail = new HotTail(new PageCacheUse(0));
    tail.restart(0);
    append(tail, 0, 1_000);
    assertThat(tail.holds(996)).isTrue();
    assertThat(tail.holds(990)).isFalse();
  }

  @Test
  void whatFitsTheBudgetIsHot() {
    HotTail tail = new HotTail(new PageCacheUse(600L * MIB));
    tail.restart(0);
    append(tail, 0, 1_000);
    assertThat(tail.holds(400 + 32)).isTrue();
    assertThat(tail.holds(399)).isFalse();
    assertThat(tail.holds(0)).isFalse();
  }

  @Test
  void theBudgetIsOneForAllLogsAndForWhatIsReadBack() {
    PageCacheUse cache = new PageCacheUse(100L * MIB);
    HotTail tail = new HotTail(cache);
    tail.restart(0);
    append(tail, 0, 50);
    assertThat(tail.holds(8)).isTrue();
    HotTail other = new HotTail(cache);
    other.restart(0);
    append(other, 0, 40);
    assertThat(tail.holds(8)).isTrue();
    cache.add(60L * MIB);
    assertThat(tail.holds(8)).isFalse();
    // A log that nobody writes to: its last megabytes stay hot, as before.
    assertThat(tail.holds(46)).isTrue();
  }

  @Test
  void nothingIsHotRightAfterOpening() {
    HotTail tail = new HotTail(new PageCacheUse(100L * MIB));
    tail.restart(500);
    append(tail, 500, 520);
    assertThat(tail.holds(499)).isFalse();
    assertThat(tail.holds(505)).isTrue();
    tail.restart(900);
    assertThat(tail.holds(899)).isFalse();
  }

  /** What was written anew after a cut is as new as it is, and what stayed as old. */
  @Test
  void aCutForgetsWhatLiesAboveIt() {
    HotTail tail = new HotTail(new PageCacheUse(100L * MIB));
    tail.restart(0);
    append(tail, 0, 60);
    tail.truncated(20);
    append(tail, 20, 90);
    assertThat(tail.holds(15)).isFalse();
    assertThat(tail.holds(40)).isTrue();
  }
}
