package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  @Test
  void whatIsTakenForEachRecordIsGivenBackForAll() {
    long total = 3L << 30;
    MemoryBudget budget = new MemoryBudget(total);
    int units = 0;
    for (int bytes : new int[] {1, 3, 5, 8, 13}) {
      assertThat(budget.tryTake(bytes)).isTrue();
      units += budget.units(bytes);
    }
    budget.giveBackUnits(units);
    assertThat(budget.availableBytes()).isEqualTo(total);
  }

  @Test
  void memoryWithoutAnEndIsMemory() {
    MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
    assertThat(budget.tryTake(1_000_000)).isTrue();
    budget.giveBack(1_000_000);
    assertThat(budget.tryTake(Integer.MAX_VALUE)).isTrue();
  }

  // The loop looks between the two otherwise, sees nobody, and lets batches linger.
  @Test
  void memoryIsShortBeforeTheThreadWaits() throws InterruptedException {
    MemoryBudget budget = new MemoryBudget(100);
    assertThat(budget.tryTake(80)).isTrue();
    List<Boolean> seen = new ArrayList<>();
    assertThat(budget.take(30, 0, () -> seen.add(budget.isShort()))).isFalse();
    assertThat(seen).containsExactly(true);
    assertThat(budget.isShort()).isFalse();
    assertThat(budget.take(30, 0, () -> budget.giveBack(80))).isTrue();
  }
}
