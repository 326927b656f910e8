package io.classickafka.controller;

import io.classickafka.controller.ControlBatch.Leadership;
import io.classickafka.controller.ControlBatch.Metadata;
import io.classickafka.controller.ControlBatch.Stop;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrLiveLeader;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrPartitionState;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrTopicState;
import io.classickafka.protocol.message.StopReplicaRequest;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaPartitionState;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaTopicState;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataEndpoint;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataPartitionState;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataTopicState;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A batch as the requests that carry it, in the dialect of inter.broker.protocol.version 3.9. */
final class ControlMessages {

  private static final short LEADER_AND_ISR_VERSION = 7;
  private static final short UPDATE_METADATA_VERSION = 8;
  private static final short STOP_REPLICA_VERSION = 4;

  /** Stands for the leader of a partition whose topic is being deleted. */
  private static final int LEADER_DURING_DELETE = -2;

  /** Where the security protocols have their numbers on the wire. */
  private static final List<String> PROTOCOLS = BrokerEndpoint.SECURITY_PROTOCOLS;

  /** One request. */
  record Message(ApiKey api, short version, ApiMessage body) {}

  private ControlMessages() {}

  /**
   * The requests, in the order in which they must be sent.
   *
   * @param listener by which brokers reach each other
   */
  static List<Message> of(ControlBatch batch, String listener) {
    List<Message> messages = new ArrayList<>();
    PersistentSortedMap<Integer, BrokerState> brokers = batch.brokers();
    if (brokers != null && batch.brokersFirst()) {
      // With all partitions: a broker that starts answers clients as soon as it knows this.
      messages.add(updateMetadata(batch, brokers, batch.metadata()));
    }
    if (!batch.leaderships().isEmpty()) {
      messages.add(leaderAndIsr(batch, listener));
    }
    if (brokers != null && !batch.brokersFirst()) {
      messages.add(updateMetadata(batch, brokers, batch.metadata()));
    }
    if (!batch.stops().isEmpty()) {
      messages.add(stopReplica(batch));
    }
    return messages;
  }

  private static Message leaderAndIsr(ControlBatch batch, String listener) {
    Map<String, LeaderAndIsrTopicState> topics = new LinkedHashMap<>();
    TreeSet<Integer> leaders = new TreeSet<>();
    for (Map.Entry<ZkTopicPartition, Leadership> entry : batch.leaderships().entrySet()) {
      ZkTopicPartition id = entry.getKey();
      Leadership told = entry.getValue();
      leaders.add(told.state().leader());
      topics
          .computeIfAbsent(
              id.topic(),
              name -> new LeaderAndIsrTopicState().topicName(name).topicId(told.topicId()))
          .partitionStates()
          .add(
              new LeaderAndIsrPartitionState()
                  .partitionIndex(id.partition())
                  .controllerEpoch(told.state().controllerEpoch())
                  .leader(told.state().leader())
                  .leaderEpoch(told.state().leaderEpoch())
                  .isr(told.state().isr())
                  .partitionEpoch(told.state().partitionEpoch())
                  .replicas(told.assignment().replicas())
                  .addingReplicas(told.assignment().adding())
                  .removingReplicas(told.assignment().removing())
                  .isNew(told.isNew())
                  .leaderRecoveryState((byte) (told.state().recovering() ? 1 : 0)));
    }
    LeaderAndIsrRequest request =
        new LeaderAndIsrRequest()
            .controllerId(batch.controllerId())
            .controllerEpoch(batch.controllerEpoch())
            .brokerEpoch(batch.brokerEpoch())
            .topicStates(new ArrayList<>(topics.values()))
            .liveLeaders(liveLeaders(batch.brokers(), leaders, listener));
    return new Message(ApiKey.LEADER_AND_ISR, LEADER_AND_ISR_VERSION, request);
  }

