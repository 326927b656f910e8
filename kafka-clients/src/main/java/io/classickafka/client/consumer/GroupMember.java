package io.classickafka.client.consumer;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.ResponseHandler;
import io.classickafka.client.cluster.Backoff;
import io.classickafka.client.cluster.BrokerLink;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.JoinGroupResponse;
import io.classickafka.protocol.message.SyncGroupResponse;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership of a consumer in its group: joins, beats, and says in steps what the application's
 * thread has to hear. The loop's.
 *
 * <pre>
 *   OUT --poll--> REVOKING --listener heard--> JOINING --joined--> SYNCING --synced--> ASSIGNING
 *                                                 ^                                        |
 *                                                 |                                  listener hears
 *                                                 +--rebalance, next poll-- STABLE <-------+
 * </pre>
 *
 * Every answer that says the membership is void leads back to OUT.
 */
final class GroupMember {

  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);

  // A join is answered when all have joined, or their time to join is up, and then some.
  private static final int JOIN_ANSWER_MS = 5_000;

  private final ClusterClient client;
  private final EventLoop loop;
  private final ConsumerSettings settings;
  private final Assigned assigned;
  private final GroupLeader leader;
  private final Listener listener;
  private final Target.Coordinator coordinator;
  private final Backoff backoff;
  private final RebalanceProtocol protocol;
  private final Heartbeats heart;
  private Membership me;
  private State state = State.OUT;
  private List<String> topics = Collections.emptyList();
  private boolean subscribed;
  private boolean rejoin;
  private boolean lost;
  private String reason = "";
  private String protocolName = "";
  private @Nullable Assignment next;
  // What the listener is being told of: there is no other step until it has heard.
  private @Nullable List<TopicPartition> going;
  private int failures;
  // Grows with each join: what belongs to an earlier one is void.
  private int round;

  private enum State {
    OUT,
    REVOKING,
    JOINING,
    SYNCING,
    ASSIGNING,
    STABLE
  }

  /** Hears what happens by itself. */
  interface Listener {
    /** There may be a step to do. */
    void onStep();

    /** Something the application must hear of. */
    void onError(RuntimeException error);

    /** Whether the application waits for a step now. */
    boolean isAwaited();
  }

  GroupMember(
      ClusterClient client,
      ConsumerSettings settings,
      String groupId,
      Assigned assigned,
      Listener listener) {
    this.client = client;
    this.loop = client.loop();
    this.settings = settings;
    this.assigned = assigned;
    this.listener = listener;
    this.leader = new GroupLeader(client, settings.assignors());
    this.coordinator = new Target.Coordinator((byte) 0, groupId);
    this.backoff =
        new Backoff(client.settings().retryBackoffMs(), client.settings().retryBackoffMaxMs());
    this.protocol = GroupLeader.commonProtocol(settings.assignors());
    this.me = new Membership(groupId, "", settings.groupInstanceId(), Membership.NO_GENERATION);
    this.heart = new Heartbeats(client, settings, coordinator, new Kept());
  }

  private final class Kept implements Heartbeats.Life {
    @Override
    public Membership me() {
      return me;
    }

    @Override
    public int round() {
      return round;
    }

    @Override
    public boolean isJoining() {
      return state == State.JOINING;
    }

    @Override
    public boolean isPolled() {
      return listener.isAwaited();
    }

    @Override
    public void onNoPoll() {
      LOG.warn(
          "left the group: no poll in time groupId={} maxPollIntervalMs={}",
          me.groupId(),
          settings.maxPollIntervalMs());
      CompletableFuture<Boolean> left = leave();
      LOG.debug("leaving groupId={} done={}", me.groupId(), left.isDone());
      lose("no poll in time");
    }

    @Override
    public void onBeaten(ErrorCode error) {
      GroupMember.this.onBeaten(error);
    }

    @Override
    public void onNoCoordinator(Exception error) {
      if (error instanceof RuntimeException told && !(error instanceof RetriableException)) {
        listener.onError(told);
      }
    }
  }

  Membership me() {
    return me;
  }

  ConsumerGroupMetadata metadata() {
    return new ConsumerGroupMetadata(
        me.groupId(), me.generation(), me.memberId(), Optional.ofNullable(me.instanceId()));
  }

  /** The topics this member wants from now on. */
  void subscribe(List<String> wanted, String why) {
    if (subscribed && wanted.equals(topics)) {
      return;
    }
    topics = List.copyOf(wanted);
    subscribed = true;
    requestRejoin(why);
  }

  boolean isSubscribed() {
    return subscribed;
  }

  /** Whether nothing keeps this member from reading. */
  boolean isSettled() {
    return !subscribed || (state == State.STABLE && !rejoin);
  }

  /** Whether what is assigned is this member's no more, and the listener has yet to hear it. */
  boolean hasLost() {
    return lost;
  }

  void requestRejoin(String why) {
    if (subscribed) {
      rejoin = true;
      reason = why;
      listener.onStep();
    }
  }

  /** The application is alive and ready for steps. */
  void polled() {
    heart.polled();
  }

  /** The next thing to do for the application's thread; null for nothing now. */
  @Nullable Step step() {
    if (going != null || !subscribed) {
      return null;
    }
    if (lost) {
      return new Step.Lose(going(assigned.names()));
    }
    if (state == State.ASSIGNING) {
      return assigning();
    }
    boolean begins = state == State.OUT || (state == State.STABLE && rejoin);
    if (!begins && state != State.REVOKING) {
      return null;
    }
    List<TopicPartition> leaving = new ArrayList<>(assigned.names());
    if (protocol == RebalanceProtocol.COOPERATIVE) {
      // The others stay until it is known whose they are to be.
      leaving.removeIf(partition -> topics.contains(partition.topic()));
    }
    if (leaving.isEmpty()) {
      join();
      return null;
    }
    state = State.REVOKING;
    return new Step.Revoke(going(leaving));
  }

  private List<TopicPartition> going(Collection<TopicPartition> partitions) {
    going = List.copyOf(partitions);
    return new ArrayList<>(partitions);
  }

  private @Nullable Step assigning() {
    Assignment assignment = next;
    if (assignment == null) {
      return null;
    }
    Set<String> wanted = new LinkedHashSet<>(topics);
    if (!assignment.partitions().stream().allMatch(one -> wanted.contains(one.topic()))) {
      // Decided on what was wanted before, by this member or by the static one it takes over from.
      next = null;
      state = State.STABLE;
      requestRejoin("what was assigned is not wanted any more");
      return step();
    }
    if (protocol == RebalanceProtocol.COOPERATIVE) {
      List<TopicPartition> others = new ArrayList<>(assigned.names());
      others.removeAll(assignment.partitions());
      if (!others.isEmpty()) {
        return new Step.Revoke(going(others));
      }
    }
    List<TopicPartition> added = assigned.replace(assignment.partitions());
    next = null;
    state = State.STABLE;
    LOG.info(
        "partitions assigned groupId={} generation={} partitions={}",
        me.groupId(),
        me.generation(),
        assignment.partitions());
    // What the leader decided on may have changed meanwhile, and no news of that may follow.
    onMetadata();
    return new Step.Assign(added);
  }

  /** The listener has not heard what the last step says: the step is made again. */
  void notHeard() {
    going = null;
  }

  /** The listener heard that partitions go, or have gone. */
  void revoked() {
    List<TopicPartition> gone = going;
    going = null;
    if (gone == null) {
      return;
    }
    List<TopicPartition> staying = new ArrayList<>(assigned.names());
    staying.removeAll(gone);
    assigned.replace(staying);
    if (lost) {
      // The membership may have ended while the listener heard of a part of them.
      lost = !staying.isEmpty();
    } else if (state == State.REVOKING) {
      join();
    } else {
      // Those who get these partitions get them in the rebalance that follows.
      requestRejoin("partitions were revoked");
    }
    listener.onStep();
  }

  private void join() {
    state = State.JOINING;
    rejoin = false;
    int mine = ++round;
    client.resolve(
        coordinator,
        (link, error) -> {
          if (mine != round) {
            return;
          }
          if (link == null) {
            onTrouble(error == null ? new KafkaException("no coordinator") : error);
            return;
          }
          guarded(() -> sendJoin(link));
        });
  }

  private void sendJoin(BrokerLink link) {
    List<TopicPartition> owned =
        protocol == RebalanceProtocol.EAGER || lost
            ? Collections.emptyList()
            : new ArrayList<>(assigned.names());
    link.send(
        ApiKey.JOIN_GROUP,
        ApiKey.JOIN_GROUP.lowestVersion(),
        ApiKey.JOIN_GROUP.highestVersion(),
        GroupRequests.join(me, settings, topics, owned, reason),
        Math.max(
            client.settings().requestTimeoutMs(),
            (long) settings.maxPollIntervalMs() + JOIN_ANSWER_MS),
        answer(round, response -> onJoined((JoinGroupResponse) response, link)));
  }

  // Assignors are the application's, and what they read is other members': both may fail.
  private void guarded(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      onFatal(
          e instanceof KafkaException told
              ? told
              : new KafkaException("the group could not be joined", e));
    }
  }

  private ResponseHandler answer(int mine, Consumer<ApiMessage> then) {
    return new ResponseHandler() {
      @Override
      public void onResponse(ApiMessage response, short version) {
        if (mine == round) {
          guarded(() -> then.accept(response));
        }
      }

      @Override
      public void onFailure(Failure failure, String detail) {
        if (mine == round && failure != Failure.CLOSED) {
          client.forgetCoordinator(coordinator);
          onTrouble(GroupRequests.noAnswer(failure, detail));
        }
      }
    };
  }

  private void onJoined(JoinGroupResponse response, BrokerLink link) {
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (error == ErrorCode.MEMBER_ID_REQUIRED) {
      me = me.withMemberId(response.memberId());
      join();
      return;
    }
    if (error != ErrorCode.NONE) {
      onRefused(error);
      return;
    }
    failures = 0;
    me = me.withMemberId(response.memberId()).withGeneration(response.generationId());
    String chosen = response.protocolName();
    protocolName = chosen == null ? "" : chosen;
    state = State.SYNCING;
    heart.start();
    boolean leads = response.leader().equals(response.memberId());
    LOG.info(
        "group joined groupId={} memberId={} generation={} leads={}",
        me.groupId(),
        me.memberId(),
        me.generation(),
        leads);
    if (!leads) {
      leader.resign();
      sync(link, Collections.emptyMap());
      return;
    }
    if (response.skipAssignment()) {
      leader.watch(response.members(), topics);
      sync(link, Collections.emptyMap());
      return;
    }
    int mine = round;
    CompletableFuture<Map<String, Assignment>> decided =
        leader.assign(protocolName, response.members(), topics);
    decided.whenComplete(
        (assignments, failure) -> {
          if (mine != round) {
            return;
          }
          if (assignments != null) {
            guarded(() -> sync(link, assignments));
          } else {
            onFatal(new KafkaException("the assignor failed", failure));
          }
        });
  }

  private void sync(BrokerLink link, Map<String, Assignment> assignments) {
    link.send(
        ApiKey.SYNC_GROUP,
        ApiKey.SYNC_GROUP.lowestVersion(),
        ApiKey.SYNC_GROUP.highestVersion(),
        GroupRequests.sync(me, protocolName, assignments),
        answer(round, response -> onSynced((SyncGroupResponse) response)));
  }

  private void onSynced(SyncGroupResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (error != ErrorCode.NONE) {
      onRefused(error);
      return;
    }
    Assignment assignment = EmbeddedProtocol.decodeAssignment(response.assignment());
    for (ConsumerPartitionAssignor assignor : settings.assignors()) {
      if (assignor.name().equals(protocolName)) {
        assignor.onAssignment(assignment, metadata());
      }
    }
    next = assignment;
    state = State.ASSIGNING;
    listener.onStep();
  }

  // A join or sync was refused.
  private void onRefused(ErrorCode error) {
    switch (error) {
      case UNKNOWN_MEMBER_ID -> {
        me = me.withMemberId("").out();
        lost = !assigned.isEmpty();
      }
      case ILLEGAL_GENERATION -> {
        me = me.out();
        lost = !assigned.isEmpty();
      }
      case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE -> client.forgetCoordinator(coordinator);
      case COORDINATOR_LOAD_IN_PROGRESS, REBALANCE_IN_PROGRESS -> {}
      default -> {
        onFatal(ApiErrors.ofGroup(error, me.groupId(), null));
        return;
      }
    }
    joinAgain(ApiErrors.exception(error, null));
  }

  // There is nobody to ask, or no answer.
  private void onTrouble(Exception error) {
    if (error instanceof RetriableException) {
      joinAgain(error);
    } else {
      onFatal(error instanceof RuntimeException fatal ? fatal : new KafkaException(error));
    }
  }

  private void joinAgain(Exception error) {
    LOG.debug("group not joined groupId={} cause={}", me.groupId(), error.getMessage());
    failures++;
    int mine = ++round;
    state = State.JOINING;
    loop.schedule(
        backoff.pauseMs(failures, loop.random()),
        () -> {
          if (mine == round && state == State.JOINING) {
            join();
          }
        });
  }

  private void onFatal(RuntimeException error) {
    round++;
    state = State.OUT;
    rejoin = true;
    listener.onError(error);
  }

  private void onBeaten(ErrorCode error) {
    switch (error) {
      case NONE -> {}
      case REBALANCE_IN_PROGRESS -> onRebalance("the group rebalances");
      case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> {
        if (!fenced(error, me)) {
          LOG.debug("heartbeat refused while joining error={}", error);
        }
      }
      case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE -> client.forgetCoordinator(coordinator);
      case COORDINATOR_LOAD_IN_PROGRESS -> {}
      default -> {
        lose("heartbeat refused: " + error);
        onFatal(ApiErrors.ofGroup(error, me.groupId(), null));
      }
    }
  }

  /** The group rebalances: who is on its way already takes part in that. */
  void onRebalance(String why) {
    if (!rejoin && (state == State.STABLE || state == State.ASSIGNING)) {
      requestRejoin(why);
    }
  }

  /**
   * The broker says that a membership is void. False when it is about to be replaced: a commit that
   * waited behind a join on the wire comes in the next generation.
   */
  boolean fenced(ErrorCode error, Membership which) {
    if (state == State.JOINING || state == State.SYNCING) {
      return false;
    }
    if (me.generation() >= 0 && which.generation() == me.generation()) {
      LOG.info(
          "membership lost groupId={} memberId={} error={}", me.groupId(), me.memberId(), error);
      if (error == ErrorCode.UNKNOWN_MEMBER_ID) {
        me = me.withMemberId("");
      }
      lose("the membership was void: " + error);
    }
    return true;
  }

  /**
   * Why a member cannot commit now; null when it can. Without a generation the broker would take it
   * for somebody outside the group, whose offsets go before those of the partitions' new owners,
   * and in a generation that it is yet to be synced into its partitions may be another member's.
   */
  @Nullable RuntimeException commitRefusal() {
    boolean failed = state == State.OUT && me.generation() >= 0; // before it was all synced
    if (failed || state == State.JOINING || state == State.SYNCING) {
      return lost ? new CommitFailedException() : GroupOffsets.rebalancing();
    }
    return me.generation() >= 0 ? null : new CommitFailedException();
  }

  private void lose(String why) {
    heart.stop();
    round++;
    me = me.out();
    state = State.OUT;
    next = null;
    lost = !assigned.isEmpty();
    requestRejoin(why);
  }

  /** Stops being a member, without a word to the listener. Done when the broker knows, or never. */
  private CompletableFuture<Boolean> leave() {
    CompletableFuture<Boolean> left = Leaving.start(client, coordinator, me);
    me = me.instanceId() == null ? me.withMemberId("").out() : me.out();
    return left;
  }

  /** Ends the subscription and the membership. Done when the broker has heard, or cannot. */
  CompletableFuture<Boolean> unsubscribe() {
    CompletableFuture<Boolean> left = leave();
    heart.stop();
    round++;
    subscribed = false;
    topics = Collections.emptyList();
    rejoin = false;
    lost = false;
    going = null;
    next = null;
    state = State.OUT;
    return left;
  }

  /** Metadata has changed: the leader looks whether it would decide otherwise. */
  void onMetadata() {
    if (state == State.STABLE && !rejoin && leader.hasChanged()) {
      requestRejoin("topics have changed");
    }
  }
}
