package io.classickafka.controller;

import io.classickafka.cluster.BrokerMembership;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The controller of this broker. In every session it registers the broker, then stands for
 * election; while it holds the office it has a {@link Term}.
 *
 * <p>Owned by one loop, that of its coordination client. Its commands come from any thread.
 */
public final class ClusterController
    implements Controller, ControllerElection.Listener, Term.Office {

  private static final Logger LOG = LogManager.getLogger(ClusterController.class);
  private static final long REGISTER_AGAIN_MS = 1_000;

  private final int brokerId;
  private final EventLoop loop;
  private final CoordinationClient client;
  private final BrokerMembership membership;
  private final BrokerChannels channels;
  private final String listenerName;
  private final Decider decider;
  private final ControllerElection election;
  private final TopicWaits topicWaits;
  private final ElectionWaits electionWaits;
  private final ControllerRules rules;
  private final Map<Long, Consumer<ReassignmentOutcomes>> moveReplies = new LinkedHashMap<>();
  private final ControllerGauges gauges = new ControllerGauges();
  private final Map<Long, Consumer<IsrOutcomes>> isrReplies = new LinkedHashMap<>();
  private final Map<Long, Consumer<ShutdownOutcome>> shutdownReplies = new LinkedHashMap<>();
  private final List<Consumer<BrokerMembership.Outcome>> registrationListeners = new ArrayList<>();
  private volatile boolean active;
  private @Nullable ControllerMetrics metrics;
  private @Nullable Term term;
  private long session;
  private long requests;
  private boolean stopped;

  /**
   * A controller that does nothing before {@link #start}.
   *
   * @param client on {@code loop}
   * @param listenerName of the listener by which the controller reaches brokers
   */
  public ClusterController(
      int brokerId,
      EventLoop loop,
      CoordinationClient client,
      BrokerMembership membership,
      BrokerChannels channels,
      String listenerName,
      ControllerRules rules,
      MetadataCache metadata) {
    this.brokerId = brokerId;
    this.loop = loop;
    this.client = client;
    this.membership = membership;
    this.channels = channels;
    this.listenerName = listenerName;
    this.rules = rules;
    this.decider = new Decider(rules);
    this.electionWaits = new ElectionWaits(loop, metadata);
    this.election = new ControllerElection(client, loop, brokerId, this);
    this.topicWaits = new TopicWaits(loop, metadata);
    metadata.addListener((before, after, delta) -> loop.executeOrRun(this::onMetadata));
  }

  /**
   * Registers the broker, now and in every later session, and takes part in elections.
   *
   * @param onRegistration called on the loop after every attempt; a refusal of the first one means
   *     that this broker cannot run
   */
  public void start(Consumer<BrokerMembership.Outcome> onRegistration) {
    loop.execute(
        () -> {
          registrationListeners.add(onRegistration);
          client.onSession(this::onSession);
        });
  }

  /**
   * Gives the office back, if this broker has it, and takes part in nothing any more. The session
   * may go on for long; another broker must not wait for its end.
   *
   * @param over run on the loop when that is done
   */
  public void stop(Runnable over) {
    loop.execute(
        () -> {
          stopped = true;
          endTerm();
          election.leave(over);
        });
  }

  @Override
  public boolean isActive() {
    return active;
  }

  /** Shows the controller in metrics. Before {@link #start}. */
  public void show(MetricsRegistry registry) {
    metrics = new ControllerMetrics(registry, gauges, electionWaits::count);
  }

  private void onSession(SessionEvent event) {
    if (stopped) {
      return;
    }
    if (event instanceof SessionEvent.Connected connected) {
      if (connected.sessionId() != session) {
        session = connected.sessionId();
        register(connected.sessionId());
      }
    } else if (event instanceof SessionEvent.Expired) {
      election.stop();
      membership.forget();
      endTerm();
    }
  }

  private void register(long inSession) {
    membership.register(
        inSession,
        outcome -> {
          if (stopped || inSession != session) {
            return;
          }
          if (outcome instanceof BrokerMembership.Outcome.Registered) {
            election.start(inSession);
          } else if (outcome instanceof BrokerMembership.Outcome.Refused refused) {
            LOG.error("broker not registered brokerId={} reason={}", brokerId, refused.reason());
            loop.schedule(
                REGISTER_AGAIN_MS,
                () -> {
                  if (!stopped && inSession == session) {
                    register(inSession);
                  }
                });
          }
          registrationListeners.forEach(listener -> listener.accept(outcome));
        });
  }

  @Override
  public void onElected(int epoch, int epochVersion) {
    endTerm();
    Term begun =
        new Term(
            ControllerState.empty(brokerId, epoch, epochVersion),
            client,
            loop,
            channels,
            listenerName,
            decider,
            rules,
            this);
    term = begun;
    begun.begin();
  }

  @Override
  public void onOther(int other) {
    if (term != null) {
      LOG.info("no longer controller brokerId={} controller={}", brokerId, other);
    }
    endTerm();
  }

  private void endTerm() {
    active = false;
    Term over = term;
    term = null;
    if (over == null) {
      return;
    }
    over.end();
    gauges.clear();
    topicWaits.close();
    electionWaits.close();
    List<Consumer<ReassignmentOutcomes>> moves = new ArrayList<>(moveReplies.values());
    moveReplies.clear();
    moves.forEach(
        reply -> reply.accept(new ReassignmentOutcomes(ErrorCode.NOT_CONTROLLER, List.of())));
    List<Consumer<IsrOutcomes>> isrs = new ArrayList<>(isrReplies.values());
    isrReplies.clear();
    isrs.forEach(reply -> reply.accept(new IsrOutcomes(ErrorCode.NOT_CONTROLLER, List.of())));
    List<Consumer<ShutdownOutcome>> shutdowns = new ArrayList<>(shutdownReplies.values());
    shutdownReplies.clear();
    shutdowns.forEach(reply -> reply.accept(notController()));
  }

  @Override
  public void onActive() {
    active = true;
  }

  @Override
  public void onDoubt() {
    election.doubt();
  }

  @Override
  public void onBroken() {
    Term broken = term;
    if (broken != null) {
      int epochVersion = broken.state().epochVersion();
      try {
        endTerm();
      } finally {
        election.resign(epochVersion);
      }
    }
  }

  @Override
  public void onHandling(ControllerEvent event) {
    ControllerMetrics shown = metrics;
    if (shown != null) {
      shown.handling(event);
    }
  }

  @Override
  public void onChannel(int broker, BrokerQueue queue) {
    ControllerMetrics shown = metrics;
    if (shown != null) {
      shown.opened(broker, queue);
    }
  }

  @Override
  public void onChannelClosed(int broker) {
    ControllerMetrics shown = metrics;
    if (shown != null) {
      shown.closed(broker);
    }
  }

  @Override
  public void onHandled(ControllerEvent event, long elapsedNs) {
    ControllerMetrics shown = metrics;
    if (shown != null) {
      shown.handled(event, elapsedNs);
      shown.waiting(topicWaits.size());
    }
  }

  @Override
  public void onState(ControllerState state) {
    gauges.show(state);
    topicWaits.look(state);
  }

  private void onMetadata() {
    Term acting = term;
    if (acting != null) {
      topicWaits.look(acting.state());
      electionWaits.look();
    }
  }

  @Override
  public void onElections(long request, List<ElectionOutcome> outcomes) {
    electionWaits.decided(request, outcomes);
  }

  @Override
  public void onReassignments(long request, List<ReassignmentOutcome> outcomes) {
    Consumer<ReassignmentOutcomes> reply = moveReplies.remove(request);
    if (reply != null) {
      reply.accept(new ReassignmentOutcomes(ErrorCode.NONE, outcomes));
    }
  }

  @Override
  public void onUncleanElection() {
    ControllerMetrics shown = metrics;
    if (shown != null) {
      shown.uncleanElection();
    }
  }

  @Override
  public void onTopics(long request, List<TopicOutcome> outcomes) {
    Term acting = term;
    if (acting != null) {
      topicWaits.decided(request, outcomes, acting.state());
    }
  }

  @Override
  public void onIsrs(long request, IsrOutcomes outcomes) {
    Consumer<IsrOutcomes> reply = isrReplies.remove(request);
    if (reply != null) {
      reply.accept(outcomes);
    }
  }

  @Override
  public void onShutdown(long request, ShutdownOutcome outcome) {
    Consumer<ShutdownOutcome> reply = shutdownReplies.remove(request);
    if (reply != null) {
      reply.accept(outcome);
    }
  }

  @Override
  public void createTopics(
      List<NewTopic> topics,
      int timeoutMs,
      boolean validateOnly,
      Consumer<List<TopicOutcome>> reply) {
    List<String> names = topics.stream().map(NewTopic::name).toList();
    command(
        acting -> {
          long request = requests++;
          topicWaits.open(
              request,
              names,
              names.stream().map(name -> 0).toList(),
              validateOnly ? TopicWaits.Until.DECIDED : TopicWaits.Until.LED,
              timeoutMs,
              reply);
          acting.handle(new ControllerEvent.CreateTopics(request, topics, validateOnly));
        },
        () -> reply.accept(refused(names)));
  }

  @Override
  public void createPartitions(
      List<NewPartitions> topics,
      int timeoutMs,
      boolean validateOnly,
      Consumer<List<TopicOutcome>> reply) {
    List<String> names = topics.stream().map(NewPartitions::topic).toList();
    command(
        acting -> {
          long request = requests++;
          topicWaits.open(
              request,
              names,
              topics.stream().map(NewPartitions::total).toList(),
              validateOnly ? TopicWaits.Until.DECIDED : TopicWaits.Until.LED,
              timeoutMs,
              reply);
          acting.handle(new ControllerEvent.CreatePartitions(request, topics, validateOnly));
        },
        () -> reply.accept(refused(names)));
  }

  @Override
  public void deleteTopics(List<String> topics, int timeoutMs, Consumer<List<TopicOutcome>> reply) {
    List<String> names = List.copyOf(topics);
    command(
        acting -> {
          long request = requests++;
          topicWaits.open(
              request,
              names,
              names.stream().map(name -> 0).toList(),
              TopicWaits.Until.GONE,
              timeoutMs,
              reply);
          acting.handle(new ControllerEvent.DeleteTopics(request, names));
        },
        () -> reply.accept(refused(names)));
  }

  @Override
  public void electLeaders(
      boolean unclean,
      @Nullable List<ZkTopicPartition> partitions,
      int timeoutMs,
      Consumer<ElectionOutcomes> reply) {
    command(
        acting -> {
          long request = requests++;
          electionWaits.open(request, timeoutMs, reply);
          acting.handle(new ControllerEvent.ElectLeaders(request, unclean, partitions));
        },
        () -> reply.accept(new ElectionOutcomes(ErrorCode.NOT_CONTROLLER, List.of())));
  }

  @Override
  public void alterReassignments(List<ReplicaMove> moves, Consumer<ReassignmentOutcomes> reply) {
    command(
        acting -> {
          long request = requests++;
          moveReplies.put(request, reply);
          acting.handle(new ControllerEvent.AlterReassignments(request, List.copyOf(moves)));
        },
        () -> reply.accept(new ReassignmentOutcomes(ErrorCode.NOT_CONTROLLER, List.of())));
  }

  @Override
  public void listReassignments(
      @Nullable List<ZkTopicPartition> partitions, Consumer<OngoingReassignments> reply) {
    command(
        acting -> {
          long startNs = loop.monotonicNs();
          ControllerState state = acting.state();
          TreeSet<ZkTopicPartition> asked = partitions == null ? null : new TreeSet<>(partitions);
          SortedMap<ZkTopicPartition, PartitionAssignment> moving = new TreeMap<>();
          for (ZkTopicPartition id : state.index().reassigning().keys()) {
            PartitionControl partition = state.partition(id);
            if (partition != null && (asked == null || asked.contains(id))) {
              moving.put(id, partition.assignment());
            }
          }
          ControllerMetrics shown = metrics;
          if (shown != null) {
            shown.listed(loop.monotonicNs() - startNs);
          }
          reply.accept(new OngoingReassignments(ErrorCode.NONE, moving));
        },
        () -> reply.accept(new OngoingReassignments(ErrorCode.NOT_CONTROLLER, new TreeMap<>())));
  }

  /**
   * Settings have changed that may allow elections that lose records. Any thread.
   *
   * @param topic null when those of all topics may have
   */
  public void uncleanMayHaveChanged(@Nullable String topic) {
    ControllerEvent changed =
        topic == null
            ? new ControllerEvent.UncleanChanged()
            : new ControllerEvent.TopicUncleanChanged(topic);
    command(acting -> acting.handle(changed), () -> {});
  }

  @Override
  public void alterPartitions(
      int sender, long brokerEpoch, List<IsrProposal> proposals, Consumer<IsrOutcomes> reply) {
    command(
        acting -> {
          long request = requests++;
          isrReplies.put(request, reply);
          acting.handle(
              new ControllerEvent.AlterPartitions(
                  request, sender, brokerEpoch, List.copyOf(proposals)));
        },
        () -> reply.accept(new IsrOutcomes(ErrorCode.NOT_CONTROLLER, List.of())));
  }

  @Override
  public void allocateProducerIds(int sender, long brokerEpoch, Consumer<ProducerIdBlock> reply) {
    command(
        acting -> {
          BrokerState broker = acting.state().brokers().get(sender);
          if (broker == null) {
            reply.accept(new ProducerIdBlock(ErrorCode.BROKER_ID_NOT_REGISTERED, 0, 0));
          } else if (broker.epoch() != brokerEpoch) {
            reply.accept(new ProducerIdBlock(ErrorCode.STALE_BROKER_EPOCH, 0, 0));
          } else {
            acting.producerIds().allocate(sender, reply);
          }
        },
        () -> reply.accept(new ProducerIdBlock(ErrorCode.NOT_CONTROLLER, 0, 0)));
  }

  @Override
  public void controlledShutdown(int leaving, long brokerEpoch, Consumer<ShutdownOutcome> reply) {
    command(
        acting -> {
          long request = requests++;
          shutdownReplies.put(request, reply);
          acting.handle(new ControllerEvent.ControlledShutdown(request, leaving, brokerEpoch));
        },
        () -> reply.accept(notController()));
  }

  private void command(Consumer<Term> action, Runnable refusal) {
    loop.execute(
        () -> {
          Term acting = term;
          if (acting != null && acting.isActive()) {
            action.accept(acting);
          } else {
            refusal.run();
          }
        });
  }

  private static List<TopicOutcome> refused(List<String> names) {
    return names.stream()
        .map(name -> TopicOutcome.refused(name, ErrorCode.NOT_CONTROLLER, null))
        .toList();
  }

  /** The code that a broker that wants to stop knows for "ask another controller". */
  private static ShutdownOutcome notController() {
    return new ShutdownOutcome(ErrorCode.STALE_CONTROLLER_EPOCH, List.of());
  }
}
