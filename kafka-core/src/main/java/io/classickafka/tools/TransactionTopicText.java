package io.classickafka.tools;

import io.classickafka.protocol.MalformedMessageException;
import io.classickafka.protocol.UnsupportedVersionException;
import io.classickafka.protocol.VersionedBlob;
import io.classickafka.protocol.message.TransactionLogKey;
import io.classickafka.protocol.message.TransactionLogValue;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of {@code __transaction_state} as text. */
final class TransactionTopicText implements PayloadText {

  /** By the number in the record. */
  private static final List<String> STATES =
      List.of(
          "Empty",
          "Ongoing",
          "PrepareCommit",
          "PrepareAbort",
          "CompleteCommit",
          "CompleteAbort",
          "Dead",
          "PrepareEpochFence");

  @Override
  public Texts of(long offset, @Nullable ByteBuffer key, @Nullable ByteBuffer value)
      throws ToolFailure {
    if (key == null) {
      throw new ToolFailure(
          "the record at offset " + offset + " has no key: this is no log of __transaction_state");
    }
    try {
      ByteSlice name = OffsetsTopicText.slice(key);
      short version = VersionedBlob.version(name);
      if (version != 0) {
        return new Texts("unknown::version=" + version, null);
      }
      String id = VersionedBlob.read(name, new TransactionLogKey()).transactionalId();
      return new Texts(
          "transaction_metadata::transactionalId=" + id,
          value == null ? "<DELETE>" : transaction(OffsetsTopicText.slice(value)));
    } catch (MalformedMessageException | UnsupportedVersionException e) {
      return new Texts("Error at offset " + offset + ", skipping. " + Failures.line(e), null);
    }
  }

  private static String transaction(ByteSlice bytes) {
    TransactionLogValue value = VersionedBlob.read(bytes, new TransactionLogValue());
    List<String> partitions = new ArrayList<>();
    List<TransactionLogValue.PartitionsSchema> topics = value.transactionPartitions();
    if (topics != null) {
      for (TransactionLogValue.PartitionsSchema topic : topics) {
        topic.partitionIds().forEach(partition -> partitions.add(topic.topic() + "-" + partition));
      }
    }
    int status = value.transactionStatus();
    return "producerId:"
        + value.producerId()
        + ",producerEpoch:"
        + value.producerEpoch()
        + ",state="
        + (status >= 0 && status < STATES.size() ? STATES.get(status) : "unknown " + status)
        + ",partitions=["
        + String.join(",", partitions)
        + "],txnLastUpdateTimestamp="
        + value.transactionLastUpdateTimestampMs()
        + ",txnTimeoutMs="
        + value.transactionTimeoutMs();
  }
}
