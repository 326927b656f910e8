package io.classickafka.client.producer;

import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordHeader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record on its way, and the future that the application holds. Made by an application thread,
 * then owned by the loop.
 */
public final class PendingRecord extends CompletableFuture<RecordMetadata> {

  private static final Logger LOG = LoggerFactory.getLogger(PendingRecord.class);

  /** The partition of a record that may go to any. */
  public static final int ANY_PARTITION = -1;

  final String topic;
  int partition;
  final long timestamp;
  final int keySize;
  final int valueSize;

  /** The one behind, while it is handed over and while it is in a batch. */
  @Nullable PendingRecord next;

  private final @Nullable Callback callback;
  private byte @Nullable [] key;
  private byte @Nullable [] value;
  private List<RecordHeader> headers;

  /**
   * A record as bytes.
   *
   * @param partition {@link #ANY_PARTITION} for any
   * @param callback told of the outcome, on the loop
   */
  public PendingRecord(
      String topic,
      int partition,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<RecordHeader> headers,
      @Nullable Callback callback) {
    this.topic = topic;
    this.partition = partition;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.callback = callback;
    this.keySize = key == null ? -1 : key.length;
    this.valueSize = value == null ? -1 : value.length;
  }

  /**
   * Most bytes the record takes in a batch, and what it takes of the memory budget. Until it was
   * written: a field would be kept for as long as the record is on its way.
   */
  public int sizeBytes() {
    int headerBytes = 0;
    for (int i = 0; i < headers.size(); i++) {
      headerBytes += RecordBatchBuilder.headerSize(headers.get(i));
    }
    return RecordBatchBuilder.largestRecordSize(keySize, valueSize, headerBytes);
  }

  /** Writes the record and lets go of its bytes. */
  void appendTo(RecordBatchBuilder builder) {
    builder.append(timestamp, key, value, headers);
    key = null;
    value = null;
    headers = List.of();
  }

  /** Ends with the place the record got. */
  void succeed(TopicPartition at, long baseOffset, int index, long appendTimeMs) {
    RecordMetadata metadata =
        new RecordMetadata(
            at,
            baseOffset,
            index,
            appendTimeMs >= 0 ? appendTimeMs : timestamp,
            keySize,
            valueSize);
    tell(callback, metadata, null);
    complete(metadata);
  }

  /** Ends with an error. */
  public void fail(Exception error) {
    RecordMetadata nowhere =
        new RecordMetadata(new TopicPartition(topic, partition), -1, 0, -1, -1, -1);
    tell(callback, nowhere, error);
    completeExceptionally(error);
  }

  /** Tells a callback, if there is one; its failure is only logged. */
  public static void tell(
      @Nullable Callback callback, RecordMetadata metadata, @Nullable Exception error) {
    if (callback != null) {
      try {
        callback.onCompletion(metadata, error);
      } catch (RuntimeException | Error e) {
        // An error too: the records behind this one must have their outcome.
        LOG.error(
            "callback failed topic={} partition={}", metadata.topic(), metadata.partition(), e);
      }
    }
  }

  /** A record cannot be taken back. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return false;
  }
}
