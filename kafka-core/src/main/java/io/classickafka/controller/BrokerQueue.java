package io.classickafka.controller;

import com.codahale.metrics.Timer;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.LeaderAndIsrResponse;
import io.classickafka.protocol.message.LeaderAndIsrResponse.LeaderAndIsrPartitionError;
import io.classickafka.protocol.message.LeaderAndIsrResponse.LeaderAndIsrTopicError;
import io.classickafka.protocol.message.StopReplicaResponse;
import io.classickafka.protocol.message.StopReplicaResponse.StopReplicaPartitionError;
import io.classickafka.protocol.message.UpdateMetadataResponse;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.TopicName;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be told to one incarnation of a broker. One request is under way at a time and is
 * repeated until it is answered or the broker is gone. What piles up meanwhile is merged, the
 * newest of each partition, so a slow broker costs no more than its partitions; but for leaderships
 * that it lost and got back, of which it hears one by one.
 *
 * <p>Owned by the controller's loop.
 */
final class BrokerQueue {

  private static final Logger LOG = LogManager.getLogger(BrokerQueue.class);
  private static final long RETRY_MS = 100;

  /** Hears what brokers answer. */
  interface Listener {

    /** Replicas were deleted, or could not be. */
    void onReplicasDeleted(BrokerState broker, SortedMap<ZkTopicPartition, ErrorCode> answers);

    /** The broker answered which replicas it can store, of those it was told to have. */
    void onLeadershipsAnswered(BrokerState broker, SortedMap<ZkTopicPartition, ErrorCode> answers);

    /** The broker knows a newer controller. */
    void onStaleController();
  }

  private final BrokerState broker;
  private final BrokerChannels.Channel channel;
  private final EventLoop loop;
  private final String listenerName;
  private final Listener listener;
  private final ArrayDeque<ControlBatch> waiting = new ArrayDeque<>();

  /** Since when each of {@link #waiting} waits, merged ones since their first part: monotonic. */
  private final ArrayDeque<Long> sinceNs = new ArrayDeque<>();

  private @Nullable Timer waited;
  private @Nullable Timer answeredLeaders;
  private final ArrayDeque<ControlMessages.Message> sending = new ArrayDeque<>();
  private @Nullable ControlBatch current;
  private boolean busy;
  private boolean closed;
  private volatile int depth;
  private long failures;

  BrokerQueue(
      BrokerState broker,
      BrokerChannels.Channel channel,
      EventLoop loop,
      String listenerName,
      Listener listener) {
    this.broker = broker;
    this.channel = channel;
    this.loop = loop;
    this.listenerName = listenerName;
    this.listener = listener;
  }

  BrokerState broker() {
    return broker;
  }

  /** Batches that wait behind the one being sent. */
  int waiting() {
    return waiting.size();
  }

  void add(ControlBatch batch) {
    ControlBatch last = waiting.peekLast();
    if (last != null && last.precedes(batch, broker.id())) {
      waiting.removeLast();
      waiting.addLast(last.with(batch));
    } else {
      waiting.addLast(batch);
      sinceNs.addLast(loop.monotonicNs());
    }
    pump();
  }

  /**
   * Measures from now on.
   *
   * @param waiting how long batches wait before they are sent
   * @param leaders how long answers to LeaderAndIsr take to handle
   */
  void measure(Timer waiting, Timer leaders) {
    waited = waiting;
    answeredLeaders = leaders;
  }

  /** What waits to be sent or answered. Any thread. */
  int depth() {
    return depth;
  }

  /** What the broker has not answered, to be told by another channel. */
  List<ControlBatch> unanswered() {
    List<ControlBatch> left = new ArrayList<>();
    if (current != null && !sending.isEmpty()) {
      left.add(current);
    }
    left.addAll(waiting);
    return left;
  }

  void close() {
    depth = 0;
    closed = true;
    waiting.clear();
    sinceNs.clear();
    sending.clear();
    channel.close();
  }

  private void pump() {
    sendNext();
    depth = waiting.size() + sending.size();
  }

  private void sendNext() {
    while (!busy && !closed) {
      ControlMessages.Message next = sending.peek();
      if (next != null) {
        send(next);
        return;
      }
      current = waiting.poll();
      if (current == null) {
        return;
      }
      update(waited, sinceNs.removeFirst());
      sending.addAll(ControlMessages.of(current, listenerName));
    }
  }

