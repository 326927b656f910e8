package io.classickafka.replica;

import io.classickafka.log.AppendResult;
import io.classickafka.log.AppendWorkspace;
import io.classickafka.log.Log;
import io.classickafka.log.Origin;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This broker's replica of one partition. Lives from the first LeaderAndIsr that names it until it
 * is stopped or its log directory fails. Owned by its loop; the methods marked so may be called by
 * anyone.
 *
 * <p>Invariant: log start &lt;= high watermark &lt;= log end; the high watermark never falls while
 * this broker leads. {@code leadership} is there exactly while it does, {@code followership} while
 * another broker does and is copied from.
 *
 * <p>Failure: an error of the disk ends in the log, which answers KAFKA_STORAGE_ERROR; the
 * directory's failure then stops the partition.
 */
public final class Partition {

  private static final Logger LOG = LogManager.getLogger(Partition.class);

  /** No broker leads. */
  public static final int NO_LEADER = -1;

  /** No leader epoch has been heard of. */
  public static final int NO_EPOCH = -1;

  private final TopicPartition name;
  private final EventLoop loop;
  private final AppendWorkspace workspace;
  private volatile Log log;
  private final ReplicaContext context;
  private final TopicMetrics.Topic metrics;
  private final IsrUpkeep isrUpkeep;

  private PartitionSettings settings;
  private int leaderId = NO_LEADER;
  private int leaderEpoch = NO_EPOCH;
  private int partitionEpoch;
  private List<Integer> adding = List.of();
  private @Nullable Leadership leadership;
  private @Nullable Followership followership;
  private final PartitionMove moving = new PartitionMove();
  private boolean stopped;

  private final ClientWrites produced;
  private final PendingWrites writes;
  private final RecordDeletions deletions;

  /** Writes that want to be durable here and do not wait for other replicas. */
  private final PendingWrites localWrites;

  private final PartitionReaders readers;

  private volatile PartitionView view = PartitionView.UNKNOWN;

  private final PartitionThrottle throttle;

  Partition(Log log, PartitionLoop home, PartitionSettings settings, ReplicaContext context) {
    this.name = log.topicPartition();
    this.loop = home.loop();
    this.workspace = home.workspace();
    this.log = log;
    this.context = context;
    this.produced = new ClientWrites(this, workspace);
    this.writes = new PendingWrites(loop, context.metrics().waitingWrites);
    this.localWrites = new PendingWrites(loop, context.metrics().waitingWrites);
    this.throttle = new PartitionThrottle(name.partition(), context.quotas().leader());
    this.readers = new PartitionReaders(loop, context.quotas().leader());
    this.settings = settings;
    throttle.apply(settings);
    this.metrics = context.metrics().topics.topic(name.topic());
    this.isrUpkeep = new IsrUpkeep(this, context);
    this.deletions = new RecordDeletions(this, context.metrics().waitingDeletions);
    own(log);
  }

  private void own(Log owned) {
    owned.onDurable(() -> loop.execute(this::onDurable));
    owned.ownedBy(loop);
  }

  /** Any thread. */
  public TopicPartition name() {
    return name;
  }

  /** The loop that owns the partition. Any thread. */
  public EventLoop loop() {
    return loop;
  }

  /** What others may know of it. Any thread. */
  public PartitionView view() {
    return view;
  }

  /** The stored records; only its getters marked so are for other threads. Any thread. */
  public Log log() {
    return log;
  }

  public PartitionSettings settings() {
    return settings;
  }

  TopicMetrics.Topic metrics() {
    return metrics;
  }

  public int leaderId() {
    return leaderId;
  }

  public int leaderEpoch() {
    return leaderEpoch;
  }

  public boolean leads() {
    return leadership != null;
  }

  @Nullable Leadership leadership() {
    return leadership;
  }

  /** The topic's settings changed. */
  void configure(PartitionSettings settings) {
    this.settings = settings;
    throttle.apply(settings);
    readers.release();
    log.updateConfig(settings.log());
    publish();
    onDurable();
  }

  /** The rate of throttled copying changed: who waits for the old one looks again. */
  void onRate() {
    readers.release();
  }

  /** Whether its copying is held to a rate. */
  PartitionThrottle throttle() {
    return throttle;
  }

  /** More of the log counts than before. */
  private void onDurable() {
    if (stopped || log.isOffline()) {
      return;
    }
    localWrites.settle(log.durableOffset(), ErrorCode.NONE);
    advanceHighWatermark();
    Followership following = followership;
    if (following != null) {
      following.onDurable();
    }
  }

