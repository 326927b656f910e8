package io.classickafka.replica;

import io.classickafka.log.AppendResult;
import io.classickafka.log.EpochEndOffset;
import io.classickafka.log.Log;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.FollowStep.AskBound;
import io.classickafka.replica.FollowStep.Halt;
import io.classickafka.replica.FollowStep.Pause;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a replica does while it follows one leader in one leader epoch: takes what the leader
 * answers, cuts off what the leader does not have, and says what to ask next. Owned by the
 * partition's loop; the methods marked so may be called by anyone.
 *
 * <p>Lives from becoming follower to the next state. After that every call answers {@link
 * Halt#ENDED} and touches nothing, so that an answer that comes late does no harm.
 */
public final class Followership {

  private static final Logger LOG = LogManager.getLogger(Followership.class);

  /** The first of all epochs: asked about by a log that has records but knows of no epoch. */
  private static final int FIRST_EPOCH = 0;

  private static final int TOLD_REFUSAL = 2;

  private final Partition partition;
  private final int leaderId;
  private final int leaderEpoch;
  private final boolean divergesOnFetch;
  private FollowerFetchers.@Nullable Copying copying;
  private boolean ended;

  /** How often the leader refused since it last answered a fetch well. */
  private int refusals;

  /** Whether the last answer was that the disk must be waited for. */
  private boolean waitsForDisk;

  /** Whether a log without epochs was compared with the leader's as far as that is possible. */
  private boolean compared;

  /**
   * A followership that has not begun.
   *
   * @param divergesOnFetch whether the leader says in the answer to a fetch where logs part
   */
  Followership(Partition partition, int leaderId, int leaderEpoch, boolean divergesOnFetch) {
    this.partition = partition;
    this.leaderId = leaderId;
    this.leaderEpoch = leaderEpoch;
    this.divergesOnFetch = divergesOnFetch;
  }

  /** Any thread. */
  public TopicPartition name() {
    return partition.name();
  }

  /** The topic's id, zero when it has none. Any thread. */
  public Uuid topicId() {
    Uuid id = partition.log().topicId();
    return id == null ? Uuid.ZERO_UUID : id;
  }

  /** Any thread. */
  public int leaderId() {
    return leaderId;
  }

  /** Any thread. */
  public int leaderEpoch() {
    return leaderEpoch;
  }

  /** Whether what is fetched of it counts for a rate and is held to it. Any thread. */
  public boolean throttled() {
    return partition.throttle().asFollower();
  }

  /** The loop on which to tell it of answers. Any thread. */
  public EventLoop loop() {
    return partition.loop();
  }

  void begin(FollowerFetchers fetchers) {
    copying = fetchers.start(this, next());
  }

  void end() {
    ended = true;
    FollowerFetchers.Copying under = copying;
    copying = null;
    if (under != null) {
      under.stop();
    }
  }

  private Log log() {
    return partition.log();
  }

  /** What to ask now, whatever was asked before. */
  public FollowStep next() {
    if (ended) {
      return Halt.ENDED;
    }
    Log log = log();
    if (log.isOffline()) {
      return Halt.FAILED;
    }
    int latest = log.latestEpoch();
    if (latest == EpochEndOffset.UNKNOWN) {
      boolean hasRecords = log.logEndOffset() > log.logStartOffset();
      return hasRecords && !compared ? new FollowStep.AskEpochEnd(FIRST_EPOCH) : fetch();
    }
    return divergesOnFetch || compared ? fetch() : new FollowStep.AskEpochEnd(latest);
  }

  private FollowStep fetch() {
    Log log = log();
    // A fetch offset is an acknowledgement.
    waitsForDisk = log.durableOffset() < log.logEndOffset();
    if (waitsForDisk) {
      return FollowStep.Wait.FOR_DISK;
    }
    return new FollowStep.Fetch(log.logEndOffset(), log.logStartOffset(), log.latestEpoch());
  }

  /** More of the log is durable. */
  void onDurable() {
    FollowerFetchers.Copying under = copying;
    if (waitsForDisk && under != null && log().durableOffset() >= log().logEndOffset()) {
      under.go(next());
    }
  }

  /** The leader answered a fetch. Borrows the records. */
  public FollowStep onFetched(FetchedPart part) {
    if (ended) {
      return Halt.ENDED;
    }
    if (part.fetchOffset() != log().logEndOffset()) {
      return next();
    }
    return switch (FollowRule.onError(part.error())) {
      case TAKE -> {
        refusals = 0;
        yield part.diverging() == null ? take(part) : diverged(part.diverging());
      }
      case ASK_BOUNDS -> AskBound.LOG_END;
      case PAUSE -> paused("fetch", part.error());
      case AWAIT_CONTROLLER -> fenced();
    };
  }

  private FollowStep take(FetchedPart part) {
    ByteSlice records = part.records();
    if (records.sizeBytes() > 0) {
      AppendResult result = partition.appendFetched(records);
      if (result instanceof AppendResult.Rejected rejected) {
        return refused(rejected);
      }
      if (((AppendResult.Appended) result).sizeBytes() == 0) {
        LOG.error(
            "fetched less than a batch topic={} partition={} fetchOffset={} bytes={}",
            name().topic(),
            name().partition(),
            part.fetchOffset(),
            records.sizeBytes());
        return Pause.PAUSE;
      }
    }
    partition.onLeaderBounds(part.highWatermark(), part.logStartOffset());
    return next();
  }

  private FollowStep refused(AppendResult.Rejected rejected) {
    ErrorCode error = rejected.error();
    if (error == ErrorCode.KAFKA_STORAGE_ERROR || error == ErrorCode.OFFSET_OUT_OF_RANGE) {
      return failed(rejected.message());
    }
    LOG.error(
        "fetched records not usable topic={} partition={} leader={} logEndOffset={} error={}"
            + " reason=\"{}\"",
        name().topic(),
        name().partition(),
        leaderId,
        log().logEndOffset(),
        error,
        rejected.message());
    return Pause.PAUSE;
  }

  /** The leader told where an epoch ends in its log, which was asked for by itself. */
  public FollowStep onEpochEnd(ErrorCode error, EpochEndOffset leader) {
    if (ended) {
      return Halt.ENDED;
    }
    FollowRule.Reaction reaction = FollowRule.onError(error);
    if (reaction != FollowRule.Reaction.TAKE) {
      return reaction == FollowRule.Reaction.AWAIT_CONTROLLER
          ? fenced()
          : paused("end of epoch", error);
    }
    if (!leader.isKnown()) {
      // The leader has none of our epochs: its bounds are all there is to go by.
      compared = true;
      return AskBound.LOG_END;
    }
    EpochEndOffset own = log().endOffsetForEpoch(leader.leaderEpoch());
    compared = !own.isKnown() || own.leaderEpoch() == leader.leaderEpoch();
    return truncate(leader, own);
  }

  private FollowStep diverged(EpochEndOffset leader) {
    return truncate(leader, log().endOffsetForEpoch(leader.leaderEpoch()));
  }

  private FollowStep truncate(EpochEndOffset leader, EpochEndOffset own) {
    Log log = log();
    long endBefore = log.logEndOffset();
    int epochBefore = log.latestEpoch();
    long offset = FollowRule.truncationOffset(leader, own, endBefore);
    ErrorCode error = partition.truncateTo(offset);
    if (error != ErrorCode.NONE) {
      return failed("truncating to " + offset);
    }
    if (divergesOnFetch
        && epochBefore != EpochEndOffset.UNKNOWN
        && log.logEndOffset() == endBefore
        && log.latestEpoch() == epochBefore) {
      // Nothing was cut off, so the same question would get the same answer at once.
      LOG.warn(
          "leader diverges without a difference topic={} partition={} leader={} logEndOffset={}"
              + " leaderSays={}",
          name().topic(),
          name().partition(),
          leaderId,
          endBefore,
          leader);
      return Pause.PAUSE;
    }
    return next();
  }

  /** The leader told a bound of its log. */
  public FollowStep onBound(AskBound which, ErrorCode error, long offset) {
    if (ended) {
      return Halt.ENDED;
    }
    if (error != ErrorCode.NONE || offset < 0) {
      return paused(which.name(), error);
    }
    long ownEnd = log().logEndOffset();
    ErrorCode done = ErrorCode.NONE;
    if (which == AskBound.LOG_END) {
      if (!FollowRule.isAhead(ownEnd, offset)) {
        return AskBound.LOG_START;
      }
      done = partition.truncateTo(offset);
    } else if (offset > ownEnd) {
      LOG.warn(
          "leader's log starts above the end, starting over topic={} partition={} leader={}"
              + " logEndOffset={} leaderStart={}",
          name().topic(),
          name().partition(),
          leaderId,
          ownEnd,
          offset);
      done = partition.startOverAt(offset);
    } else {
      return Pause.PAUSE;
    }
    return done == ErrorCode.NONE ? next() : failed("truncating to " + offset);
  }

  private FollowStep paused(String asked, ErrorCode error) {
    // A leader that will hear in a moment that it leads refuses all partitions once, and is not
    // worth as many lines. One that goes on is told of once, since it does so every second.
    refusals++;
    LOG.log(
        refusals == TOLD_REFUSAL ? Level.INFO : Level.DEBUG,
        "leader refuses follower topic={} partition={} leader={} leaderEpoch={} asked=\"{}\""
            + " error={}",
        name().topic(),
        name().partition(),
        leaderId,
        leaderEpoch,
        asked,
        error);
    return Pause.PAUSE;
  }

  private FollowStep fenced() {
    // For each partition of an election at once; the controller tells this broker too.
    LOG.debug(
        "leader knows a newer epoch topic={} partition={} leader={} leaderEpoch={}",
        name().topic(),
        name().partition(),
        leaderId,
        leaderEpoch);
    return Halt.FENCED;
  }

  private FollowStep failed(String reason) {
    LOG.error(
        "following failed topic={} partition={} leader={} leaderEpoch={} logEndOffset={}"
            + " reason=\"{}\"",
        name().topic(),
        name().partition(),
        leaderId,
        leaderEpoch,
        log().logEndOffset(),
        reason);
    return Halt.FAILED;
  }
}