  private void send(ControlMessages.Message message) {
    busy = true;
    channel.send(
        message.api(),
        message.version(),
        message.body(),
        response -> {
          if (closed) {
            return;
          }
          if (response == null) {
            if (failures++ == 0) {
              LOG.warn(
                  "broker does not answer the controller, trying on brokerId={} api={}",
                  broker.id(),
                  message.api());
            }
            loop.schedule(RETRY_MS, this::retry);
            return;
          }
          failures = 0;
          busy = false;
          sending.poll();
          answered(response);
          pump();
        });
  }

  private void retry() {
    busy = false;
    pump();
  }

  private void answered(ApiMessage response) {
    if (response instanceof LeaderAndIsrResponse answer) {
      long beganNs = loop.monotonicNs();
      check(ErrorCode.of(answer.errorCode()), "LeaderAndIsr");
      leaderships(answer);
      update(answeredLeaders, beganNs);
    } else if (response instanceof UpdateMetadataResponse answer) {
      check(ErrorCode.of(answer.errorCode()), "UpdateMetadata");
    } else if (response instanceof StopReplicaResponse answer) {
      stopped(answer);
    }
  }

  private void update(@Nullable Timer timer, long beganNs) {
    if (timer != null) {
      timer.update(loop.monotonicNs() - beganNs, TimeUnit.NANOSECONDS);
    }
  }

  private void leaderships(LeaderAndIsrResponse answer) {
    ControlBatch asked = current;
    if (asked == null || answer.errorCode() != ErrorCode.NONE.code()) {
      return;
    }
    SortedMap<ZkTopicPartition, ErrorCode> answers = new TreeMap<>();
    answer.partitionErrors().forEach(error -> put(answers, error.topicName(), error));
    if (!answer.topics().isEmpty()) {
      SortedMap<Uuid, String> names = new TreeMap<>();
      asked
          .leaderships()
          .forEach(
              (id, told) -> {
                if (!told.topicId().equals(Uuid.ZERO_UUID)) {
                  names.put(told.topicId(), id.topic());
                }
              });
      for (LeaderAndIsrTopicError topic : answer.topics()) {
        String name = names.getOrDefault(topic.topicId(), "");
        topic.partitionErrors().forEach(error -> put(answers, name, error));
      }
    }
    if (!answers.isEmpty()) {
      listener.onLeadershipsAnswered(broker, answers);
    }
  }

  private static void put(
      SortedMap<ZkTopicPartition, ErrorCode> answers,
      String topic,
      LeaderAndIsrPartitionError error) {
    if (TopicName.isValid(topic) && error.partitionIndex() >= 0) {
      answers.put(
          new ZkTopicPartition(topic, error.partitionIndex()), ErrorCode.of(error.errorCode()));
    }
  }

  private void stopped(StopReplicaResponse answer) {
    ErrorCode whole = ErrorCode.of(answer.errorCode());
    check(whole, "StopReplica");
    ControlBatch asked = current;
    if (asked == null) {
      return;
    }
    SortedMap<ZkTopicPartition, ErrorCode> answers = new TreeMap<>();
    asked
        .stops()
        .forEach(
            (partition, stop) -> {
              if (stop.delete()) {
                answers.put(partition, whole);
              }
            });
    for (StopReplicaPartitionError error : answer.partitionErrors()) {
      if (!TopicName.isValid(error.topicName()) || error.partitionIndex() < 0) {
        continue;
      }
      ZkTopicPartition partition = new ZkTopicPartition(error.topicName(), error.partitionIndex());
      answers.computeIfPresent(partition, (p, whatever) -> ErrorCode.of(error.errorCode()));
    }
    if (!answers.isEmpty()) {
      listener.onReplicasDeleted(broker, answers);
    }
  }

  private void check(ErrorCode error, String request) {
    if (error == ErrorCode.STALE_CONTROLLER_EPOCH) {
      listener.onStaleController();
    }
    if (error != ErrorCode.NONE) {
      LOG.warn(
          "broker refused the controller's request brokerId={} request={} error={}",
          broker.id(),
          request,
          error);
    }
  }
}
