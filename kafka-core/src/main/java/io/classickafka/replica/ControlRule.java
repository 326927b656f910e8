package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a broker does with the control requests it receives. Pure functions. */
public final class ControlRule {

  /** The leader epoch that says: the topic is being deleted. */
  public static final int EPOCH_DURING_DELETION = -2;

  /** The leader epoch of a sender that names none. */
  public static final int NO_EPOCH = -1;

  /** The broker epoch of a sender that names none. */
  public static final long NO_BROKER_EPOCH = -1;

  private ControlRule() {}

  /** What to do with one partition of a LeaderAndIsr request, and what to answer. */
  public enum Verdict {
    LEAD(ErrorCode.NONE),
    FOLLOW(ErrorCode.NONE),
    /** The state is known, only the topic's id was missing. */
    ASSIGN_TOPIC_ID(ErrorCode.NONE),
    /** The state is known; the sender does not know topic ids. */
    KNOWN(ErrorCode.NONE),
    OFFLINE(ErrorCode.KAFKA_STORAGE_ERROR),
    ANOTHER_TOPIC(ErrorCode.INCONSISTENT_TOPIC_ID),
    /** It would lead, or count as in sync, but its log is gone. */
    LOST(ErrorCode.KAFKA_STORAGE_ERROR),
    NOT_A_REPLICA(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION),
    STALE(ErrorCode.STALE_CONTROLLER_EPOCH);

    private final ErrorCode error;

    Verdict(ErrorCode error) {
      this.error = error;
    }

    /** What the controller is told. */
    public ErrorCode error() {
      return error;
    }
  }

  /** How the id in a request relates to the id of the log. */
  public enum TopicIds {
    SAME,
    DIFFERENT,
    /** The request has one, the log none. */
    LOG_HAS_NONE,
    /** The log has one, the request none. */
    REQUEST_HAS_NONE,
    NEITHER
  }

  /**
   * The checks on a whole control request, before anything else is looked at.
   *
   * @param brokerEpoch the incarnation the sender means
   * @param ownBrokerEpoch this broker's registration, or its last one; {@link #NO_BROKER_EPOCH}
   *     before the first, when what names an incarnation can mean a former one only: a broker does
   *     not serve before it is registered
   * @param highestControllerEpoch the highest controller epoch seen so far
   */
  public static ErrorCode request(
      long brokerEpoch, long ownBrokerEpoch, int controllerEpoch, int highestControllerEpoch) {
    boolean named = brokerEpoch != NO_BROKER_EPOCH;
    if (named && (ownBrokerEpoch == NO_BROKER_EPOCH || brokerEpoch < ownBrokerEpoch)) {
      return ErrorCode.STALE_BROKER_EPOCH;
    }
    return controllerEpoch < highestControllerEpoch
        ? ErrorCode.STALE_CONTROLLER_EPOCH
        : ErrorCode.NONE;
  }

  /**
   * One partition of LeaderAndIsr.
   *
   * @param offline whether the replica lies in a failed log directory
   * @param leaderEpoch the request's
   * @param currentEpoch the replica's; {@link #NO_EPOCH} for a replica not known so far
   * @param leads whether the replica leads now
   */
  public static Verdict leaderAndIsr(
      boolean offline,
      TopicIds ids,
      int leaderEpoch,
      int currentEpoch,
      int leader,
      List<Integer> replicas,
      int self,
      boolean leads) {
    if (offline) {
      return Verdict.OFFLINE;
    }
    if (ids == TopicIds.DIFFERENT) {
      return Verdict.ANOTHER_TOPIC;
    }
    if (leaderEpoch > currentEpoch) {
      if (!replicas.contains(self)) {
        return Verdict.NOT_A_REPLICA;
      }
      return leader == self ? Verdict.LEAD : Verdict.FOLLOW;
    }
    if (leaderEpoch < currentEpoch) {
      return Verdict.STALE;
    }
    return switch (ids) {
      case LOG_HAS_NONE -> Verdict.ASSIGN_TOPIC_ID;
      case REQUEST_HAS_NONE -> leads ? Verdict.STALE : Verdict.KNOWN;
      default -> Verdict.STALE;
    };
  }

  /**
   * Whether a broker that has no log of a partition must refuse its part in it. One that had
   * records before has lost them with its disk: the others must not cut theirs to nothing. Unless
   * the partition is so young that this broker may not have heard of it, or the controller knows
   * that it has not, its owner accepts the loss, or the controller elected this broker knowing that
   * records may be lost.
   *
   * <p>A member of the in-sync set refuses too, although it is to lead nothing: with an empty log
   * and a good answer it would count as holding what is committed, and be elected next. Told again
   * that it is no member, it begins anew.
   *
   * @param deleted whether this broker has deleted its log of this very topic, of which the
   *     controller knows nothing if the deletion was given up
   * @param mayBeDeleted whether it has deleted one of the name, of the same topic or of another: a
   *     topic that is made again begins with the first epoch
   * @param uncleanElection {@code unclean.leader.election.enable}; asked when it matters
   */
  static boolean isLost(
      Verdict verdict,
      LeaderState state,
      int self,
      boolean deleted,
      boolean mayBeDeleted,
      BooleanSupplier uncleanElection) {
    boolean needsLog =
        verdict == Verdict.LEAD || (verdict == Verdict.FOLLOW && state.isr().contains(self));
    return needsLog
        && (deleted || ((!state.isNew() || mayBeDeleted) && state.leaderEpoch() != 0))
        && !state.recovering()
        && !uncleanElection.getAsBoolean();
  }

  /**
   * One partition of StopReplica; a replica that is not hosted is always accepted.
   *
   * @param offline whether the replica lies in a failed log directory
   * @param late whether it is the deletion of a topic of before, if it is a deletion
   */
  public static ErrorCode stopReplica(
      boolean offline, int leaderEpoch, int currentEpoch, boolean late) {
    if (offline) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    boolean accepted =
        (leaderEpoch == EPOCH_DURING_DELETION && !late)
            || leaderEpoch == NO_EPOCH
            || leaderEpoch >= currentEpoch;
    return accepted ? ErrorCode.NONE : ErrorCode.FENCED_LEADER_EPOCH;
  }

  /**
   * The leader epoch a caller believes in, against the replica's.
   *
   * @param callerEpoch negative for a caller that names none
   */
  public static ErrorCode callerEpoch(int callerEpoch, int currentEpoch) {
    if (callerEpoch < 0 || callerEpoch == currentEpoch) {
      return ErrorCode.NONE;
    }
    return callerEpoch < currentEpoch
        ? ErrorCode.FENCED_LEADER_EPOCH
        : ErrorCode.UNKNOWN_LEADER_EPOCH;
  }
}
