package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch should hold, for a writer to write and a reader to be compared with. */
record BatchSpec(
    byte magic,
    Compression codec,
    int level,
    TimestampType timestampType,
    long appendTimestamp,
    long baseOffset,
    int leaderEpoch,
    long producerId,
    short producerEpoch,
    int baseSequence,
    boolean transactional,
    List<Line> records) {

  /** One record, at base offset plus its index. */
  record Line(
      long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {

    @Nullable ByteBuffer keyBuffer() {
      return key == null ? null : ByteBuffer.wrap(key);
    }

    @Nullable ByteBuffer valueBuffer() {
      return value == null ? null : ByteBuffer.wrap(value);
    }
  }

  static BatchSpec of(byte magic, Compression codec, List<Line> records) {
    return new BatchSpec(
        magic,
        codec,
        codec.defaultLevel(),
        magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME,
        -1,
        0,
        -1,
        -1,
        (short) -1,
        -1,
        false,
        records);
  }

  static Line line(
      long timestamp, @Nullable String key, @Nullable String value, RecordHeader... headers) {
    return new Line(timestamp, bytes(key), bytes(value), List.of(headers));
  }

  static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The batch as our own writers write it. */
  ByteSlice write() {
    if (magic < 2) {
      try (LegacyMessageSet set = new LegacyMessageSet()) {
        set.open(magic, codec, level);
        if (timestampType == TimestampType.LOG_APPEND_TIME) {
          set.logAppendTime(appendTimestamp);
        }
        long offset = baseOffset;
        for (Line line : records) {
          set.append(offset++, line.timestamp(), line.keyBuffer(), line.valueBuffer());
        }
        return set.build();
      }
    }
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder
          .open(codec, level)
          .baseOffset(baseOffset)
          .leaderEpoch(leaderEpoch)
          .producer(producerId, producerEpoch, baseSequence)
          .transactional(transactional);
      if (timestampType == TimestampType.LOG_APPEND_TIME) {
        builder.logAppendTime(appendTimestamp);
      }
      for (Line line : records) {
        builder.append(line.timestamp(), line.key(), line.value(), line.headers());
      }
      return builder.build();
    }
  }
}