  /** {@code min.insync.replicas}, limited to what there is. */
  int minIsr() {
    Leadership leading = leadership;
    int replicas = leading == null ? 1 : leading.replicas().size();
    return Math.min(settings.minInsyncReplicas(), replicas);
  }

  // Roles.

  /** Leads from now on, or goes on leading under a newer state. */
  ErrorCode lead(LeaderState state) {
    if (state.partitionEpoch() < partitionEpoch) {
      return ErrorCode.NONE;
    }
    boolean newEpoch = state.leaderEpoch() > leaderEpoch;
    if (newEpoch) {
      ErrorCode assigned = log.assignEpoch(state.leaderEpoch());
      if (assigned != ErrorCode.NONE) {
        return assigned;
      }
    }
    stopFetching();
    Leadership leading = leadership;
    // Each change of leader raises the epoch, so in one that was skipped another may have led, at
    // whose word followers cut off what they had acknowledged here.
    if (leading == null || state.leaderEpoch() > leaderEpoch + 1) {
      leading = new Leadership(context.brokerId(), context.live(), context.lagMaxMs());
      leadership = leading;
    }
    leading.apply(state, newEpoch, log.logEndOffset(), loop.monotonicMs());
    leaderId = context.brokerId();
    leaderEpoch = state.leaderEpoch();
    partitionEpoch = state.partitionEpoch();
    publish();
    LOG.debug(
        "leads topic={} partition={} leaderEpoch={} isr={} replicas={} logEndOffset={}",
        name.topic(),
        name.partition(),
        leaderEpoch,
        state.isr(),
        state.replicas(),
        log.logEndOffset());
    advanceHighWatermark();
    deletions.look();
    readers.wakeAll();
    isrUpkeep.watch();
    return ErrorCode.NONE;
  }

