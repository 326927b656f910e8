package io.classickafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The last batches are found where they are, and nothing is said about others. */
final class TailBatchesTest {

  private final TailBatches tail = new TailBatches();

  private record Batch(int position, int sizeBytes, long lastOffset) {}

  @Test
  void nothingIsKnownOfAnEmptySegment() {
    assertNull(tail.find(0));
  }

  @Test
  void fromTheStartOfTheFileEveryOffsetIsKnown() {
    tail.add(0, 100, 14);
    tail.add(100, 50, 15);
    assertEquals(new TailBatches.Place(0, 100), tail.find(0));
    assertEquals(new TailBatches.Place(0, 100), tail.find(14));
    assertEquals(new TailBatches.Place(100, 50), tail.find(15));
    assertNull(tail.find(16));
  }

  /** An offset before the first batch seen may lie in one that was not. */
  @Test
  void inTheMiddleOfTheFileTheFirstBatchIsOnlyABound() {
    tail.add(500, 100, 14);
    assertNull(tail.find(10));
    assertNull(tail.find(14));
    tail.add(600, 50, 20);
    assertNull(tail.find(14));
    assertEquals(new TailBatches.Place(600, 50), tail.find(15));
  }

  @Test
  void aBatchThatDoesNotFollowBeginsAnew() {
    tail.add(0, 100, 9);
    tail.add(300, 100, 19);
    assertNull(tail.find(5));
    assertNull(tail.find(15));
    tail.add(400, 100, 29);
    assertEquals(new TailBatches.Place(400, 100), tail.find(25));
  }

  @Test
  void nothingIsKnownAfterACut() {
    tail.add(0, 100, 9);
    tail.clear();
    assertNull(tail.find(5));
    tail.add(100, 10, 12);
    assertNull(tail.find(12));
  }

  /** Against a list of all batches, with gaps between offsets as compaction leaves them. */
  @Test
  void agreesWithAWalkOverAllBatches() {
    long seed = 20260113L;
    SplittableRandom random = new SplittableRandom(seed);
    List<Batch> batches = new ArrayList<>();
    int position = 0;
    long offset = 0;
    for (int i = 0; i < 1_000; i++) {
      int size = random.nextInt(1, 200);
      offset += random.nextInt(1, 5);
      batches.add(new Batch(position, size, offset));
      tail.add(position, size, offset);
      position += size;
      long from = Math.max(0, i - TailBatches.CAPACITY + 1);
      long known = from == 0 ? 0 : batches.get((int) from - 1).lastOffset + 1;
      for (long asked = Math.max(0, known - 3); asked <= offset + 1; asked++) {
        TailBatches.Place found = tail.find(asked);
        if (asked < known || asked > offset) {
          assertNull(found, "seed " + seed + " batch " + i + " offset " + asked);
          continue;
        }
        assertNotNull(found, "seed " + seed + " batch " + i + " offset " + asked);
        long wanted = asked;
        Batch first =
            batches.stream().filter(batch -> batch.lastOffset >= wanted).findFirst().orElseThrow();
        assertEquals(new TailBatches.Place(first.position, first.sizeBytes), found);
      }
    }
  }
}
