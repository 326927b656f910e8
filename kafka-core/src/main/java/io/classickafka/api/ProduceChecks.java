package io.classickafka.api;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What can be said of a Produce request before any partition is asked, in the order in which
 * clients are told. Pure.
 */
final class ProduceChecks {

  /** The client that may write to the internal topics. */
  private static final String ADMIN_CLIENT = "__admin_client";

  private static final short FIRST_WITH_MAGIC_2 = 3;
  private static final short FIRST_WITH_ZSTD = 7;
  private static final int SMALLEST_ENTRY = 14;

  private final short version;
  private final String clientId;
  private final ProduceRequest request;

  ProduceChecks(ProduceRequest request, short version, String clientId) {
    this.request = request;
    this.version = version;
    this.clientId = clientId;
  }

  /**
   * The partitions of the request, each once, in the order named; those with an error have their
   * answer.
   *
   * @param mayWrite whether the sender may write to a topic
   * @param exists whether a partition is known
   */
  List<ProduceEntry> entries(Predicate<String> mayWrite, BiPredicate<String, Integer> exists) {
    List<ProduceEntry> entries = distinct();
    ErrorCode whole = wholeRequest(entries);
    for (ProduceEntry entry : entries) {
      if (whole == ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED) {
        entry.fail(whole);
      }
      check(entry, whole, mayWrite, exists);
    }
    return entries;
  }

  private List<ProduceEntry> distinct() {
    DistinctEntries entries = new DistinctEntries();
    for (ProduceRequest.TopicProduceData topic : request.topicData()) {
      for (ProduceRequest.PartitionProduceData data : topic.partitionData()) {
        // Bytes off the wire are always in memory.
        ByteSlice records = data.records() instanceof ByteSlice bytes ? bytes : ByteSlice.empty();
        ProduceEntry entry = new ProduceEntry(topic.name(), data.index(), records);
        if (data.records() == null) {
          entry.fail(ErrorCode.INVALID_RECORD, "no records were given");
        }
        ProduceEntry twin = entries.addIfAbsent(entry);
        if (twin != null) {
          twin.fail(ErrorCode.INVALID_REQUEST, "the partition is named twice");
        }
      }
    }
    return entries.all();
  }

  /** A fault in one partition that is everybody's. */
  private ErrorCode wholeRequest(List<ProduceEntry> entries) {
    boolean transactional = false;
    boolean corrupt = false;
    for (ProduceEntry entry : entries) {
      RecordBatch first = new RecordBatch().wrap(entry.records);
      corrupt |= isCorrupt(entry.records);
      transactional |= first.hasWholeHeader() && first.isTransactional();
    }
    if (corrupt) {
      return ErrorCode.CORRUPT_MESSAGE;
    }
    if (!transactional) {
      return ErrorCode.NONE;
    }
    // No transactional id has been given out, so none can be right.
    return request.transactionalId() == null
        ? ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
        : ErrorCode.INVALID_PRODUCER_ID_MAPPING;
  }

  /** Whether the first entry has an impossible size or magic. */
  private static boolean isCorrupt(ByteSlice records) {
    if (records.sizeBytes() < RecordBatch.OVERHEAD) {
      return false;
    }
    if (records.view().getInt(RecordBatch.OVERHEAD - Integer.BYTES) < SMALLEST_ENTRY) {
      return true;
    }
    if (records.sizeBytes() < RecordBatch.PREFIX_SIZE) {
      return false;
    }
    byte magic = records.view().get(RecordBatch.PREFIX_SIZE - 1);
    return magic < RecordBatch.MAGIC_0 || magic > RecordBatch.MAGIC_2;
  }

  private void check(
      ProduceEntry entry,
      ErrorCode whole,
      Predicate<String> mayWrite,
      BiPredicate<String, Integer> exists) {
    if (whole == ErrorCode.CORRUPT_MESSAGE) {
      entry.fail(whole);
    } else if (!mayWrite.test(entry.topic)) {
      entry.fail(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    } else if (!exists.test(entry.topic, entry.partition)) {
      entry.fail(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }
    if (entry.error == ErrorCode.NONE) {
      checkRecords(entry);
    }
    entry.fail(whole);
    if (request.acks() < -1 || request.acks() > 1) {
      entry.fail(ErrorCode.INVALID_REQUIRED_ACKS);
    }
    if (InternalTopics.contains(entry.topic) && !clientId.equals(ADMIN_CLIENT)) {
      entry.fail(ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
  }

  private void checkRecords(ProduceEntry entry) {
    if (entry.records.sizeBytes() == 0) {
      if (version >= FIRST_WITH_MAGIC_2) {
        entry.fail(ErrorCode.INVALID_RECORD, "no batch was given");
      } else {
        entry.nothingToDo = true;
      }
      return;
    }
    RecordBatch first = new RecordBatch().wrap(entry.records);
    if (version < FIRST_WITH_MAGIC_2 || !first.hasWholeHeader()) {
      return;
    }
    if (first.magic() < RecordBatch.MAGIC_2) {
      entry.fail(ErrorCode.INVALID_RECORD, "this version takes magic 2 only");
    } else if (version < FIRST_WITH_ZSTD && first.compression() == Compression.ZSTD) {
      entry.fail(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    }
  }
}
