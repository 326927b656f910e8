package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;

/** What becomes of the wish that a replica lie in a certain log directory. Pure. */
final class AlterLogDirRule {

  private AlterLogDirRule() {}

  /** Whether a replica is here. */
  enum Hosted {
    ONLINE,
    OFFLINE,
    NONE
  }

  /** Where the replica, or its copy, lies as seen from the wish. */
  enum Place {
    THERE,
    ELSEWHERE,
    NOWHERE
  }

  /**
   * What to do.
   *
   * @param discards whether a copy that goes elsewhere is given up
   * @param remembers whether the directory is the one where the replica is to be made some day
   * @param begins whether a copy is begun
   */
  record Verdict(ErrorCode error, boolean discards, boolean remembers, boolean begins) {

    private static Verdict of(ErrorCode error) {
      return new Verdict(error, false, false, false);
    }
  }

  /**
   * The verdict, checks in Apache's order.
   *
   * @param nameFits whether the name of the copy is short enough
   * @param dirKnown whether the directory is one of the broker's
   * @param dirOnline whether it works
   * @param known whether the partition is in the cluster's metadata
   * @param log where the replica lies
   * @param copy where a copy under way goes
   * @param anyOffline whether some directory of the broker has failed: the partition may have
   *     another copy there
   */
  static Verdict decide(
      boolean nameFits,
      boolean dirKnown,
      boolean dirOnline,
      Hosted hosted,
      boolean known,
      Place log,
      Place copy,
      boolean anyOffline) {
    if (!nameFits) {
      return Verdict.of(ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
    if (!dirKnown) {
      return Verdict.of(ErrorCode.LOG_DIR_NOT_FOUND);
    }
    if (!dirOnline || hosted == Hosted.OFFLINE) {
      return Verdict.of(ErrorCode.KAFKA_STORAGE_ERROR);
    }
    if (hosted == Hosted.NONE) {
      return new Verdict(
          known ? ErrorCode.REPLICA_NOT_AVAILABLE : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          false,
          true,
          false);
    }
    boolean discards = copy == Place.ELSEWHERE;
    if (log == Place.THERE || copy == Place.THERE) {
      return new Verdict(ErrorCode.NONE, discards, false, false);
    }
    return anyOffline
        ? new Verdict(ErrorCode.KAFKA_STORAGE_ERROR, discards, false, false)
        : new Verdict(ErrorCode.NONE, discards, false, true);
  }
}
