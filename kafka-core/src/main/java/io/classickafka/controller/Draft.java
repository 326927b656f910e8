package io.classickafka.controller;

import io.classickafka.coordination.Op;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicName;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The working copy of one decision: the state as it becomes, the effects so far, and what brokers
 * shall be told. Lives for one call of {@link Decider#decide}.
 */
final class Draft {

  final int brokerId;
  final int epoch;
  final int epochVersion;
  PersistentSortedMap<Integer, BrokerState> brokers;
  PersistentSortedMap<Integer, Long> stopping;
  PersistentSortedMap<String, TopicState> topics;
  PersistentSortedMap<Uuid, String> topicNames;
  PersistentSortedMap<String, String> namesByMetric;
  PersistentSortedMap<Integer, PersistentSortedMap<ZkTopicPartition, Boolean>> hosted;
  PersistentSortedMap<String, TopicDeletion> deletions;
  PersistentSortedMap<String, WriteTicket.CreateTopic> creations;
  PersistentSortedMap<Long, OpenRequest> requests;
  PersistentSortedMap<Integer, PersistentSortedMap<ZkTopicPartition, Boolean>> offline;
  PartitionIndex index;
  PersistentSortedMap<String, TopicNodeWrite> nodeWrites;
  PersistentSortedMap<ZkTopicPartition, List<Integer>> legacyMoves;

  /** Topics with a partition that only a replica that is not in sync could lead. */
  final TreeSet<String> uncleanOnly = new TreeSet<>();

  final List<Effect> channels = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  final List<StateWrite> writes = new ArrayList<>();
  final ControlBatches batches = new ControlBatches(this);

  Draft(ControllerState state) {
    brokerId = state.brokerId();
    epoch = state.epoch();
    epochVersion = state.epochVersion();
    brokers = state.brokers();
    stopping = state.stopping();
    topics = state.topics();
    topicNames = state.topicNames();
    namesByMetric = state.namesByMetric();
    hosted = state.hosted();
    deletions = state.deletions();
    creations = state.creations();
    requests = state.requests();
    offline = state.offline();
    index = state.index();
    nodeWrites = state.nodeWrites();
    legacyMoves = state.legacyMoves();
  }

  /**
   * The decision. What requests tell is already written, so writes need not wait until requests are
   * encoded: they go first, and are under way meanwhile.
   */
  Decider.Decision finish() {
    List<Effect> all = new ArrayList<>(channels);
    StateWriting.addWrites(this, writes, all);
    batches.addTo(all);
    all.addAll(effects);
    if (!uncleanOnly.isEmpty()) {
      all.add(new Effect.ReadUnclean(List.copyOf(uncleanOnly)));
    }
    ControllerState next =
        new ControllerState(
            brokerId,
            epoch,
            epochVersion,
            brokers,
            stopping,
            topics,
            topicNames,
            namesByMetric,
            hosted,
            deletions,
            creations,
            requests,
            offline,
            index,
            nodeWrites,
            legacyMoves);
    return new Decider.Decision(next, List.copyOf(all));
  }

  /** Whether a broker is registered and not about to stop. */
  boolean isOnline(int broker) {
    return brokers.containsKey(broker) && !stopping.containsKey(broker);
  }

  /** Whether a broker is registered, though perhaps about to stop. */
  boolean isReachable(int broker) {
    return brokers.containsKey(broker);
  }

  /** Whether a replica's broker is online and its log directory sound. */
  boolean isOnline(int broker, ZkTopicPartition id) {
    return isOnline(broker) && !isFailed(broker, id);
  }

  /** Whether a replica lies in a failed log directory. */
  boolean isFailed(int broker, ZkTopicPartition id) {
    PersistentSortedMap<ZkTopicPartition, Boolean> failed = offline.get(broker);
    return failed != null && failed.containsKey(id);
  }

  /**
   * Whether a broker that has no log of a partition has never had one, since the word that the
   * partition is new got lost with the controller that meant to give it. So it is when the broker
   * has been there, in one life, since before the topic was, and belongs to the in-sync set since
   * the partition was made: to change the set leaves the leader epoch as it is, so no leader has
   * done that while the epoch is as high as the number of writes. Nothing was committed without it
   * then.
   */
  boolean isUnheard(int broker, ZkTopicPartition id) {
    BrokerState state = brokers.get(broker);
    TopicState topic = topics.get(id.topic());
    PartitionControl partition = partition(id);
    PartitionLeadership leadership = partition == null ? null : partition.leadership();
    return state != null
        && topic != null
        && leadership != null
        && state.epoch() < topic.bornZxid()
        && leadership.leaderEpoch() == leadership.partitionEpoch()
        && leadership.isr().contains(broker);
  }

  /** Which brokers can hold a replica of a partition now; never one that is not assigned to it. */
  LeaderRule.Presence presence(ZkTopicPartition id, PartitionAssignment assignment) {
    return new LeaderRule.Presence() {
      @Override
      public boolean isOnline(int broker) {
        return assignment.replicas().contains(broker) && Draft.this.isOnline(broker, id);
      }

      @Override
      public boolean isReachable(int broker) {
        return assignment.replicas().contains(broker)
            && Draft.this.isReachable(broker)
            && !isFailed(broker, id);
      }
    };
  }

  /** The fence that every write begins with. */
  Op fence() {
    return new Op.Check(ZkPaths.CONTROLLER_EPOCH, epochVersion);
  }

  @Nullable PartitionControl partition(ZkTopicPartition id) {
    TopicState topic = topics.get(id.topic());
    return topic == null ? null : topic.partitions().get(id.partition());
  }

  void putPartition(ZkTopicPartition id, PartitionControl partition) {
    TopicState topic = topics.get(id.topic());
    if (topic != null) {
      topics = topics.with(id.topic(), topic.withPartition(id.partition(), partition));
      index = index.with(id, partition);
    }
  }

  /** The partitions of which a broker has a replica. */
  List<ZkTopicPartition> hostedBy(int broker) {
    PersistentSortedMap<ZkTopicPartition, Boolean> partitions = hosted.get(broker);
    return partitions == null ? List.of() : partitions.keys();
  }

  void putTopic(TopicState topic) {
    TopicState before = topics.get(topic.name());
    if (before != null && !before.id().equals(topic.id())) {
      topicNames = topicNames.without(before.id());
    }
    topics = topics.with(topic.name(), topic);
    if (!topic.id().equals(Uuid.ZERO_UUID)) {
      topicNames = topicNames.with(topic.id(), topic.name());
    }
    namesByMetric = namesByMetric.with(TopicName.collisionKey(topic.name()), topic.name());
  }

  /** Gives a partition to the brokers that hold it. */
  void addPartition(
      ZkTopicPartition id,
      PartitionAssignment assignment,
      @Nullable PartitionLeadership leadership) {
    putPartition(id, PartitionControl.of(assignment, leadership));
    assignment.replicas().forEach(broker -> host(broker, id));
  }

  /**
   * Gives a partition another assignment.
   *
   * @param tell whether the replicas must hear of it by a higher leader epoch
   */
  void reassign(ZkTopicPartition id, PartitionAssignment assignment, boolean tell) {
    PartitionControl partition = partition(id);
    if (partition != null) {
      partition.assignment().replicas().forEach(broker -> unhost(broker, id));
      assignment.replicas().forEach(broker -> host(broker, id));
      putPartition(id, partition.withAssignment(assignment, tell));
    }
  }

  /** A topic is gone; who waits for something about it is told. */
  void forgetTopic(String name) {
    TopicState topic = topics.get(name);
    if (topic == null) {
      return;
    }
    TopicNodeWrite nodeWrite = nodeWrites.get(name);
    topic
        .partitions()
        .forEach(
            (number, partition) -> {
              ZkTopicPartition id = new ZkTopicPartition(name, number);
              partition.assignment().replicas().forEach(broker -> unhost(broker, id));
              index = index.with(id, null);
            });
    topics = topics.without(name);
    nodeWrites = nodeWrites.without(name);
    topicNames = topicNames.without(topic.id());
    String key = TopicName.collisionKey(name);
    if (name.equals(namesByMetric.get(key))) {
      namesByMetric = namesByMetric.without(key);
    }
    if (nodeWrite != null) {
      TopicNodeWriting.onVanished(this, nodeWrite);
    }
    topic
        .partitions()
        .forEach(
            (number, partition) ->
                StateWriting.onVanished(this, new ZkTopicPartition(name, number), partition));
  }

  private void host(int broker, ZkTopicPartition id) {
    PersistentSortedMap<ZkTopicPartition, Boolean> partitions = hosted.get(broker);
    if (partitions == null) {
      partitions = PersistentSortedMap.empty();
    }
    hosted = hosted.with(broker, partitions.with(id, Boolean.TRUE));
  }

  private void unhost(int broker, ZkTopicPartition id) {
    PersistentSortedMap<ZkTopicPartition, Boolean> partitions = hosted.get(broker);
    if (partitions != null) {
      PersistentSortedMap<ZkTopicPartition, Boolean> rest = partitions.without(id);
      hosted = rest.isEmpty() ? hosted.without(broker) : hosted.with(broker, rest);
    }
  }

  /** Looks whether a partition needs another leader, ISR or epoch, and begins to write it if so. */
  void examine(ZkTopicPartition id) {
    PartitionControl partition = partition(id);
    if (partition == null || partition.writing() != null || isEnding(id, partition)) {
      return;
    }
    PartitionAssignment assignment = partition.assignment();
    LeaderRule.Presence presence = presence(id, assignment);
    PartitionLeadership now = partition.leadership();
    LeaderRule.Choice choice = LeaderRule.next(assignment.replicas(), now, presence);
    if (now == null) {
      if (choice != null) {
        PartitionLeadership first =
            new PartitionLeadership(choice.leader(), 0, choice.isr(), false, epoch, 0);
        begin(new StateWrite(id, first, true, List.of(), null));
      }
      return;
    }
    if (choice != null || partition.retell()) {
      begin(StateWrite.of(id, now.next(choice == null ? now.choice() : choice, epoch)));
      return;
    }
    LeaderRule.Choice end =
        assignment.isReassigning() && !nodeWrites.containsKey(id.topic())
            ? ReassignmentRule.end(assignment, now, presence)
            : null;
    if (end != null) {
      PartitionAssignment target = PartitionAssignment.of(ReassignmentRule.target(assignment));
      begin(new StateWrite(id, now.next(end, epoch), false, List.of(), target));
    } else if (LeaderRule.unclean(assignment.replicas(), now, presence) != null) {
      uncleanOnly.add(id.topic());
    }
  }

  /** Whether nothing more is decided about a partition but its deletion. */
  boolean isEnding(ZkTopicPartition id, PartitionControl partition) {
    TopicDeletion deletion = deletions.get(id.topic());
    return deletion != null && (deletion.started() || !partition.assignment().isReassigning());
  }

  /** Begins to write a state; the partition has none under way. */
  void begin(StateWrite write) {
    PartitionControl partition = partition(write.partition());
    if (partition != null) {
      putPartition(write.partition(), partition.withWriting(write));
      writes.add(write);
    }
  }

  void examineHostedBy(int broker) {
    hostedBy(broker).forEach(this::examine);
  }

  /** The outcome of one topic of a request; answers the request when it was the last. */
  void outcome(long request, int index, TopicOutcome outcome) {
    if (requests.get(request) instanceof OpenRequest.Topics open) {
      OpenRequest.Topics known =
          new OpenRequest.Topics(open.count(), open.outcomes().with(index, outcome));
      if (known.outcomes().size() < known.count()) {
        requests = requests.with(request, known);
      } else {
        requests = requests.without(request);
        effects.add(new Effect.AnswerTopics(request, known.outcomes().values()));
      }
    }
  }

  /** Opens a request over topics; one without topics is answered at once. */
  void openTopics(long request, int count) {
    if (count == 0) {
      effects.add(new Effect.AnswerTopics(request, List.of()));
    } else {
      requests = requests.with(request, new OpenRequest.Topics(count, PersistentSortedMap.empty()));
    }
  }
}