  /** Follows from now on, or goes on following under a newer state. */
  ErrorCode follow(LeaderState state) {
    if (state.partitionEpoch() < partitionEpoch) {
      return ErrorCode.NONE;
    }
    boolean newEpoch = state.leaderEpoch() > leaderEpoch;
    leadership = null;
    leaderId = state.leader();
    adding = state.adding();
    leaderEpoch = state.leaderEpoch();
    partitionEpoch = state.partitionEpoch();
    publish();
    failWrites(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    isrUpkeep.cancel();
    readers.wakeAll();
    if (newEpoch) {
      stopFetching();
      // A leader not known to be alive yet is followed as soon as it is: the controller tells of
      // a broker and of what it leads in two requests.
      if (leaderId != NO_LEADER) {
        Followership following =
            new Followership(this, leaderId, leaderEpoch, context.fetchers().tellDivergence());
        followership = following;
        following.begin(context.fetchers());
      }
    }
    LOG.debug(
        "follows topic={} partition={} leader={} leaderEpoch={} logEndOffset={}",
        name.topic(),
        name.partition(),
        leaderId,
        leaderEpoch,
        log.logEndOffset());
    return ErrorCode.NONE;
  }

  /** The replica is taken away, or its directory failed. Everybody who waits is told. */
  void stop(ErrorCode error) {
    stopped = true;
    leadership = null;
    leaderId = NO_LEADER;
    publish();
    stopFetching();
    moving.stop();
    isrUpkeep.cancel();
    log.onDurable(() -> {});
    failWrites(error);
    readers.wakeAll();
  }

  private void failWrites(ErrorCode error) {
    writes.failAll(error);
    deletions.failAll(error);
    localWrites.failAll(error);
  }

  /** Keeps the replica as it is, but copies nothing any more. */
  void stopFetching() {
    Followership following = followership;
    followership = null;
    if (following != null) {
      following.end();
    }
  }

  boolean stopped() {
    return stopped;
  }

  private void publish() {
    Leadership leading = leadership;
    view =
        leading == null
            ? PartitionView.notLeading(leaderId, leaderEpoch, adding)
            : leading.view(leaderEpoch, minIsr());
  }

  // Writing.

  /**
   * Appends what a producer or a coordinator sent. Borrows the records and patches their headers.
   *
   * @param needsAll whether the write wants all in-sync replicas ({@code acks=-1}); then {@link
   *     #awaitReplicas} follows
   */
  public AppendResult append(ByteSlice records, Origin origin, boolean needsAll) {
    AppendResult.Rejected refused = refusal(needsAll);
    if (refused != null) {
      return refused;
    }
    long endBefore = log.logEndOffset();
    AppendResult result =
        log.appendAsLeader(records, leaderEpoch, origin, loop.wallClockMs(), workspace);
    onAppended(result);
    onAppended(endBefore, origin, records.sizeBytes());
    return result;
  }

  /** Why a write cannot be taken, whatever is in it; null when it can. */
  AppendResult.@Nullable Rejected refusal(boolean needsAll) {
    Leadership leading = leadership;
    ErrorCode refused =
        stopped
            ? ErrorCode.NOT_LEADER_OR_FOLLOWER
            : AckRule.beforeAppend(
                leading != null,
                needsAll,
                leading == null ? 0 : leading.isr().committed().size(),
                minIsr());
    return refused == ErrorCode.NONE && leading != null
        ? null
        : new AppendResult.Rejected(refused, refused.message(), FetchAnswer.UNKNOWN, List.of());
  }

  void onAppended(AppendResult result) {
    if (result instanceof AppendResult.Rejected rejected) {
      context.metrics().topics.onRejected(rejected.fault(), rejected.recordErrors().size());
    }
  }

  void onAppended(long endBefore, Origin origin, long bytes) {
    long end = log.logEndOffset();
    Leadership leading = leadership;
    if (end > endBefore && leading != null) {
      readers.noteContacts(leading, endBefore);
      metrics.onAppended(origin, end - endBefore, bytes);
      advanceHighWatermark();
      readers.onAppended(end);
      isrUpkeep.watch();
    }
  }

  /**
   * Appends what a client produced, with the next write. Message sets of magic 0 and 1 become one
   * batch first.
   */
  public void produce(ClientWrite write) {
    produced.add(write);
  }

  /**
   * Waits until a write is replicated, fails or takes too long.
   *
   * @param requiredOffset the end of the write, exclusive
   * @param onSettled called once, on this loop, maybe before this returns
   */
  public void awaitReplicas(long requiredOffset, long timeoutMs, Consumer<ErrorCode> onSettled) {
    writes.await(outcome(requiredOffset), requiredOffset, timeoutMs, onSettled);
  }

  /**
   * Waits until a write counts on this broker alone ({@code acks=1}): at once, unless the topic is
   * flushed; fails or takes too long. The same arguments.
   */
  public void awaitDurable(long requiredOffset, long timeoutMs, Consumer<ErrorCode> onSettled) {
    ErrorCode outcome = null;
    if (leadership == null) {
      outcome = ErrorCode.NOT_LEADER_OR_FOLLOWER;
    } else if (requiredOffset <= log.durableOffset()) {
      outcome = ErrorCode.NONE;
    }
    localWrites.await(outcome, requiredOffset, timeoutMs, onSettled);
  }

  private @Nullable ErrorCode outcome(long requiredOffset) {
    Leadership leading = leadership;
    return AckRule.afterAppend(
        leading != null,
        log.highWatermark(),
        requiredOffset,
        leading == null ? 0 : leading.isr().maximal().size(),
        minIsr());
  }

  private void advanceHighWatermark() {
    Leadership leading = leadership;
    if (leading == null) {
      return;
    }
    long before = log.highWatermark();
    long after =
        leading.highWatermark(
            before, log.durableOffset(), log.logEndOffset(), minIsr(), loop.monotonicMs());
    if (after > before) {
      log.updateHighWatermark(after);
      onHighWatermark(after);
    }
  }

  private void onHighWatermark(long highWatermark) {
    context.onHighWatermark().run();
    ErrorCode outcome = outcome(highWatermark);
    writes.settle(highWatermark, outcome == null ? ErrorCode.NONE : outcome);
    readers.onCommitted(highWatermark, log.lastStableOffset());
  }

  // Following, for the followership.

  /** Appends what the leader sent. Borrows the records. */
  AppendResult appendFetched(ByteSlice records) {
    AppendResult result = log.appendAsFollower(records, loop.wallClockMs());
    if (result instanceof AppendResult.Appended appended && appended.sizeBytes() > 0) {
      metrics.onCopied(appended.sizeBytes(), adding.contains(context.brokerId()));
      readers.onAppended(log.logEndOffset());
    }
    return result;
  }

  /**
   * The leader told its bounds. What is committed stays committed, so a new leader that does not
   * know yet how far that goes moves nothing back.
   */
  void onLeaderBounds(long leaderHighWatermark, long leaderLogStart) {
    long before = log.highWatermark();
    long after = Math.min(leaderHighWatermark, log.logEndOffset());
    if (after > before) {
      log.updateHighWatermark(after);
      onHighWatermark(log.highWatermark());
    }
    if (LogStartRule.follows(leaderLogStart, log.logStartOffset(), log.highWatermark())) {
      advanceLogStart(leaderLogStart);
    }
  }

  /** Cuts off what the leader does not have, forced before this returns. */
  ErrorCode truncateTo(long offset) {
    long highWatermark = log.highWatermark();
    if (offset < highWatermark) {
      LOG.warn(
          "truncating below high watermark topic={} partition={} offset={} highWatermark={}",
          name.topic(),
          name.partition(),
          offset,
          highWatermark);
    }
    ErrorCode error = log.truncateTo(offset, loop.wallClockMs());
    moving.onTruncated(log.logEndOffset());
    return truncated(error);
  }

  /** Drops everything; the leader's log starts there. */
  ErrorCode startOverAt(long offset) {
    ErrorCode error = log.truncateFullyAndStartAt(offset, loop.wallClockMs());
    moving.onRestarted();
    return truncated(error);
  }

  private ErrorCode truncated(ErrorCode error) {
    readers.wakeAll();
    return error;
  }

  // Reading.

  /**
   * Looks up what a reader asks for, and remembers the reader when there is nothing.
   *
   * @param topicId the id the reader names, zero for none
   * @param waiter taken off its list first; left on one when nothing was found, or {@code mayWait}
   * @param first whether the reader asks; false when a parked fetch is looked at again, which says
   *     nothing new about a follower
   * @param mayWait whether what was found may be too little
   * @param cold told when the records have to be waited for
   */
  FetchAnswer fetch(
      FetchTerms terms,
      FetchTarget target,
      Uuid topicId,
      FetchWaiter waiter,
      boolean first,
      boolean mayWait,
      ColdFetch cold) {
    FetchAnswer answer = readers.fetch(this, terms, target, topicId, waiter, mayWait, cold);
    if (answer.urgent() || stopped) {
      return answer;
    }
    if (first && terms.fromFollower()) {
      onFollowerFetch(terms, target);
    }
    return answer;
  }

  /** Answers a question about offsets: on this loop, once, maybe before this returns. */
  public void offsetFor(OffsetQuestion question, Consumer<OffsetAnswer> onAnswer) {
    PartitionReads.offsetFor(this, question, onAnswer);
  }

  /** Where an epoch ends, for who believes in {@code currentLeaderEpoch}. */
  public OffsetAnswer endOfEpoch(int currentLeaderEpoch, int leaderEpoch) {
    return PartitionReads.endOfEpoch(this, currentLeaderEpoch, leaderEpoch);
  }

  private void onFollowerFetch(FetchTerms by, FetchTarget target) {
    if (!by.forces() && log.config().countsForcedOnly()) {
      context.foreign().onFetch(by.replicaId(), name);
    }
    Leadership leading = leadership;
    if (leading != null && leading.onFetch(by, target, log.logEndOffset(), loop.monotonicMs())) {
      advanceHighWatermark();
    }
    deletions.look();
    isrUpkeep.proposeJoining();
  }

  /** The log start moved: readers are told with their next answer. */
  public ErrorCode advanceLogStart(long offset) {
    ErrorCode error = log.advanceLogStartOffset(offset);
    if (error == ErrorCode.NONE) {
      readers.changed();
    }
    return error;
  }

  /**
   * Deletes the records below an offset, and waits until every live replica has done so.
   *
   * @param before -1 for the high watermark
   * @param onSettled called once, on this loop, maybe before this returns
   */
  public void deleteRecords(long before, long timeoutMs, Consumer<DeletionOutcome> onSettled) {
    deletions.delete(before, timeoutMs, onSettled);
  }

  /** Retention: deletes the segments whose time or size is over. */
  void deleteOldSegments() {
    if (log.deleteOldSegments(loop.wallClockMs()) > 0) {
      readers.changed();
    }
  }

  /** Readers that have nothing to read. */
  int waitingReaders() {
    return readers.count();
  }

  /** The move of its log between directories. */
  PartitionMove moving() {
    return moving;
  }

  /** Another log holds the same now, in another directory. */
  void onMoved(Log installed) {
    log.onDurable(() -> {});
    log = installed;
    own(installed);
    onDurable();
  }

  // For the upkeep of the in-sync set.

  int partitionEpoch() {
    return partitionEpoch;
  }

  /** The cluster has agreed on another set; the leadership knows it already. */
  void onIsrAgreed(int newPartitionEpoch) {
    partitionEpoch = newPartitionEpoch;
    publish();
    // Who joined is not held back any more.
    readers.release();
    advanceHighWatermark();
  }

  /** Time passed, which may have made a follower hold the high watermark back no longer. */
  void onIsrChecked() {
    advanceHighWatermark();
    // A follower that has nothing to fetch here says again who it is.
    readers.lookAgain();
    deletions.look();
  }

  @Override
  public String toString() {
    return "Partition(" + name + " leader=" + leaderId + " leaderEpoch=" + leaderEpoch + ")";
  }
}
