package io.classickafka.client.producer;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.ResponseHandler;
import io.classickafka.client.cluster.Backoff;
import io.classickafka.client.cluster.BrokerLink;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.PartitionSnapshot;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.TopicProduceResponse;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Sends batches that are due to the leaders of their partitions. State of the loop. */
final class Sender implements IdentitySource.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  private final ClusterClient client;
  private final EventLoop loop;
  private final ProducerSettings settings;
  private final MemoryBudget memory;
  private final LiveBatches live;
  private final Accumulator accumulator;
  private final BatchSplitter splitter;
  private final @Nullable IdentitySource identities;
  private final Backoff backoff;
  // Queues whose first batch should leave, in the order they became so.
  private final Set<PartitionQueue> due = new LinkedHashSet<>();
  private final Map<Integer, Integer> inFlight = new LinkedHashMap<>();
  // Whether a task that drains is on its way, or whoever appends will drain.
  private boolean draining;
  private boolean gathering;
  // Whether requests are leaving, and whether an outcome was given meanwhile.
  private boolean sending;
  private boolean again;
  private int splits;

  Sender(ClusterClient client, ProducerSettings settings, MemoryBudget memory) {
    this.client = client;
    this.loop = client.loop();
    this.settings = settings;
    this.memory = memory;
    this.live = new LiveBatches(loop, settings.deliveryTimeoutMs(), this::onExpired);
    this.accumulator =
        new Accumulator(loop, client.metadata(), settings, memory, live, this::onMaybeDue);
    this.splitter = new BatchSplitter(settings, memory);
    this.identities =
        settings.idempotent()
            ? new IdentitySource(client, settings.deliveryTimeoutMs(), this)
            : null;
    this.backoff =
        new Backoff(client.settings().retryBackoffMs(), client.settings().retryBackoffMaxMs());
    client.metadata().addListener(snapshot -> drain());
  }

  Accumulator accumulator() {
    return accumulator;
  }

  LiveBatches live() {
    return live;
  }

  /** Whether records are being appended by somebody who drains behind them. */
  void gathering(boolean now) {
    gathering = now;
  }

  // A queue may have something to send: now, if its records lingered, else it is looked at again.
  private void onMaybeDue(PartitionQueue queue) {
    markIfDue(queue);
    if (!gathering && !draining && !due.isEmpty()) {
      // Not at once: the rest of what was handed over may still join the batch.
      loop.execute(
          () -> {
            draining = false;
            drain();
          });
      draining = true;
    }
  }

  private void markIfDue(PartitionQueue queue) {
    boolean everything = live.isFlushing() || memory.isShort();
    if (queue.isDue(loop.monotonicMs(), settings.lingerMs(), everything)) {
      due.add(queue);
    }
  }

  /** Sends whatever there is, without lingering: for a flush, or when memory is short. */
  void drainEverything() {
    accumulator.forEach(this::markIfDue);
    drain();
  }

  /** Sends what is due and may be sent. */
  void drain() {
    if (sending) {
      // An outcome that a request had at once. What it set free leaves behind what leaves now.
      again = true;
      return;
    }
    sending = true;
    try {
      do {
        again = false;
        sendDue();
      } while (again);
    } finally {
      sending = false;
    }
  }

  private void sendDue() {
    ProducerIdentity identity = identities == null || due.isEmpty() ? null : identities.current();
    if (due.isEmpty() || (identities != null && identity == null)) {
      return;
    }
    boolean sentSome = true;
    while (sentSome && !due.isEmpty()) {
      sentSome = false;
      for (ProduceRound round : collect(identity)) {
        sentSome = true;
        send(round);
      }
    }
  }

  // One batch of each partition, as much as one request to each broker holds.
  private List<ProduceRound> collect(@Nullable ProducerIdentity identity) {
    Map<Integer, ProduceRound> rounds = new LinkedHashMap<>();
    Map<ProducerBatch, Exception> unbuilt = new LinkedHashMap<>();
    List<PartitionQueue> still = new ArrayList<>();
    for (PartitionQueue queue : new ArrayList<>(due)) {
      if (!queue.mayTake()) {
        // Looked at again when what is in flight comes back.
        due.remove(queue);
        continue;
      }
      PartitionSnapshot partition = client.snapshot().partition(queue.partition);
      BrokerLink link =
          partition == null || !partition.hasLeader() ? null : client.link(partition.leaderId());
      if (partition == null || link == null) {
        client.metadata().want(queue.partition.topic());
        client.metadata().refreshSoon();
        continue;
      }
      int node = partition.leaderId();
      if (inFlight.getOrDefault(node, 0) >= limit(link)) {
        continue;
      }
      ProduceRound round = rounds.computeIfAbsent(node, id -> new ProduceRound(id, link, settings));
      if (!round.hasRoom(queue.firstSizeBytes())) {
        continue;
      }
      ProducerBatch batch = queue.take(identity);
      due.remove(queue);
      still.add(queue);
      try {
        accumulator.close(batch);
        round.add(queue, batch);
      } catch (RuntimeException | Error e) {
        // A codec whose library is missing, or no memory: this batch's fate, not the others'.
        queue.landed(batch);
        unbuilt.put(
            batch, new KafkaException("a batch of " + queue.partition + " could not be made", e));
      }
    }
    unbuilt.forEach(
        (batch, error) -> {
          accumulator.discard(batch);
          fail(batch, error);
        });
    // What was behind these is looked at, too, though nothing left.
    again |= !unbuilt.isEmpty();
    // Behind all others, so that one partition that is always full leaves room for them.
    still.forEach(this::markIfDue);
    rounds.values().removeIf(round -> round.entries().isEmpty());
    return new ArrayList<>(rounds.values());
  }

  // While a connection is being made, one request waits for it: the rest goes on filling batches.
  private int limit(BrokerLink link) {
    return link.connection().isReady() ? settings.maxInFlight() : 1;
  }

  private void send(ProduceRound round) {
    inFlight.merge(round.node(), 1, Integer::sum);
    round.send(
        new ProduceRound.Outcome() {
          @Override
          public void onAnswer(ProduceResponse response) {
            landed(round);
            complete(round, response);
            drain();
          }

          @Override
          public void onFailure(ResponseHandler.Failure failure, String detail) {
            landed(round);
            Exception error = exception(failure, detail);
            for (ProduceRound.Entry entry : round.entries()) {
              entry.queue().landed(entry.batch());
              if (failure == ResponseHandler.Failure.NOT_CONNECTED
                  || failure == ResponseHandler.Failure.OVERLOADED) {
                entry.batch().countUnsent();
              }
              boolean lost = error instanceof NetworkException;
              ErrorCode code = lost ? ErrorCode.NETWORK_EXCEPTION : ErrorCode.UNSUPPORTED_VERSION;
              complete(entry, code, -1, -1, error);
            }
            drain();
          }
        });
  }

  private void landed(ProduceRound round) {
    inFlight.merge(round.node(), -1, Integer::sum);
  }

  private static Exception exception(ResponseHandler.Failure failure, String detail) {
    return switch (failure) {
      case UNSUPPORTED_VERSION ->
          new UnsupportedVersionException("the broker does not serve " + detail);
      case CLOSED -> new KafkaException("the producer was closed");
      case UNSENDABLE -> new KafkaException(detail);
      default -> new NetworkException(detail);
    };
  }

  private void complete(ProduceRound round, ProduceResponse response) {
    Map<TopicPartition, PartitionProduceResponse> answers = new LinkedHashMap<>();
    for (TopicProduceResponse topic : response.responses()) {
      for (PartitionProduceResponse partition : topic.partitionResponses()) {
        answers.put(new TopicPartition(topic.name(), partition.index()), partition);
      }
    }
    // All are back before the first is judged: what is the oldest is known then.
    round.entries().forEach(entry -> entry.queue().landed(entry.batch()));
    for (ProduceRound.Entry entry : round.entries()) {
      PartitionProduceResponse answer = answers.get(entry.queue().partition);
      if (answer == null && settings.acks() == 0) {
        complete(entry, ErrorCode.NONE, -1, -1, null);
      } else if (answer == null) {
        complete(entry, ErrorCode.UNKNOWN_SERVER_ERROR, -1, -1, null);
      } else {
        ErrorCode error = ErrorCode.of(answer.errorCode());
        Exception thrown =
            error == ErrorCode.NONE
                ? null
                : ApiErrors.ofTopic(error, entry.queue().partition.topic(), answer.errorMessage());
        complete(entry, error, answer.baseOffset(), answer.logAppendTimeMs(), thrown);
      }
    }
  }

  private void complete(
      ProduceRound.Entry entry,
      ErrorCode error,
      long baseOffset,
      long appendTimeMs,
      @Nullable Exception thrown) {
    ProducerBatch batch = entry.batch();
    PartitionQueue queue = entry.queue();
    if (!batch.isDone()) {
      ProduceCompletion completion =
          ProduceCompletion.of(
              error,
              batch.isSequenced(),
              queue.isOldest(batch),
              batch.timesSent() <= settings.retries(),
              batch.recordCount() > 1);
      switch (completion) {
        case SUCCEED -> {
          queue.acknowledged(batch);
          settle(batch, () -> batch.succeed(baseOffset, appendTimeMs));
        }
        case FAIL -> {
          Exception cause =
              thrown == null ? ApiErrors.ofTopic(error, queue.partition.topic(), null) : thrown;
          LOG.debug("batch failed partition={} error={}", queue.partition, error);
          fail(batch, cause);
        }
        case SPLIT -> split(queue, batch);
        default -> repeat(queue, batch, completion, error);
      }
    }
    markIfDue(queue);
  }

  private void repeat(
      PartitionQueue queue, ProducerBatch batch, ProduceCompletion how, ErrorCode error) {
    LOG.debug(
        "batch repeated partition={} error={} attempts={}",
        queue.partition,
        error,
        batch.attempts());
    if (how == ProduceCompletion.REPEAT_ELSEWHERE) {
      client.metadata().refreshSoon();
    } else if (how == ProduceCompletion.REPEAT_ANEW && identities != null) {
      identities.replace(batch.identity());
      queue.startAnew();
    }
    long pauseMs = backoff.pauseMs(batch.attempts(), loop.random());
    queue.putBack(batch, loop.monotonicMs() + pauseMs);
    // It may have been due for what is behind.
    due.remove(queue);
    // A timer may fire a moment early by the loop's millisecond clock.
    loop.schedule(pauseMs + 1, () -> onMaybeDue(queue));
  }

  // The same records in smaller batches. For idempotence nothing changes: they have the sequence
  // numbers that were the batch's, and what was sent behind it was refused for the gap.
  private void split(PartitionQueue queue, ProducerBatch batch) {
    int sizeBytes = batch.sizeBytes();
    int recordCount = batch.recordCount();
    List<ProducerBatch> parts;
    try {
      parts = splitter.split(batch);
    } catch (RuntimeException | Error e) {
      fail(batch, new KafkaException("a batch of " + queue.partition + " could not be split", e));
      return;
    }
    splits++;
    // Seldom, as this may go on for as long as the producer does.
    Level level = Integer.bitCount(splits) == 1 ? Level.WARN : Level.DEBUG;
    LOG.atLevel(level)
        .log(
            "batch too large for the broker, sent in two: lower batch.size or raise"
                + " max.message.bytes partition={} sizeBytes={} records={} splits={}",
            queue.partition,
            sizeBytes,
            recordCount,
            splits);
    live.replace(batch, parts);
    queue.putBack(parts);
  }

  private void fail(ProducerBatch batch, Exception error) {
    settle(batch, () -> batch.fail(error));
  }

  private void settle(ProducerBatch batch, Runnable outcome) {
    memory.giveBackUnits(batch.memoryUnits());
    try {
      outcome.run();
    } finally {
      live.remove(batch);
    }
  }

  private void onExpired(ProducerBatch batch) {
    end(
        batch,
        new TimeoutException(
            batch.recordCount()
                + " records for "
                + batch.partition
                + " were not delivered in "
                + settings.deliveryTimeoutMs()
                + " ms"));
  }

  // Wherever it is. What is in flight is ignored when it comes back.
  private void end(ProducerBatch batch, Exception error) {
    PartitionQueue queue = accumulator.find(batch.partition);
    if (queue != null) {
      queue.remove(batch);
    }
    accumulator.discard(batch);
    fail(batch, error);
  }

  @Override
  public void onIdentity() {
    drain();
  }

  @Override
  public void onNoIdentity(Exception error) {
    failAll(error);
  }

  /** Ends every batch with an error. */
  void failAll(Exception error) {
    for (ProducerBatch batch : live.all()) {
      if (!batch.isDone()) {
        end(batch, error);
      }
    }
    due.clear();
  }

  void close() {
    live.close();
    accumulator.closeSpares();
  }
}
