package io.classickafka.client.consumer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a consumer does on the application's thread: steps, records, commits. */
public final class PollLoop<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

  private static final int MOST_USUAL_RECORDS = 1_000;

  private final ApplicationThread thread;
  private final ConsumerCore core;
  private final ConsumerSettings settings;
  private final RecordReader<K, V> reader;
  private final List<ConsumerInterceptor<K, V>> interceptors;
  private final LongSupplier clockNs;
  private @Nullable ConsumerRebalanceListener listener;
  // What a poll had no more time for: the next ones wait for it.
  private @Nullable LastCommit lastCommit;
  // Of how many records there is room for at first: as many as came the last time.
  private int usualRecords = 10;

  /**
   * A commit before partitions go.
   *
   * @param generation in which it is made
   * @param endNs when it is given up
   */
  private record LastCommit(
      int generation,
      Map<TopicPartition, OffsetAndMetadata> positions,
      CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> outcome,
      long endNs) {}

  public PollLoop(
      ApplicationThread thread,
      ConsumerCore core,
      ConsumerSettings settings,
      RecordReader<K, V> reader,
      List<ConsumerInterceptor<K, V>> interceptors) {
    this.thread = thread;
    this.core = core;
    this.settings = settings;
    this.reader = reader;
    this.interceptors = List.copyOf(interceptors);
    this.clockNs = thread::monotonicNs;
    if (!interceptors.isEmpty()) {
      thread.tell(() -> core.onAutoCommit(this::intercept));
    }
  }

  public void listener(@Nullable ConsumerRebalanceListener told) {
    listener = told;
  }

  /**
   * Waits for records.
   *
   * @param afterSettling whether the time counts only once the group has settled
   */
  public ConsumerRecords<K, V> poll(long timeoutMs, boolean afterSettling) {
    CompletableFuture<Step> next = begin();
    long startNs = clockNs.getAsLong();
    boolean settling = afterSettling;
    while (true) {
      long leftMs = leftMs(timeoutMs, startNs);
      if (settling && thread.ask(core::isSettled)) {
        settling = false;
        startNs = clockNs.getAsLong();
        leftMs = timeoutMs;
      }
      Step step = await(next, settling ? settings.defaultApiTimeoutMs() : leftMs);
      if (step == null) {
        if (!settling) {
          return ConsumerRecords.empty();
        }
      } else if (step instanceof Step.Read read) {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> records = read(read.chunks());
        if (!records.isEmpty()) {
          return intercept(new ConsumerRecords<>(records));
        }
      } else if (step instanceof Step.Revoke revoke
          && !commitBefore(revoke, settling ? Long.MAX_VALUE : leftMs(timeoutMs, startNs))) {
        return ConsumerRecords.empty();
      } else {
        perform(step);
      }
      next = thread.ask(core::next);
    }
  }

  private long leftMs(long timeoutMs, long startNs) {
    long passedMs = TimeUnit.NANOSECONDS.toMillis(clockNs.getAsLong() - startNs);
    return Math.max(0, timeoutMs - passedMs);
  }

  // With the first step asked for at once: handing a task over costs more than the task.
  private CompletableFuture<Step> begin() {
    if (thread.isWoken()) {
      thread.tell(core::requireSource);
      thread.throwIfWoken();
    }
    return thread.ask(
        () -> {
          core.requireSource();
          core.beginPoll();
          return core.next();
        });
  }

  // The step, or null when the time is up. A step that comes too late is taken back.
  private @Nullable Step await(CompletableFuture<Step> next, long timeoutMs) {
    boolean heard = false;
    try {
      heard = next.isDone() || thread.await(next, timeoutMs);
    } catch (WakeupException | InterruptException e) {
      if (!next.cancel(false)) {
        Step late = next.join();
        thread.give(() -> core.takeBack(late));
      }
      throw e;
    }
    return heard || !next.cancel(false) ? next.join() : null;
  }

  private void perform(Step step) {
    if (step instanceof Step.Throw thrown) {
      throw thrown.error();
    } else if (step instanceof Step.Run run) {
      run(run.callbacks());
    } else if (step instanceof Step.Revoke revoke) {
      try {
        tellRevoked(revoke.partitions());
      } finally {
        thread.tell(core::revoked);
      }
    } else if (step instanceof Step.Lose lose) {
      try {
        tellLost(lose.partitions());
      } finally {
        thread.tell(core::revoked);
      }
    } else if (step instanceof Step.Assign assign) {
      lastCommit = null;
      tellAssigned(assign.added());
    } else {
      throw new AssertionError(step);
    }
  }

  // False when the time is up before what was returned is committed.
  private boolean commitBefore(Step.Revoke revoke, long timeoutMs) {
    boolean over = false;
    try {
      over = !settings.autoCommit() || commitLast(timeoutMs);
      return over;
    } finally {
      if (!over) {
        // The listener has not heard: a later poll begins anew.
        thread.tell(() -> core.takeBack(revoke));
      }
    }
  }

  private boolean commitLast(long timeoutMs) {
    LastCommit commit = thread.ask(this::underWayOrNew);
    lastCommit = commit;
    long endMs = TimeUnit.NANOSECONDS.toMillis(commit.endNs() - clockNs.getAsLong()) + 1;
    if (thread.await(commit.outcome(), Math.max(0, Math.min(timeoutMs, endMs)))) {
      lastCommit = null;
      conclude(() -> thread.await(commit::outcome, 0));
      return true;
    }
    if (timeoutMs < endMs) {
      return false;
    }
    lastCommit = null;
    notCommitted("not done in " + settings.defaultApiTimeoutMs() + " ms");
    return true;
  }

  // The one that is under way, if it says the same as a new one would. On the loop.
  private LastCommit underWayOrNew() {
    int generation = core.groupMetadata().generationId();
    Map<TopicPartition, OffsetAndMetadata> positions = core.positions();
    LastCommit begun = lastCommit;
    if (begun != null && begun.generation() == generation && begun.positions().equals(positions)) {
      return begun;
    }
    long timeoutMs = settings.defaultApiTimeoutMs();
    return new LastCommit(
        generation,
        positions,
        core.commitWhatIsThere(positions, timeoutMs),
        clockNs.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMs));
  }

  private void tellRevoked(List<TopicPartition> partitions) {
    ConsumerRebalanceListener told = listener;
    if (told != null && !partitions.isEmpty()) {
      guarded("revoked", () -> told.onPartitionsRevoked(partitions));
    }
  }

  private void tellLost(List<TopicPartition> partitions) {
    ConsumerRebalanceListener told = listener;
    if (told != null && !partitions.isEmpty()) {
      guarded("lost", () -> told.onPartitionsLost(partitions));
    }
  }

  private void tellAssigned(List<TopicPartition> partitions) {
    ConsumerRebalanceListener told = listener;
    if (told != null) {
      guarded("assigned", () -> told.onPartitionsAssigned(partitions));
    }
  }

  private static void guarded(String what, Runnable call) {
    try {
      call.run();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KafkaException("the rebalance listener failed on partitions " + what, e);
    }
  }

  // Reads up to max.poll.records, and gives everything back in one task.
  private Map<TopicPartition, List<ConsumerRecord<K, V>>> read(List<FetchedChunk> chunks) {
    Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
    List<Returned> back = new ArrayList<>(chunks.size());
    List<Returned> unread = new ArrayList<>();
    int left = settings.maxPollRecords();
    RuntimeException failed = null;
    Iterator<FetchedChunk> all = chunks.iterator();
    try {
      while (all.hasNext() && left > 0 && failed == null) {
        FetchedChunk chunk = all.next();
        unread.add(Returned.unread(chunk, chunk.nextOffset()));
        List<ConsumerRecord<K, V>> some = new ArrayList<>(Math.min(left, usualRecords));
        failed = read(chunk, left, some, records.isEmpty(), back);
        if (!some.isEmpty()) {
          usualRecords = Math.min(some.size(), MOST_USUAL_RECORDS);
          records.put(chunk.partition(), some);
          left -= some.size();
        }
      }
    } catch (Throwable e) {
      // An error, or an exception that was not declared: neither is the record's fault. Of what was
      // read nothing is returned.
      back.clear();
      back.addAll(unread);
      throw e;
    } finally {
      all.forEachRemaining(chunk -> back.add(Returned.asRead(chunk)));
      thread.give(() -> core.giveBack(back));
    }
    if (failed != null && records.isEmpty()) {
      throw failed;
    }
    return records;
  }

  // Returns why a record could not be read. That is told now if nothing is returned, or else with
  // the next poll, unless the application goes elsewhere before.
  private @Nullable RuntimeException read(
      FetchedChunk chunk,
      int most,
      List<ConsumerRecord<K, V>> records,
      boolean first,
      List<Returned> back) {
    long from = chunk.nextOffset();
    try {
      while (records.size() < most && chunk.next()) {
        from = chunk.record().offset();
        records.add(reader.read(chunk));
        from++;
      }
    } catch (RuntimeException e) {
      back.add(new Returned(chunk, from, first && records.isEmpty() ? null : e));
      return e;
    }
    back.add(Returned.asRead(chunk));
    return null;
  }

  private ConsumerRecords<K, V> intercept(ConsumerRecords<K, V> records) {
    ConsumerRecords<K, V> current = records;
    for (ConsumerInterceptor<K, V> interceptor : interceptors) {
      try {
        current = interceptor.onConsume(current);
      } catch (RuntimeException e) {
        LOG.warn("interceptor failed step=consume", e);
      }
    }
    return current;
  }

  /** Commits and waits. Callbacks of commits made before are run first. */
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, long timeoutMs) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        thread.await(() -> core.commit(offsets, timeoutMs), timeoutMs);
    runCallbacks();
    intercept(committed);
  }

  private void intercept(Map<TopicPartition, OffsetAndMetadata> committed) {
    for (ConsumerInterceptor<K, V> interceptor : interceptors) {
      try {
        interceptor.onCommit(committed);
      } catch (RuntimeException e) {
        LOG.warn("interceptor failed step=commit", e);
      }
    }
  }

  /** Commits; the callback runs in a later call of this thread. */
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
    runCallbacks();
    thread.tell(
        () ->
            core.commitWhatIsKnown(offsets, settings.defaultApiTimeoutMs())
                .whenComplete(
                    (committed, error) -> core.later(() -> onCommitted(offsets, error, callback))));
  }

  private void onCommitted(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      @Nullable Throwable error,
      @Nullable OffsetCommitCallback callback) {
    if (error == null) {
      intercept(offsets);
    }
    RuntimeException failure = error == null ? null : ApplicationThread.runtime(error);
    Exception told =
        failure instanceof RetriableException
            ? new RetriableCommitFailedException(failure)
            : failure;
    if (callback != null) {
      callback.onComplete(offsets, told);
    } else if (told != null) {
      LOG.warn("offsets not committed offsets={} cause={}", offsets, told.getMessage());
    }
  }

  private void runCallbacks() {
    run(thread.ask(core::takeCallbacks));
  }

  // One that throws leaves the others to a later call.
  private void run(List<Runnable> callbacks) {
    int done = 0;
    try {
      for (Runnable callback : callbacks) {
        done++;
        callback.run();
      }
    } finally {
      if (done < callbacks.size()) {
        List<Runnable> left = callbacks.subList(done, callbacks.size());
        thread.tell(() -> core.giveBackCallbacks(left));
      }
    }
  }

  // Commits what was returned, if that is automatic; a failure is only logged.
  private void autoCommit(long timeoutMs) {
    if (settings.autoCommit()) {
      conclude(
          () -> thread.await(() -> core.commitWhatIsThere(core.positions(), timeoutMs), timeoutMs));
    }
  }

  private void notCommitted(@Nullable String cause) {
    LOG.warn("offsets not committed groupId={} cause={}", settings.groupId(), cause);
  }

  private void conclude(Supplier<Map<TopicPartition, OffsetAndMetadata>> commit) {
    Map<TopicPartition, OffsetAndMetadata> committed;
    try {
      committed = commit.get();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException | CompletionException e) {
      notCommitted(e.getMessage());
      return;
    }
    // Not in there: what a callback throws is the application's.
    runCallbacks();
    intercept(committed);
  }

  /** The end of the consumer: commits, or waits for what commits, and tells the listener. */
  public void giveUp(long timeoutMs) {
    try {
      if (timeoutMs > 0) {
        if (settings.autoCommit()) {
          autoCommit(timeoutMs);
        } else {
          thread.await(thread.ask(core::lastCommit), timeoutMs);
        }
      }
      runCallbacks();
    } finally {
      tellGone();
    }
  }

  /** The end of a subscription: tells the listener. */
  public void tellGone() {
    if (thread.ask(core::isSubscribed)) {
      List<TopicPartition> all = new ArrayList<>(thread.ask(core::assignment));
      if (thread.ask(core::hasLost)) {
        tellLost(all);
      } else {
        tellRevoked(all);
      }
    }
  }

  public void close() {
    for (ConsumerInterceptor<K, V> interceptor : interceptors) {
      try {
        interceptor.close();
      } catch (RuntimeException e) {
        LOG.warn("interceptor failed step=close", e);
      }
    }
    listener = null;
  }
}
