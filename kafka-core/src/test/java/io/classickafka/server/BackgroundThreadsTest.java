package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackgroundThreadsTest {

  private static final int MOST = 4;
  private static final long NEVER_MS = 3_600_000;

  private final BackgroundThreads threads = new BackgroundThreads("test", MOST, NEVER_MS);
  private final CountDownLatch hold = new CountDownLatch(1);

  @AfterEach
  void end() {
    hold.countDown();
    threads.shutdown();
  }

  @Test
  void taskAfterTaskRunsOnTheSameThread() throws Exception {
    List<String> ran = new ArrayList<>();
    for (int i = 0; i < 3 * MOST; i++) {
      ran.add(nameOfNext());
    }
    assertThat(ran).containsOnly("test-0");
    assertThat(threads.threads()).isEqualTo(1);
  }

  @Test
  void theThreadThatWasBusyLastGoesOnSoThatTheOthersCanEnd() throws Exception {
    runTogether(MOST);
    String last = nameOfNext();
    for (int i = 0; i < 3 * MOST; i++) {
      assertThat(nameOfNext()).isEqualTo(last);
    }
  }

  @Test
  void asManyRunAtOnceAsThereMayBeThreads() throws Exception {
    // From idle ones and new ones alike.
    runTogether(2);
    runTogether(MOST);
    assertThat(threads.threads()).isEqualTo(MOST);
  }

  @Test
  void moreTasksWaitUntilAThreadIsFree() throws Exception {
    occupy(MOST);
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      threads.execute(ran::incrementAndGet);
    }
    assertThat(ran).hasValue(0);
    assertThat(threads.threads()).isEqualTo(MOST);
    hold.countDown();
    until(() -> ran.get() == 100);
    assertThat(threads.threads()).isEqualTo(MOST);
  }

  @Test
  void oneThreadRunsWhatWaitsInItsOrder() throws Exception {
    BackgroundThreads one = new BackgroundThreads("one", 1, NEVER_MS);
    List<Integer> ran = new ArrayList<>();
    one.execute(this::awaitHold);
    for (int i = 0; i < 10; i++) {
      int number = i;
      one.execute(() -> ran.add(number));
    }
    one.shutdown();
    hold.countDown();
    assertThat(one.awaitTermination(NEVER_MS)).isTrue();
    assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void anIdleThreadEndsAfterAWhileAndAnotherOneTakesItsPlace() throws Exception {
    BackgroundThreads brief = new BackgroundThreads("brief", MOST, 1);
    assertThat(nameOfNext(brief)).isEqualTo("brief-0");
    until(() -> brief.threads() == 0);
    assertThat(nameOfNext(brief)).isEqualTo("brief-1");
    until(() -> brief.threads() == 0);
    brief.shutdown();
    assertThat(brief.awaitTermination(0)).isTrue();
  }

  @Test
  void noTaskIsLostBetweenThreadsThatEndAndThreadsThatBegin() throws Exception {
    BackgroundThreads hasty = new BackgroundThreads("hasty", 2, 0);
    AtomicInteger ran = new AtomicInteger();
    for (int i = 1; i <= 1_000; i++) {
      hasty.execute(ran::incrementAndGet);
      if (i % 3 == 0) {
        int all = i;
        until(() -> ran.get() == all);
      }
    }
    hasty.shutdown();
    assertThat(hasty.awaitTermination(NEVER_MS)).isTrue();
    assertThat(ran).hasValue(1_000);
  }

  @Test
  void afterShutdownTasksAreRefusedAndTheOnesGivenBeforeRun() throws Exception {
    occupy(MOST);
    CompletableFuture<Void> given = new CompletableFuture<>();
    threads.execute(() -> given.complete(null));
    threads.shutdown();
    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(threads.awaitTermination(0)).isFalse();
    hold.countDown();
    assertThat(threads.awaitTermination(NEVER_MS)).isTrue();
    assertThat(given).isDone();
    assertThat(threads.threads()).isZero();
  }

  @Test
  void shutdownEndsIdleThreads() throws Exception {
    runTogether(MOST);
    until(() -> threads.idleThreads() == MOST);
    threads.shutdown();
    assertThat(threads.awaitTermination(NEVER_MS)).isTrue();
  }

  @Test
  void aTaskThatFailsTakesNoOtherWithIt() throws Exception {
    occupy(MOST);
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 3 * MOST; i++) {
      threads.execute(
          () -> {
            ran.incrementAndGet();
            throw new IllegalStateException("as the test wants");
          });
    }
    hold.countDown();
    until(() -> ran.get() == 3 * MOST && threads.idleThreads() == threads.threads());
    runTogether(MOST);
  }

  @Test
  void anInterruptThatATaskLeavesBehindIsNotTheNextOnes() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    BackgroundThreads one = new BackgroundThreads("one", 1, NEVER_MS);
    one.execute(() -> Thread.currentThread().interrupt());
    one.execute(() -> interrupted.complete(Thread.currentThread().isInterrupted()));
    assertThat(interrupted.get()).isFalse();
    one.shutdown();
  }

  @Test
  void threadsDoNotKeepTheProcessAlive() throws Exception {
    CompletableFuture<Boolean> daemon = new CompletableFuture<>();
    threads.execute(() -> daemon.complete(Thread.currentThread().isDaemon()));
    assertThat(daemon.get()).isTrue();
  }

  private String nameOfNext() throws Exception {
    String name = nameOfNext(threads);
    until(() -> threads.idleThreads() == threads.threads());
    return name;
  }

  private static String nameOfNext(BackgroundThreads pool) throws Exception {
    CompletableFuture<String> name = new CompletableFuture<>();
    pool.execute(() -> name.complete(Thread.currentThread().getName()));
    return name.get();
  }

  /** Tasks that end only if all of them run at once; returns when their threads are idle. */
  private void runTogether(int tasks) throws Exception {
    CyclicBarrier all = new CyclicBarrier(tasks + 1);
    for (int i = 0; i < tasks; i++) {
      threads.execute(() -> meet(all));
    }
    all.await(30, TimeUnit.SECONDS);
    until(() -> threads.idleThreads() == threads.threads());
  }

  private static void meet(CyclicBarrier all) {
    try {
      all.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void occupy(int tasks) throws Exception {
    CountDownLatch begun = new CountDownLatch(tasks);
    for (int i = 0; i < tasks; i++) {
      threads.execute(
          () -> {
            begun.countDown();
            awaitHold();
          });
    }
    begun.await();
  }

  private void awaitHold() {
    try {
      hold.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
