package io.classickafka.replica;

import io.classickafka.log.ConversionCost;
import io.classickafka.log.EpochEndOffset;
import io.classickafka.log.Log;
import io.classickafka.log.ReadResult;
import io.classickafka.log.TimestampOffset;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** What a partition answers to those who read it: checks in their order, then one snapshot. */
final class PartitionReads {

  private static final ReadResult.Records NO_RECORDS =
      new ReadResult.Records(ByteSlice.empty(), 0, 0, null);

  private PartitionReads() {}

  /** The offset up to which this reader may read, exclusive. */
  static long readable(Partition partition, FetchTerms terms) {
    Log log = partition.log();
    return ReadBoundRule.of(
        terms.readsToEnd(),
        terms.readCommitted(),
        log.logEndOffset(),
        log.highWatermark(),
        log.lastStableOffset());
  }

  /**
   * What there is, without waiting for the disk.
   *
   * @param held whether the rate of throttled copying is used up: no records
   * @param cold told when the records lie so far back that they are read off the loop: what is
   *     returned then has none
   */
  static FetchAnswer fetch(
      Partition partition,
      FetchTerms terms,
      FetchTarget target,
      Uuid topicId,
      boolean held,
      ColdFetch cold) {
    ErrorCode refused = refusal(partition, topicId);
    if (refused != ErrorCode.NONE) {
      return failed(partition, refused);
    }
    int preferred = preferred(partition, terms, target);
    if (preferred != FetchAnswer.HERE) {
      return answer(partition, null, NO_RECORDS, preferred);
    }
    refused = refusal(partition, terms, target);
    if (refused != ErrorCode.NONE) {
      return failed(partition, refused);
    }
    Log log = partition.log();
    long offset = target.fetchOffset();
    int lastEpoch = target.lastFetchedEpoch();
    EpochEndOffset end =
        lastEpoch < 0 ? EpochEndOffset.UNDEFINED : log.endOffsetForEpoch(lastEpoch);
    return switch (FetchPositionRule.of(
        offset, lastEpoch, end, log.logStartOffset(), log.logEndOffset())) {
      case OUT_OF_RANGE -> failed(partition, ErrorCode.OFFSET_OUT_OF_RANGE);
      case DIVERGED -> answer(partition, end, NO_RECORDS, FetchAnswer.HERE);
      case HERE ->
          held
              ? answer(partition, null, NO_RECORDS, FetchAnswer.HERE)
              : read(partition, terms, target, topicId, cold);
    };
  }

  private static FetchAnswer read(
      Partition partition, FetchTerms terms, FetchTarget target, Uuid topicId, ColdFetch cold) {
    long readable = readable(partition, terms);
    boolean listsAborted = terms.readCommitted() && !terms.readsToEnd();
    if (target.fetchOffset() < readable && partition.log().isCold(target.fetchOffset())) {
      FetchAnswer soFar =
          answer(
              partition,
              null,
              new ReadResult.Records(ByteSlice.empty(), 0, 0, listsAborted ? List.of() : null));
      if (cold.begin()) {
        partition
            .log()
            .readCold(
                target.fetchOffset(),
                Math.max(0, target.maxBytes()),
                readable,
                !terms.hardLimits(),
                listsAborted,
                partition.loop(),
                result -> cold.onRead(whole(partition, terms, target, topicId, soFar, result)));
      }
      return soFar;
    }
    ReadResult result;
    if (target.fetchOffset() >= readable) {
      result = new ReadResult.Records(ByteSlice.empty(), 0, 0, listsAborted ? List.of() : null);
    } else {
      result =
          partition
              .log()
              .read(
                  target.fetchOffset(),
                  Math.max(0, target.maxBytes()),
                  readable,
                  !terms.hardLimits(),
                  listsAborted);
    }
    if (result instanceof ReadResult.Failed failed) {
      return failed(partition, failed.error());
    }
    ReadResult.Records read = (ReadResult.Records) result;
    if (terms.magic() < RecordBatch.MAGIC_2 && read.records().sizeBytes() > 0) {
      return DownConversion.convert(partition, terms, target, read);
    }
    return answer(partition, null, read);
  }

