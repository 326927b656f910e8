package io.classickafka.api;

import io.classickafka.log.AppendResult;
import io.classickafka.log.AppendResult.RecordError;
import io.classickafka.log.ConversionCost;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.ClientWrite;
import io.classickafka.replica.Partition;
import io.classickafka.seam.ByteSlice;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a Produce request on its way to its answer. Written by one thread at a time: the
 * network loop, then the partition's loop, then whoever writes the response.
 */
final class ProduceEntry implements ClientWrite {

  /** The request that it is a part of. Called on the partition's loop. */
  interface Run {
    boolean needsAll();

    void onAppended(ProduceEntry entry, AppendResult result);

    void onFailure(ProduceEntry entry, RuntimeException fault);
  }

  static final long NO_OFFSET = -1;

  final String topic;
  final int partition;
  final ByteSlice records;

  /** Where the records go; null when they go nowhere. */
  @Nullable Partition hosted;

  /** Null likewise. */
  @Nullable Run run;

  ErrorCode error = ErrorCode.NONE;
  @Nullable String message;
  List<RecordError> recordErrors = List.of();
  long baseOffset = NO_OFFSET;
  long logAppendTimeMs = -1;
  long logStartOffset = -1;
  ConversionCost conversion = ConversionCost.NONE;

  /** Whether the answer is known though nothing failed: an old empty message set. */
  boolean nothingToDo;

  /** Whether it counts no more among those the answer waits for. Of the partition's loop. */
  boolean settled;

  ProduceEntry(String topic, int partition, ByteSlice records) {
    this.topic = topic;
    this.partition = partition;
    this.records = records;
  }

  boolean open() {
    return error == ErrorCode.NONE && !nothingToDo;
  }

  void fail(ErrorCode error) {
    if (this.error == ErrorCode.NONE) {
      this.error = error;
    }
  }

  void fail(ErrorCode error, String message) {
    if (this.error == ErrorCode.NONE) {
      this.error = error;
      this.message = message;
    }
  }

  @Override
  public ByteSlice records() {
    return records;
  }

  @Override
  public boolean needsAll() {
    return run().needsAll();
  }

  @Override
  public void onAppended(AppendResult result) {
    run().onAppended(this, result);
  }

  @Override
  public void onFailure(RuntimeException fault) {
    run().onFailure(this, fault);
  }

  private Run run() {
    return Objects.requireNonNull(run);
  }
}
