package io.classickafka.controller;

import io.classickafka.controller.ControllerEvent.TopicNode;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.coordination.WriteResult;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.EntityConfig;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import io.classickafka.zk.ZkUuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Topics that are created, and topics that turn out to be there, to have grown or to be gone. */
final class TopicDecisions {

  private TopicDecisions() {}

  static void onCreate(
      Draft draft,
      ControllerEvent.CreateTopics event,
      ControllerRules rules,
      RandomGenerator random) {
    draft.openTopics(event.request(), event.topics().size());
    TopicPlanner planner = new TopicPlanner(draft, rules, random);
    TreeSet<String> once = new TreeSet<>();
    TreeSet<String> twice = new TreeSet<>();
    event.topics().stream().map(NewTopic::name).filter(n -> !once.add(n)).forEach(twice::add);
    for (int i = 0; i < event.topics().size(); i++) {
      NewTopic topic = event.topics().get(i);
      TopicPlanner.Plan plan =
          twice.contains(topic.name())
              ? new TopicPlanner.Plan.Refused(
                  ErrorCode.INVALID_REQUEST, "Found multiple entries for this topic.")
              : planner.plan(topic);
      if (plan instanceof TopicPlanner.Plan.Refused refused) {
        draft.outcome(
            event.request(),
            i,
            TopicOutcome.refused(topic.name(), refused.error(), refused.message()));
      } else if (plan instanceof TopicPlanner.Plan.Accepted accepted) {
        if (event.validateOnly()) {
          draft.outcome(event.request(), i, created(topic.name(), accepted.node(), false));
        } else {
          create(draft, event.request(), i, topic.name(), accepted);
        }
      } else {
        throw new AssertionError(plan);
      }
    }
  }

  private static void create(
      Draft draft, long request, int index, String name, TopicPlanner.Plan.Accepted plan) {
    byte[] config = EntityConfig.of(plan.configs()).encode();
    WriteTicket.CreateTopic ticket =
        new WriteTicket.CreateTopic(request, index, name, plan.node(), config);
    draft.creations = draft.creations.with(name, ticket);
    draft.effects.add(creation(draft, ticket, false));
  }

  /**
   * The settings and the topic, with the node above its partitions, in one write; the settings
   * first.
   *
   * @param overConfig whether a settings node of a former topic is in the way
   */
  private static Effect creation(Draft draft, WriteTicket.CreateTopic ticket, boolean overConfig) {
    String config = ZkPaths.topicConfig(ticket.topic());
    return new Effect.Write(
        ticket,
        List.of(
            draft.fence(),
            overConfig
                ? new Op.SetData(config, ticket.config(), Op.ANY_VERSION)
                : new Op.Create(config, ticket.config(), Lifetime.PERSISTENT),
            new Op.Create(
                ZkPaths.topic(ticket.topic()), ticket.node().encode(), Lifetime.PERSISTENT),
            new Op.Create(ZkPaths.partitions(ticket.topic()), null, Lifetime.PERSISTENT)));
  }

  static void onCreated(Draft draft, WriteTicket.CreateTopic ticket, WriteResult result) {
    WriteTicket.CreateTopic open = draft.creations.get(ticket.topic());
    if (open == null || !open.node().equals(ticket.node())) {
      return;
    }
    if (ControllerEvent.fenced(result)) {
      draft.effects.add(new Effect.Doubt());
      return;
    }
    switch (result.status()) {
      case OK -> finishCreation(draft, ticket, 0);
      case NODE_EXISTS -> {
        if (result.failedOp() == 1) {
          draft.effects.add(creation(draft, ticket, true));
        } else {
          failCreation(draft, ticket, ErrorCode.TOPIC_ALREADY_EXISTS);
          draft.effects.add(new Effect.ReadTopics(List.of(ticket.topic())));
        }
      }
      case NO_NODE -> draft.effects.add(creation(draft, ticket, false));
      case CONNECTION_LOSS -> draft.effects.add(new Effect.ReadTopics(List.of(ticket.topic())));
      case SESSION_EXPIRED -> {}
      default -> failCreation(draft, ticket, ErrorCode.UNKNOWN_SERVER_ERROR);
    }
  }