  /** The answer of the moment when it was asked for, with what was read since. */
  private static FetchAnswer whole(
      Partition partition,
      FetchTerms terms,
      FetchTarget target,
      Uuid topicId,
      FetchAnswer soFar,
      ReadResult result) {
    ErrorCode refused = refusal(partition, topicId);
    if (refused == ErrorCode.NONE) {
      refused = refusal(partition, terms, target);
    }
    if (result instanceof ReadResult.Failed failed) {
      return failed(partition, refused == ErrorCode.NONE ? failed.error() : refused);
    }
    if (result instanceof ReadResult.Overtaken) {
      // Whoever fetches does so again.
      return refused == ErrorCode.NONE ? soFar : failed(partition, refused);
    }
    ReadResult.Records read = (ReadResult.Records) result;
    if (refused != ErrorCode.NONE) {
      read.records().release();
      return failed(partition, refused);
    }
    if (terms.magic() < RecordBatch.MAGIC_2 && read.records().sizeBytes() > 0) {
      return DownConversion.convert(partition, terms, target, read);
    }
    return new FetchAnswer(
        ErrorCode.NONE,
        soFar.highWatermark(),
        soFar.lastStableOffset(),
        soFar.logStartOffset(),
        null,
        read.aborted(),
        read.records(),
        FetchAnswer.HERE,
        ConversionCost.NONE,
        soFar.leaderId(),
        soFar.leaderEpoch());
  }

  static FetchAnswer answer(
      Partition partition, @Nullable EpochEndOffset diverging, ReadResult.Records read) {
    return answer(partition, diverging, read, FetchAnswer.HERE);
  }

  private static FetchAnswer answer(
      Partition partition,
      @Nullable EpochEndOffset diverging,
      ReadResult.Records read,
      int preferred) {
    Log log = partition.log();
    return new FetchAnswer(
        ErrorCode.NONE,
        log.highWatermark(),
        log.lastStableOffset(),
        log.logStartOffset(),
        diverging,
        read.aborted(),
        read.records(),
        preferred,
        ConversionCost.NONE,
        partition.leaderId(),
        partition.leaderEpoch());
  }

  static FetchAnswer failed(Partition partition, ErrorCode error) {
    return FetchAnswer.failed(error, partition.leaderId(), partition.leaderEpoch());
  }

  /** The broker that a consumer had better read from; only the leader knows who is up to it. */
  private static int preferred(Partition partition, FetchTerms terms, FetchTarget target) {
    ReplicaChoice choice = terms.choice();
    Leadership leading = partition.leadership();
    if (choice == null || leading == null) {
      return FetchAnswer.HERE;
    }
    int leader = partition.leaderId();
    int chosen = choice.choose(leader, leading.readCandidates(target.fetchOffset()));
    return chosen == leader ? FetchAnswer.HERE : chosen;
  }

  private static ErrorCode refusal(Partition partition, Uuid topicId) {
    if (partition.stopped() || partition.log().isOffline()) {
      return absence(partition);
    }
    Uuid own = partition.log().topicId();
    return own != null && !topicId.equals(Uuid.ZERO_UUID) && !topicId.equals(own)
        ? ErrorCode.INCONSISTENT_TOPIC_ID
        : ErrorCode.NONE;
  }

