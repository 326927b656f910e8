package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverTest {

  private final Handover handover = new Handover();

  private static PendingRecord record(int producer, long number) {
    return new PendingRecord("topic", producer, number, null, null, List.of(), null);
  }

  private void takeInto(List<PendingRecord> taken) {
    PendingRecord record = handover.takeAll();
    while (record != null) {
      taken.add(record);
      record = record.next;
    }
  }

  @Test
  void nothingIsTakenOfNothing() {
    assertThat(handover.isEmpty()).isTrue();
    assertThat(handover.takeAll()).isNull();
  }

  @Test
  void whatCameFirstIsTakenFirst() {
    for (int i = 0; i < 5; i++) {
      handover.add(record(0, i));
    }
    assertThat(handover.isEmpty()).isFalse();
    List<PendingRecord> taken = new ArrayList<>();
    takeInto(taken);
    assertThat(taken).extracting(record -> record.timestamp).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(handover.isEmpty()).isTrue();
  }

  @Test
  void theOrderOfEachThreadIsKeptAndNothingIsLost() throws InterruptedException {
    int each = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int producer = i;
      Thread thread =
          new Thread(
              () -> {
                for (int number = 0; number < each; number++) {
                  handover.add(record(producer, number));
                }
              });
      threads.add(thread);
      thread.start();
    }
    List<PendingRecord> taken = new ArrayList<>();
    while (threads.stream().anyMatch(Thread::isAlive)) {
      takeInto(taken);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    takeInto(taken);
    long[] next = new long[threads.size()];
    for (PendingRecord record : taken) {
      assertThat(record.timestamp).isEqualTo(next[record.partition]++);
    }
    assertThat(next).containsOnly(each);
  }
}