  private static List<LeaderAndIsrLiveLeader> liveLeaders(
      @Nullable PersistentSortedMap<Integer, BrokerState> brokers,
      TreeSet<Integer> leaders,
      String listener) {
    List<LeaderAndIsrLiveLeader> live = new ArrayList<>();
    for (int leader : leaders) {
      BrokerState broker = brokers == null ? null : brokers.get(leader);
      if (broker != null) {
        broker
            .registration()
            .endpoint(listener)
            .ifPresent(
                endpoint ->
                    live.add(
                        new LeaderAndIsrLiveLeader()
                            .brokerId(leader)
                            .hostName(endpoint.host())
                            .port(endpoint.port())));
      }
    }
    return live;
  }

  private static Message updateMetadata(
      ControlBatch batch,
      PersistentSortedMap<Integer, BrokerState> brokers,
      SortedMap<ZkTopicPartition, Metadata> metadata) {
    Map<String, UpdateMetadataTopicState> topics = new LinkedHashMap<>();
    metadata.forEach(
        (id, told) ->
            topics
                .computeIfAbsent(
                    id.topic(),
                    name -> new UpdateMetadataTopicState().topicName(name).topicId(told.topicId()))
                .partitionStates()
                .add(partition(batch, id, told)));
    List<UpdateMetadataBroker> live = new ArrayList<>(brokers.size());
    for (BrokerState broker : brokers) {
      List<UpdateMetadataEndpoint> endpoints = new ArrayList<>();
      for (BrokerEndpoint endpoint : broker.registration().endpoints()) {
        endpoints.add(
            new UpdateMetadataEndpoint()
                .listener(endpoint.listener())
                .host(endpoint.host())
                .port(endpoint.port())
                .securityProtocol((short) PROTOCOLS.indexOf(endpoint.securityProtocol())));
      }
      live.add(
          new UpdateMetadataBroker()
              .id(broker.id())
              .rack(broker.registration().rack())
              .endpoints(endpoints));
    }
    UpdateMetadataRequest request =
        new UpdateMetadataRequest()
            .controllerId(batch.controllerId())
            .controllerEpoch(batch.controllerEpoch())
            .brokerEpoch(batch.brokerEpoch())
            .topicStates(new ArrayList<>(topics.values()))
            .liveBrokers(live);
    return new Message(ApiKey.UPDATE_METADATA, UPDATE_METADATA_VERSION, request);
  }

  private static UpdateMetadataPartitionState partition(
      ControlBatch batch, ZkTopicPartition id, Metadata told) {
    PartitionLeadership state = told.state();
    UpdateMetadataPartitionState partition =
        new UpdateMetadataPartitionState().partitionIndex(id.partition());
    if (state == null) {
      return partition.controllerEpoch(batch.controllerEpoch()).leader(LEADER_DURING_DELETE);
    }
    return partition
        .controllerEpoch(state.controllerEpoch())
        .leader(state.leader())
        .leaderEpoch(state.leaderEpoch())
        .isr(state.isr())
        .zkVersion(state.partitionEpoch())
        .replicas(told.replicas())
        .offlineReplicas(told.offline());
  }

  private static Message stopReplica(ControlBatch batch) {
    Map<String, StopReplicaTopicState> topics = new LinkedHashMap<>();
    for (Map.Entry<ZkTopicPartition, Stop> entry : batch.stops().entrySet()) {
      topics
          .computeIfAbsent(
              entry.getKey().topic(), name -> new StopReplicaTopicState().topicName(name))
          .partitionStates()
          .add(
              new StopReplicaPartitionState()
                  .partitionIndex(entry.getKey().partition())
                  .leaderEpoch(entry.getValue().leaderEpoch())
                  .deletePartition(entry.getValue().delete()));
    }
    StopReplicaRequest request =
        new StopReplicaRequest()
            .controllerId(batch.controllerId())
            .controllerEpoch(batch.controllerEpoch())
            .brokerEpoch(batch.brokerEpoch())
            .topicStates(new ArrayList<>(topics.values()));
    return new Message(ApiKey.STOP_REPLICA, STOP_REPLICA_VERSION, request);
  }
}