  private static ErrorCode refusal(Partition partition, FetchTerms terms, FetchTarget target) {
    ErrorCode epoch = ControlRule.callerEpoch(target.currentLeaderEpoch(), partition.leaderEpoch());
    if (epoch != ErrorCode.NONE) {
      return epoch;
    }
    Leadership leading = partition.leadership();
    if (leading == null && !terms.anyReplica()) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    if (terms.fromFollower() && (leading == null || !leading.isReplica(terms.replicaId()))) {
      return target.currentLeaderEpoch() >= 0
          ? ErrorCode.UNKNOWN_LEADER_EPOCH
          : ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    boolean zstdOnly = partition.settings().log().compression() == Compression.ZSTD;
    return zstdOnly && !terms.zstd() ? ErrorCode.UNSUPPORTED_COMPRESSION_TYPE : ErrorCode.NONE;
  }

  private static ErrorCode absence(Partition partition) {
    boolean deleted = partition.stopped() && !partition.log().dir().isOffline();
    return deleted ? ErrorCode.NOT_LEADER_OR_FOLLOWER : ErrorCode.KAFKA_STORAGE_ERROR;
  }

  /** Answers at once, or on the partition's loop when the disk was asked. */
  static void offsetFor(
      Partition partition, OffsetQuestion question, Consumer<OffsetAnswer> onAnswer) {
    ErrorCode refused = refusal(partition, question.currentLeaderEpoch(), question.anyReplica());
    if (refused != ErrorCode.NONE) {
      onAnswer.accept(OffsetAnswer.failed(refused));
      return;
    }
    Log log = partition.log();
    long timestamp = question.timestampMs();
    // What the reader may see is fixed here, however long the look-up takes.
    long highWatermark = log.highWatermark();
    long readable = log.logEndOffset();
    if (question.consumer()) {
      readable = question.readCommitted() ? log.lastStableOffset() : highWatermark;
    }
    // What the leader before us had committed is not known until something of our epoch is.
    Leadership leading = partition.leadership();
    boolean unsure = question.consumer() && leading != null && highWatermark < leading.epochStart();
    if (question.oldStyle()) {
      log.offsetsBefore(
          timestamp,
          question.maxOffsets(),
          partition.loop().wallClockMs(),
          partition.loop(),
          offsets ->
              onAnswer.accept(
                  lookedUp(
                      partition,
                      question,
                      OffsetAnswer.oldStyle(
                          question.consumer() ? upTo(highWatermark, offsets) : offsets))));
    } else if (timestamp == TimestampOffset.LATEST) {
      onAnswer.accept(
          unsure
              ? OffsetAnswer.failed(ErrorCode.OFFSET_NOT_AVAILABLE)
              : OffsetAnswer.found(
                  new TimestampOffset(OffsetAnswer.UNKNOWN, readable, partition.leaderEpoch())));
    } else if (timestamp == TimestampOffset.LATEST_TIERED) {
      onAnswer.accept(OffsetAnswer.NOTHING);
    } else {
      long bound = isFirst(timestamp) ? Long.MAX_VALUE : readable;
      log.offsetForTimestamp(
          timestamp,
          partition.loop(),
          found -> onAnswer.accept(lookedUp(partition, question, visible(found, bound, unsure))));
    }
  }

  private static boolean isFirst(long timestamp) {
    return timestamp == TimestampOffset.EARLIEST || timestamp == TimestampOffset.EARLIEST_LOCAL;
  }

  private static OffsetAnswer visible(@Nullable TimestampOffset found, long bound, boolean unsure) {
    if (TimestampOffset.UNREADABLE.equals(found)) {
      return OffsetAnswer.failed(ErrorCode.UNKNOWN_SERVER_ERROR);
    }
    if (found != null && found.offset() < bound) {
      return OffsetAnswer.found(found);
    }
    return unsure ? OffsetAnswer.failed(ErrorCode.OFFSET_NOT_AVAILABLE) : OffsetAnswer.NOTHING;
  }

  /** The partition may have changed hands meanwhile, or the look-up is what failed. */
  private static OffsetAnswer lookedUp(
      Partition partition, OffsetQuestion question, OffsetAnswer answer) {
    ErrorCode refused = refusal(partition, question.currentLeaderEpoch(), question.anyReplica());
    return refused == ErrorCode.NONE ? answer : OffsetAnswer.failed(refused);
  }

  /** What lies above the high watermark is replaced by it. */
  private static List<Long> upTo(long highWatermark, List<Long> descending) {
    List<Long> visible = new ArrayList<>(descending);
    boolean hidden = visible.removeIf(offset -> offset > highWatermark);
    if (hidden) {
      visible.add(0, highWatermark);
    }
    return visible;
  }

  static OffsetAnswer endOfEpoch(Partition partition, int currentLeaderEpoch, int leaderEpoch) {
    ErrorCode refused = refusal(partition, currentLeaderEpoch, false);
    if (refused != ErrorCode.NONE) {
      return OffsetAnswer.failed(refused);
    }
    EpochEndOffset end = partition.log().endOffsetForEpoch(leaderEpoch);
    return OffsetAnswer.found(
        new TimestampOffset(OffsetAnswer.UNKNOWN, end.endOffset(), end.leaderEpoch()));
  }

  private static ErrorCode refusal(
      Partition partition, int currentLeaderEpoch, boolean anyReplica) {
    if (partition.stopped() || partition.log().isOffline()) {
      return absence(partition);
    }
    // Unlike in a fetch, only -1 stands for none.
    ErrorCode epoch =
        currentLeaderEpoch < ControlRule.NO_EPOCH
            ? ErrorCode.FENCED_LEADER_EPOCH
            : ControlRule.callerEpoch(currentLeaderEpoch, partition.leaderEpoch());
    if (epoch != ErrorCode.NONE) {
      return epoch;
    }
    return partition.leads() || anyReplica ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }
}
