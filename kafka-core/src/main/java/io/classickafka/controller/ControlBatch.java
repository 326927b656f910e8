package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.zk.ZkTopicPartition;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What one broker shall be told after one event: leaders and ISRs, then metadata, then replicas to
 * stop. By partition, so that a slow broker gets the newest of what piled up for it.
 *
 * @param brokerEpoch the incarnation it is meant for
 * @param brokersFirst whether the live brokers must be known before leaders are named: a follower
 *     whose leader is not alive in its metadata does not follow
 * @param brokers the registered brokers, for metadata; null when no metadata is sent
 */
record ControlBatch(
    int controllerId,
    int controllerEpoch,
    long brokerEpoch,
    boolean brokersFirst,
    @Nullable PersistentSortedMap<Integer, BrokerState> brokers,
    SortedMap<ZkTopicPartition, Leadership> leaderships,
    SortedMap<ZkTopicPartition, Metadata> metadata,
    SortedMap<ZkTopicPartition, Stop> stops) {

  ControlBatch {
    leaderships = Collections.unmodifiableSortedMap(leaderships);
    metadata = Collections.unmodifiableSortedMap(metadata);
    stops = Collections.unmodifiableSortedMap(stops);
  }

  /** A partition for LeaderAndIsr. */
  record Leadership(
      Uuid topicId,
      PartitionLeadership state,
      io.classickafka.zk.PartitionAssignment assignment,
      boolean isNew) {}

  /**
   * A partition for UpdateMetadata.
   *
   * @param state null when the topic is being deleted
   */
  record Metadata(
      Uuid topicId,
      @Nullable PartitionLeadership state,
      java.util.List<Integer> replicas,
      java.util.List<Integer> offline) {}

  /** A replica for StopReplica. */
  record Stop(int leaderEpoch, boolean delete) {}

  /**
   * Whether a later batch can be sent in one with this one, without changing what it means.
   *
   * @param receiver the broker that is told
   */
  boolean precedes(ControlBatch later, int receiver) {
    if (later.brokerEpoch != brokerEpoch || later.controllerEpoch != controllerEpoch) {
      return false;
    }
    for (Map.Entry<ZkTopicPartition, Leadership> told : later.leaderships.entrySet()) {
      if (stops.containsKey(told.getKey())) {
        return false; // a replica that was stopped and begins again: in this order
      }
      Leadership older = leaderships.get(told.getKey());
      if (older != null
          && older.state.leader() != receiver
          && told.getValue().state.leader() == receiver) {
        // Leading again: that another led must be heard, whom followers have cut their logs for.
        return false;
      }
    }
    if (brokers != null && later.brokers != null) {
      for (int broker : later.brokers.keys()) {
        if (!brokers.containsKey(broker)) {
          return false; // a broker that was gone and is back: that it was gone must be seen
        }
      }
    }
    return leadersStayIn(later.brokers);
  }

  /** Whether nobody who is named as a leader here is gone: who does not know it does not follow. */
  private boolean leadersStayIn(@Nullable PersistentSortedMap<Integer, BrokerState> registered) {
    if (registered == null) {
      return true;
    }
    for (Leadership told : leaderships.values()) {
      int leader = told.state.leader();
      if (leader >= 0 && !registered.containsKey(leader)) {
        return false;
      }
    }
    return true;
  }

  /** This batch and a later one in one: of each partition the newest. */
  ControlBatch with(ControlBatch later) {
    SortedMap<ZkTopicPartition, Leadership> leaders = new TreeMap<>(leaderships);
    later.leaderships.forEach(
        (partition, newer) -> {
          Leadership older = leaders.get(partition);
          boolean isNew = newer.isNew || (older != null && older.isNew);
          leaders.put(
              partition, new Leadership(newer.topicId, newer.state, newer.assignment, isNew));
        });
    SortedMap<ZkTopicPartition, Metadata> images = new TreeMap<>(metadata);
    images.putAll(later.metadata);
    SortedMap<ZkTopicPartition, Stop> stopped = new TreeMap<>(stops);
    later.stops.forEach(
        (partition, newer) -> {
          Stop older = stopped.get(partition);
          boolean delete = newer.delete || (older != null && older.delete);
          stopped.put(partition, new Stop(newer.leaderEpoch, delete));
          leaders.remove(partition);
        });
    return new ControlBatch(
        controllerId,
        controllerEpoch,
        brokerEpoch,
        brokersFirst || later.brokersFirst,
        later.brokers != null ? later.brokers : brokers,
        leaders,
        images,
        stopped);
  }

  /** Lines for tests and traces. */
  String text() {
    StringBuilder text = new StringBuilder("@" + brokerEpoch);
    if (brokers != null) {
      text.append(" brokers=").append(brokers.keys()).append(brokersFirst ? " first" : "");
    }
    leaderships.forEach(
        (id, told) ->
            text.append("\n  lead ")
                .append(id)
                .append(told.isNew ? " new " : " ")
                .append(told.state.text()));
    metadata.forEach(
        (id, told) ->
            text.append("\n  show ")
                .append(id)
                .append(' ')
                .append(told.state == null ? "gone" : told.state.text())
                .append(told.offline.isEmpty() ? "" : " offline=" + told.offline));
    stops.forEach(
        (id, stop) ->
            text.append("\n  stop ")
                .append(id)
                .append(" epoch=")
                .append(stop.leaderEpoch)
                .append(stop.delete ? " delete" : ""));
    return text.toString();
  }
}
