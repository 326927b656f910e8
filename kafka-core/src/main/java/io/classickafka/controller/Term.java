package io.classickafka.controller;

import io.classickafka.controller.ControllerEvent.TopicNode;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.FinalizedFeatures;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One term of office of this broker as the controller: reads the cluster, then reacts to events and
 * performs what is decided. After {@link #end} nothing of it happens any more, whatever is still
 * under way.
 *
 * <p>Owned by the controller's loop.
 */
final class Term implements BrokerQueue.Listener {

  private static final Logger LOG = LogManager.getLogger(Term.class);

  private static final long READ_AGAIN_MS = 1_000;

  /** A new controller looks soon; its cluster may have been without one. */
  private static final long FIRST_REBALANCE_MS = 5_000;

  /** What a term asks of the controller it belongs to. */
  interface Office {

    /** The cluster has been read; events can come. */
    void onActive();

    /** Perhaps another broker is controller. */
    void onDoubt();

    /** The term cannot go on: the office must be given back. */
    void onBroken();

    /** The topics of a request have their outcomes. */
    void onTopics(long request, List<TopicOutcome> outcomes);

    /** A leader's proposals have their outcomes. */
    void onIsrs(long request, IsrOutcomes outcomes);

    /** The elections of a request have their outcomes. */
    void onElections(long request, List<ElectionOutcome> outcomes);

    /** The moves of a request have begun, or cannot. */
    void onReassignments(long request, List<ReassignmentOutcome> outcomes);

    /** A leader was elected that was not in sync. */
    void onUncleanElection();

    /** A stopping broker's leaderships have moved, or cannot. */
    void onShutdown(long request, ShutdownOutcome outcome);

    /** An event is to be decided about. */
    void onHandling(ControllerEvent event);

    /** A channel to a broker was opened. */
    void onChannel(int broker, BrokerQueue queue);

    /** A channel to a broker was closed. */
    void onChannelClosed(int broker);

    /** An event has been decided about and its effects have been begun. */
    void onHandled(ControllerEvent event, long elapsedNs);

    /** The state has changed. */
    void onState(ControllerState state);
  }

  private final CoordinationClient client;
  private final EventLoop loop;
  private final BrokerChannels channels;
  private final String listenerName;
  private final Decider decider;
  private final Office office;
  private final ClusterReader reader;
  private final ProducerIds producerIds;
  private final Op fence;
  private final Map<Integer, BrokerQueue> queues = new LinkedHashMap<>();
  private final ControllerRules rules;
  private final RequestNodes requestNodes;
  private final Refresh brokers;
  private final Refresh topics;
  private final Refresh deletions;
  private final Set<String> changedWhileReading = new LinkedHashSet<>();
  private ControllerState state;
  private boolean active;
  private boolean ended;
  private boolean rebalanceDue;
  private long rebalanceAfterMs = FIRST_REBALANCE_MS;

  Term(
      ControllerState state,
      CoordinationClient client,
      EventLoop loop,
      BrokerChannels channels,
      String listenerName,
      Decider decider,
      ControllerRules rules,
      Office office) {
    this.state = state;
    this.client = client;
    this.loop = loop;
    this.channels = channels;
    this.listenerName = listenerName;
    this.decider = decider;
    this.office = office;
    this.reader = new ClusterReader(client, loop);
    this.fence = new Op.Check(ZkPaths.CONTROLLER_EPOCH, state.epochVersion());
    this.producerIds = new ProducerIds(client, fence);
    this.rules = rules;
    this.requestNodes = new RequestNodes(client, loop, fence, this::handle, this::noteStates);
    this.brokers = new Refresh(this::readBrokers);
    this.topics = new Refresh(this::listTopics);
    this.deletions = new Refresh(this::listDeletions);
  }

  ControllerState state() {
    return state;
  }

  boolean isActive() {
    return active && !ended;
  }

  ProducerIds producerIds() {
    return producerIds;
  }

  /** Reads the cluster; watches are armed by the reads themselves, so nothing is missed. */
  void begin() {
    enableFeatures(
        () ->
            reader.brokers(
                event -> brokers.changed(),
                live ->
                    reader.topicNames(
                        event -> topics.changed(),
                        names ->
                            reader.topics(
                                names, this::topicChanged, nodes -> readStates(live, nodes)))));
  }

  private void readStates(List<BrokerState> live, SortedMap<String, @Nullable TopicNode> nodes) {
    SortedMap<String, TopicNode> present = new TreeMap<>();
    List<ZkTopicPartition> partitions = new ArrayList<>();
    nodes.forEach(
        (name, node) -> {
          if (node != null) {
            present.put(name, node);
            node.assignment()
                .partitions()
                .keySet()
                .forEach(number -> partitions.add(new ZkTopicPartition(name, number)));
          }
        });
    reader.states(
        partitions,
        states -> {
          SortedMap<ZkTopicPartition, StoredState> known = new TreeMap<>();
          states.forEach(
              (partition, found) -> {
                if (found != null) {
                  known.put(partition, found);
                }
              });
          reader.deletions(
              event -> deletions.changed(),
              marked -> {
                if (!ended) {
                  active = true;
                  LOG.info(
                      "controller has read the cluster controllerEpoch={} brokers={} topics={}"
                          + " partitions={}",
                      state.epoch(),
                      live.size(),
                      present.size(),
                      partitions.size());
                  handle(new ControllerEvent.Loaded(live, present, known, marked));
                  office.onActive();
                  lookAgain();
                  requestNodes.begin();
                }
              });
        });
  }

  /** Makes sure that the node of the cluster's features is there and switched on. */
  private void enableFeatures(Runnable then) {
    client.read(
        ZkPaths.FEATURE,
        null,
        result -> {
          if (ended) {
            return;
          }
          switch (result.status()) {
            case OK -> {
              Op.SetData upgrade = featureUpgrade(result.data());
              if (upgrade == null) {
                then.run();
              } else {
                writeFeatures(upgrade, then);
              }
            }
            case NO_NODE ->
                writeFeatures(
                    new Op.Create(
                        ZkPaths.FEATURE,
                        FinalizedFeatures.of(new TreeMap<>()).encode(),
                        Op.Lifetime.PERSISTENT),
                    then);
            case SESSION_EXPIRED -> {}
            default -> office.onBroken();
          }
        });
  }

  private static Op.@Nullable SetData featureUpgrade(byte @Nullable [] data) {
    FinalizedFeatures found;
    try {
      found = FinalizedFeatures.decode(ZkPaths.FEATURE, data);
      if (found.isEnabled() && found.version() == FinalizedFeatures.NEWEST_VERSION) {
        return null;
      }
    } catch (MalformedZnodeException e) {
      LOG.error("node not readable path={} reason={}", e.path(), e.reason());
      return null;
    }
    FinalizedFeatures enabled =
        new FinalizedFeatures(
            FinalizedFeatures.NEWEST_VERSION, true, found.features(), found.unknown());
    return new Op.SetData(ZkPaths.FEATURE, enabled.encode(), Op.ANY_VERSION);
  }

  private void writeFeatures(Op op, Runnable then) {
    client.write(
        List.of(fence, op),
        result -> {
          if (ended) {
            return;
          }
          switch (result.status()) {
            case OK, NODE_EXISTS -> then.run();
            case CONNECTION_LOSS -> enableFeatures(then);
            case SESSION_EXPIRED -> {}
            default -> office.onBroken();
          }
        });
  }

  /** The term is over. */
  void end() {
    ended = true;
    active = false;
    producerIds.close();
    requestNodes.end();
    queues.forEach(
        (broker, queue) -> {
          queue.close();
          office.onChannelClosed(broker);
        });
    queues.clear();
  }

  /** Decides about an event and does what was decided. */
  void handle(ControllerEvent event) {
    if (!isActive()) {
      return;
    }
    long begunNs = loop.monotonicNs();
    try {
      office.onHandling(event);
      Decider.Decision decision = decider.decide(state, event, loop.random());
      state = decision.next();
      for (Effect effect : decision.effects()) {
        if (!ended) {
          perform(effect);
        }
      }
    } catch (RuntimeException | Error e) {
      // What is left undone of an event is not made up for: the next controller reads everything.
      try {
        LOG.error("controller cannot go on, gives its office back event={}", event, e);
      } finally {
        office.onBroken();
      }
      return;
    }
    office.onHandled(event, loop.monotonicNs() - begunNs);
    if (!ended) {
      office.onState(state);
      rebalanceLater();
    }
  }

  /** Looks at leaderships in other hands after a while; with none there is nothing to look at. */
  private void rebalanceLater() {
    if (rebalanceDue || !rules.rebalances() || state.index().unpreferred().isEmpty()) {
      return;
    }
    rebalanceDue = true;
    loop.schedule(
        rebalanceAfterMs,
        () -> {
          rebalanceDue = false;
          rebalanceAfterMs = 1_000L * rules.imbalanceCheckSeconds();
          handle(new ControllerEvent.Rebalance());
        });
  }

  private void noteStates(List<ZkTopicPartition> partitions) {
    reader.states(
        partitions, stored -> handle(new ControllerEvent.StatesNoted(leaderships(stored))));
  }

  /** Reads what became of writes; what cannot be understood now, again until it can. */
  private void readBack(List<ZkTopicPartition> partitions) {
    if (ended) {
      return;
    }
    reader.latestStates(
        partitions,
        stored -> {
          handle(new ControllerEvent.StatesRead(leaderships(stored)));
          List<ZkTopicPartition> garbled = new ArrayList<>(partitions);
          garbled.removeAll(stored.keySet());
          if (!garbled.isEmpty()) {
            loop.schedule(READ_AGAIN_MS, () -> readBack(garbled));
          }
        });
  }

  private static SortedMap<ZkTopicPartition, @Nullable PartitionLeadership> leaderships(
      SortedMap<ZkTopicPartition, @Nullable StoredState> stored) {
    SortedMap<ZkTopicPartition, @Nullable PartitionLeadership> states = new TreeMap<>();
    stored.forEach((id, state) -> states.put(id, state == null ? null : state.leadership()));
    return states;
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Write write) {
      client.write(write.ops(), result -> written(write, result));
    } else if (effect instanceof Effect.Send send) {
      BrokerQueue queue = queues.get(send.broker());
      if (queue != null) {
        queue.add(send.batch());
      }
    } else if (effect instanceof Effect.ReadStates read) {
      readBack(read.partitions());
    } else if (effect instanceof Effect.ReadUnclean read) {
      reader.uncleanAllowed(
          read.topics(),
          rules.uncleanByDefault().getAsBoolean(),
          allowed -> handle(new ControllerEvent.UncleanRead(allowed)));
    } else if (effect instanceof Effect.ReadTopics read) {
      reader.topics(
          read.topics(),
          this::topicChanged,
          nodes -> handle(new ControllerEvent.TopicsRead(nodes)));
    } else if (effect instanceof Effect.RemoveTopicNodes remove) {
      TopicNodesRemoval.run(
          client, loop, fence, remove.topic(), gone -> removed(remove.topic(), gone));
    } else if (effect instanceof Effect.OpenChannel open) {
      open(open.broker());
    } else if (effect instanceof Effect.CloseChannel close) {
      BrokerQueue queue = queues.remove(close.broker());
      if (queue != null) {
        queue.close();
        office.onChannelClosed(close.broker());
      }
    } else if (effect instanceof Effect.AnswerTopics answer) {
      office.onTopics(answer.request(), answer.outcomes());
    } else if (effect instanceof Effect.AnswerIsrs answer) {
      office.onIsrs(answer.request(), answer.outcomes());
    } else if (effect instanceof Effect.AnswerShutdown answer) {
      office.onShutdown(answer.request(), answer.outcome());
    } else if (effect instanceof Effect.AnswerElections answer) {
      office.onElections(answer.request(), answer.outcomes());
    } else if (effect instanceof Effect.AnswerReassignments answer) {
      office.onReassignments(answer.request(), answer.outcomes());
    } else if (effect instanceof Effect.UncleanElected elected) {
      LOG.warn(
          "leader elected that was not in sync, records may be lost partition={} leader={}",
          elected.partition(),
          elected.leader());
      office.onUncleanElection();
    } else if (effect instanceof Effect.DeletionWaits waits) {
      LOG.info("topic deletion waits topic={} reason=\"{}\"", waits.topic(), waits.reason());
    } else if (effect instanceof Effect.Doubt) {
      office.onDoubt();
    } else {
      throw new AssertionError(effect);
    }
  }

  private void written(Effect.Write write, WriteResult result) {
    switch (result.status()) {
      case OK, NODE_EXISTS, NO_NODE, BAD_VERSION, CONNECTION_LOSS, SESSION_EXPIRED -> {}
      default ->
          LOG.error(
              "controller cannot write status={} first={}",
              result.status(),
              write.ops().get(write.ops().size() - 1).path());
    }
    handle(new ControllerEvent.Written(write.ticket(), write.ops(), result));
  }

  private void removed(String topic, boolean gone) {
    if (gone) {
      LOG.info("topic deleted topic={}", topic);
      handle(new ControllerEvent.TopicNodesRemoved(topic));
    } else if (isActive()) {
      office.onDoubt();
    }
  }

  private void open(BrokerState broker) {
    BrokerEndpoint endpoint = broker.registration().endpoint(listenerName).orElse(null);
    if (endpoint == null) {
      LOG.error(
          "broker has no listener for the controller brokerId={} listener={}",
          broker.id(),
          listenerName);
      return;
    }
    BrokerQueue former = queues.remove(broker.id());
    List<ControlBatch> unanswered = List.of();
    if (former != null) {
      if (former.broker().epoch() == broker.epoch()) {
        unanswered = former.unanswered(); // the same incarnation, reached otherwise
      }
      former.close();
    }
    BrokerChannels.Channel channel = channels.open(broker.id(), endpoint.host(), endpoint.port());
    BrokerQueue queue = new BrokerQueue(broker, channel, loop, listenerName, this);
    queues.put(broker.id(), queue);
    unanswered.forEach(queue::add);
    office.onChannel(broker.id(), queue);
  }

  @Override
  public void onReplicasDeleted(
      BrokerState broker, SortedMap<ZkTopicPartition, ErrorCode> answers) {
    handle(new ControllerEvent.ReplicasDeleted(broker.id(), broker.epoch(), answers));
  }

  @Override
  public void onLeadershipsAnswered(
      BrokerState broker, SortedMap<ZkTopicPartition, ErrorCode> answers) {
    if (answers.containsValue(ErrorCode.KAFKA_STORAGE_ERROR)
        || state.offline().containsKey(broker.id())) {
      handle(new ControllerEvent.LeadershipsAnswered(broker.id(), broker.epoch(), answers));
    }
  }

  @Override
  public void onStaleController() {
    if (isActive()) {
      office.onDoubt();
    }
  }

  private void topicChanged(WatchEvent event) {
    if (event.kind() == WatchEvent.Kind.CHANGED) {
      String name = event.path().substring(ZkPaths.TOPICS.length() + 1);
      if (isActive()) {
        perform(new Effect.ReadTopics(List.of(name)));
      } else {
        changedWhileReading.add(name);
      }
    }
  }

  /** What changed after it was read, while the rest was: nothing decides about it before. */
  private void lookAgain() {
    brokers.lookIfChanged();
    topics.lookIfChanged();
    deletions.lookIfChanged();
    if (!changedWhileReading.isEmpty() && !ended) {
      perform(new Effect.ReadTopics(List.copyOf(changedWhileReading)));
      changedWhileReading.clear();
    }
  }

  private void readBrokers(Runnable done) {
    reader.brokers(
        event -> brokers.changed(),
        found -> {
          done.run();
          handle(new ControllerEvent.BrokersRead(found));
        });
  }

  private void listTopics(Runnable done) {
    reader.topicNames(
        event -> topics.changed(),
        names -> {
          done.run();
          handle(new ControllerEvent.TopicsListed(names));
        });
  }

  private void listDeletions(Runnable done) {
    reader.deletions(
        event -> deletions.changed(),
        names -> {
          done.run();
          handle(new ControllerEvent.DeletionsListed(names));
        });
  }

  /**
   * Looks again when something changed: once at a time, and once more for all that came meanwhile.
   */
  private final class Refresh {
    private final Consumer<Runnable> read;
    private boolean reading;
    private boolean again;

    Refresh(Consumer<Runnable> read) {
      this.read = read;
    }

    void changed() {
      if (ended) {
        return;
      }
      if (reading || !active) {
        again = true;
        return;
      }
      reading = true;
      read.accept(
          () -> {
            reading = false;
            lookIfChanged();
          });
    }

    void lookIfChanged() {
      if (again) {
        again = false;
        changed();
      }
    }
  }
}