  private static void finishCreation(Draft draft, WriteTicket.CreateTopic ticket, int version) {
    draft.creations = draft.creations.without(ticket.topic());
    TopicNode node = new TopicNode(ticket.node(), version, TopicState.BORN_HERE);
    add(draft, ticket.topic(), node, new TreeMap<>());
    draft.outcome(ticket.request(), ticket.index(), created(ticket.topic(), ticket.node(), true));
    draft.effects.add(new Effect.ReadTopics(List.of(ticket.topic()))); // arms the watch
  }

  private static void failCreation(Draft draft, WriteTicket.CreateTopic ticket, ErrorCode error) {
    draft.creations = draft.creations.without(ticket.topic());
    draft.outcome(
        ticket.request(), ticket.index(), TopicOutcome.refused(ticket.topic(), error, null));
  }

  private static TopicOutcome created(String name, TopicAssignment node, boolean withId) {
    ZkUuid id = withId ? node.topicId() : null;
    int replicas = TopicState.firstReplicas(node).size();
    return new TopicOutcome(
        name,
        ErrorCode.NONE,
        null,
        id == null ? Uuid.ZERO_UUID : new Uuid(id.mostSignificantBits(), id.leastSignificantBits()),
        node.partitions().size(),
        replicas);
  }

  /** Takes a topic in, and lets its partitions have leaders. */
  static void add(
      Draft draft, String name, TopicNode node, Map<ZkTopicPartition, StoredState> states) {
    draft.putTopic(
        new TopicState(
            name, node.assignment(), node.version(), node.bornZxid(), PersistentSortedMap.empty()));
    node.assignment()
        .partitions()
        .forEach(
            (number, assignment) -> {
              ZkTopicPartition id = new ZkTopicPartition(name, number);
              StoredState stored = states.get(id);
              draft.addPartition(id, assignment, stored == null ? null : stored.leadership());
            });
    node.assignment()
        .partitions()
        .forEach(
            (number, assignment) -> {
              ZkTopicPartition id = new ZkTopicPartition(name, number);
              Reassignments.resume(draft, id, assignment);
              StoredState stored = states.get(id);
              if (stored != null) {
                BrokerDecisions.renew(draft, id, stored);
              }
              draft.examine(id);
            });
  }

  static void onListed(Draft draft, List<String> listed) {
    TreeSet<String> there = new TreeSet<>(listed);
    List<String> found = new ArrayList<>();
    for (String name : there) {
      if (!draft.topics.containsKey(name) && !draft.creations.containsKey(name)) {
        found.add(name);
      }
    }
    if (!found.isEmpty()) {
      draft.effects.add(new Effect.ReadTopics(found));
    }
    for (String name : draft.topics.keys()) {
      TopicDeletion deletion = draft.deletions.get(name);
      boolean oursToRemove = deletion != null && deletion.removing();
      if (!there.contains(name) && !oursToRemove) {
        vanished(draft, name);
      }
    }
  }

  /** Somebody deleted the topic's node behind our back. */
  private static void vanished(Draft draft, String name) {
    TopicState topic = draft.topics.get(name);
    if (topic != null) {
      draft.batches.topicGone(topic);
      draft.forgetTopic(name);
      draft.deletions = draft.deletions.without(name);
    }
  }

  static void onRead(
      Draft draft, SortedMap<String, @Nullable TopicNode> read, RandomGenerator random) {
    for (Map.Entry<String, @Nullable TopicNode> entry : read.entrySet()) {
      String name = entry.getKey();
      TopicNode node = entry.getValue();
      WriteTicket.CreateTopic creation = draft.creations.get(name);
      if (creation != null) {
        resolveCreation(draft, creation, node);
      } else if (node == null) {
        vanished(draft, name);
      } else {
        seen(draft, name, node, random);
      }
    }
  }

  /** The answer to a creation was lost: the id in the node tells whose it is. */
  private static void resolveCreation(
      Draft draft, WriteTicket.CreateTopic creation, @Nullable TopicNode node) {
    if (node == null) {
      draft.effects.add(creation(draft, creation, false));
    } else if (java.util.Objects.equals(node.assignment().topicId(), creation.node().topicId())) {
      finishCreation(draft, creation, node.version());
    } else {
      failCreation(draft, creation, ErrorCode.TOPIC_ALREADY_EXISTS);
      draft.effects.add(new Effect.ReadTopics(List.of(creation.topic())));
    }
  }

