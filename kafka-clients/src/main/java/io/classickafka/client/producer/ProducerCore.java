package io.classickafka.client.producer;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.ClusterSnapshot;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.protocol.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One producer behind its public face: takes records over from application threads. Thread-safe by
 * handing everything to the loop.
 */
public final class ProducerCore {

  // After so many records the loop looks at its connections again.
  private static final int HANDOVER_BATCH = 10_000;

  private final ClusterClient client;
  private final MemoryBudget memory;
  private final Sender sender;
  private final Runnable onShort;
  private final Handover incoming = new Handover();
  private final AtomicBoolean announced = new AtomicBoolean();
  // The first of those that were taken over and are in no batch yet; the loop's.
  private @Nullable PendingRecord taken;
  // Those who wait to hear of a topic; the loop's.
  private final Map<CompletableFuture<TopicSnapshot>, Waiter> waiters = new LinkedHashMap<>();
  // Written by the loop.
  private volatile boolean aborted;

  private record Waiter(String topic, int partition) {}

  public ProducerCore(ClusterClient client, ProducerSettings settings) {
    this.client = client;
    this.memory = new MemoryBudget(settings.bufferMemoryBytes());
    this.sender = new Sender(client, settings, memory);
    // Without lingering everything is due already: there is nothing the loop could do.
    this.onShort =
        settings.lingerMs() == 0 ? () -> {} : () -> client.loop().execute(sender::drainEverything);
    client.metadata().addListener(this::onMetadata);
  }

  /**
   * Waits for a topic to be known with its partitions. From any thread; the future is completed on
   * the loop, with an exception for a topic that cannot be.
   *
   * @param partition one that the topic must have, or {@link PendingRecord#ANY_PARTITION}
   */
  public CompletableFuture<TopicSnapshot> topic(String topic, int partition) {
    CompletableFuture<TopicSnapshot> future = new CompletableFuture<>();
    execute(
        () -> {
          if (aborted) {
            future.completeExceptionally(closedWhileSending());
            return;
          }
          Waiter waiter = new Waiter(topic, partition);
          client.metadata().want(topic);
          if (!tell(future, waiter, client.snapshot())) {
            waiters.put(future, waiter);
            client.metadata().refreshSoon();
          }
        },
        future);
    return future;
  }

  private void onMetadata(ClusterSnapshot snapshot) {
    waiters.entrySet().removeIf(entry -> tell(entry.getKey(), entry.getValue(), snapshot));
    if (!waiters.isEmpty()) {
      client.metadata().refreshSoon();
    }
  }

  // Whether the waiter needs to wait no longer.
  private static boolean tell(
      CompletableFuture<TopicSnapshot> future, Waiter waiter, ClusterSnapshot snapshot) {
    if (future.isDone()) {
      return true;
    }
    TopicSnapshot topic = snapshot.topic(waiter.topic());
    if (topic == null) {
      return false;
    }
    if (topic.error() != ErrorCode.NONE && !topic.error().retriable()) {
      future.completeExceptionally(
          ApiErrors.ofTopic(
              topic.error(), waiter.topic(), topic.error().message() + " " + waiter.topic()));
      return true;
    }
    return hasPartition(topic, waiter.partition()) && future.complete(topic);
  }

  /** Whether a topic is known well enough to produce to a partition of it. */
  public static boolean hasPartition(TopicSnapshot topic, int partition) {
    return !topic.partitions().isEmpty() && partition < topic.partitions().size();
  }

  /** Takes memory for a record without waiting. */
  public boolean tryTakeMemory(int bytes) {
    return memory.tryTake(bytes);
  }

  /** Waits for memory for a record; false when there was none in time. */
  public boolean takeMemory(int bytes, long timeoutMs) throws InterruptedException {
    if (aborted) {
      throw closedWhileSending();
    }
    try {
      // What was gathered is sent without lingering now; the loop sees the thread wait.
      return memory.take(bytes, timeoutMs, onShort);
    } catch (RejectedExecutionException e) {
      throw closedWhileSending();
    }
  }

  public long memoryBytes() {
    return memory.totalBytes();
  }

  public long availableMemoryBytes() {
    return memory.availableBytes();
  }

  /** Hands a record over, whose memory was taken. */
  public void send(PendingRecord record) {
    incoming.add(record);
    if (!announced.get() && announced.compareAndSet(false, true)) {
      try {
        client.loop().execute(this::takeOver);
      } catch (RejectedExecutionException e) {
        refuseIncoming(new KafkaException("the producer was closed"));
      } catch (RuntimeException | Error e) {
        refuseIncoming(new KafkaException("the record could not be handed over", e));
      }
    }
  }

  private void refuseIncoming(KafkaException error) {
    // First, so that a record that comes behind these is announced, and refused, too.
    announced.set(false);
    PendingRecord record = incoming.takeAll();
    while (record != null) {
      PendingRecord behind = record.next;
      record.next = null;
      refuse(record, error);
      record = behind;
    }
  }

  private void takeOver() {
    announced.set(false);
    sender.gathering(true);
    try {
      takeSome();
    } finally {
      sender.gathering(false);
      sender.drain();
    }
  }

  private void takeSome() {
    for (int i = 0; i < HANDOVER_BATCH; i++) {
      PendingRecord record = takeOne();
      if (record == null) {
        break;
      }
      append(record);
    }
    boolean more = taken != null || !incoming.isEmpty();
    if (more && announced.compareAndSet(false, true)) {
      try {
        client.loop().execute(this::takeOver);
      } catch (RuntimeException | Error e) {
        // Nobody comes back for the rest: now, then.
        announced.set(false);
        takeAll();
      }
    }
  }

  private @Nullable PendingRecord takeOne() {
    PendingRecord record = taken == null ? incoming.takeAll() : taken;
    if (record != null) {
      taken = record.next;
      record.next = null;
    }
    return record;
  }

  private void append(PendingRecord record) {
    if (aborted) {
      refuse(record, new KafkaException("the producer was closed"));
    } else {
      sender.accumulator().append(record);
    }
  }

  private void refuse(PendingRecord record, KafkaException error) {
    memory.giveBack(record.sizeBytes());
    record.fail(error);
  }

  private static KafkaException closedWhileSending() {
    return new KafkaException("the producer was closed while a record was being sent");
  }

  /** Sends everything handed over before, at once. Done when all of it has an outcome. */
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    execute(
        () -> {
          takeAll();
          sender.live().flush(done);
          sender.drainEverything();
        },
        done);
    return done;
  }

  private void takeAll() {
    for (PendingRecord record = takeOne(); record != null; record = takeOne()) {
      append(record);
    }
  }

  /** Fails what has no outcome, and closes. Done when everything is closed. */
  public CompletableFuture<Void> abort() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    execute(
        () -> {
          aborted = true;
          try {
            takeAll();
            sender.failAll(new KafkaException("the producer was closed before this was delivered"));
            waiters.keySet().forEach(future -> future.completeExceptionally(closedWhileSending()));
            waiters.clear();
            sender.close();
          } finally {
            done.complete(null);
          }
        },
        done);
    return done.thenCompose(nothing -> client.close());
  }

  private void execute(Runnable task, CompletableFuture<?> orFail) {
    try {
      client.loop().executeOrRun(task);
    } catch (RejectedExecutionException e) {
      orFail.completeExceptionally(new KafkaException("the producer was closed"));
    }
  }
}