  private static void seen(Draft draft, String name, TopicNode node, RandomGenerator random) {
    TopicState known = draft.topics.get(name);
    ZkUuid id = node.assignment().topicId();
    if (known != null && id != null && !id.equals(known.node().topicId())) {
      if (known.node().topicId() == null) {
        draft.putTopic(known.withNode(node.assignment(), node.version()));
      } else {
        vanished(draft, name); // another topic of the same name
        known = null;
      }
    }
    if (known == null) {
      add(draft, name, node, new TreeMap<>());
      readStates(draft, name);
    } else if (node.version() >= known.nodeVersion()) {
      grow(draft, known, node);
    }
    TopicState now = draft.topics.get(name);
    if (id == null && now != null) {
      // A topic without an id gets one; a topic that an old tool took it from gets its own back.
      ZkUuid kept = known == null ? null : known.node().topicId();
      setId(draft, name, node, kept == null ? TopicPlanner.newId(random) : kept);
    }
  }

  /** A topic made elsewhere may have states already; ours are written only where there is none. */
  private static void readStates(Draft draft, String name) {
    TopicState topic = draft.topics.get(name);
    if (topic != null) {
      List<ZkTopicPartition> unled = new ArrayList<>();
      for (int number : topic.partitions().keys()) {
        PartitionControl partition = topic.partitions().get(number);
        if (partition != null && partition.writing() == null) {
          unled.add(new ZkTopicPartition(name, number));
        }
      }
      if (!unled.isEmpty()) {
        draft.effects.add(new Effect.ReadStates(unled));
      }
    }
  }

  static void setId(Draft draft, String name, TopicNode node, ZkUuid id) {
    TopicAssignment with = node.assignment().withTopicId(id);
    draft.effects.add(
        new Effect.Write(
            new WriteTicket.SetTopicId(name, with),
            List.of(
                draft.fence(),
                new Op.SetData(ZkPaths.topic(name), with.encode(), node.version()))));
  }

  static void onIdSet(Draft draft, WriteTicket.SetTopicId ticket, WriteResult result) {
    if (ControllerEvent.fenced(result)) {
      draft.effects.add(new Effect.Doubt());
      return;
    }
    switch (result.status()) {
      case OK -> {
        WriteResult.Outcome outcome = result.outcomes().get(1);
        TopicState topic = draft.topics.get(ticket.topic());
        var stat = outcome.stat();
        if (topic != null && stat != null) {
          boolean isNew = topic.node().topicId() == null;
          draft.putTopic(topic.withNode(ticket.node(), stat.version()));
          if (isNew) {
            tellAll(draft, ticket.topic());
          }
        }
      }
      case BAD_VERSION, NO_NODE, CONNECTION_LOSS ->
          draft.effects.add(new Effect.ReadTopics(List.of(ticket.topic())));
      default -> {}
    }
  }

  private static void tellAll(Draft draft, String name) {
    TopicState topic = draft.topics.get(name);
    if (topic != null) {
      for (int number : topic.partitions().keys()) {
        ZkTopicPartition id = new ZkTopicPartition(name, number);
        PartitionControl partition = draft.partition(id);
        if (partition != null && partition.leadership() != null) {
          StateWriting.tellReplicas(draft, id, partition.leadership(), false);
        }
      }
    }
  }

  /** Takes over partitions that the node has and we do not; other differences are not ours. */
  private static void grow(Draft draft, TopicState known, TopicNode node) {
    ZkUuid id = node.assignment().topicId();
    TopicAssignment carried =
        id == null && known.node().topicId() != null
            ? node.assignment()
                .withTopicId(java.util.Objects.requireNonNull(known.node().topicId()))
            : node.assignment();
    draft.putTopic(known.withNode(carried, node.version()));
    TopicNodeWriting.writeNext(draft, known.name());
    if (draft.deletions.containsKey(known.name())) {
      return;
    }
    for (Map.Entry<Integer, PartitionAssignment> entry :
        node.assignment().partitions().entrySet()) {
      if (!known.partitions().containsKey(entry.getKey())) {
        ZkTopicPartition partition = new ZkTopicPartition(known.name(), entry.getKey());
        draft.addPartition(partition, entry.getValue(), null);
        draft.examine(partition);
      }
    }
  }
}
