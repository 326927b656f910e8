package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Batches made from a seed, of every magic, codec and shape. */
final class BatchSpecs {

  private static final String[] HEADER_KEYS = {
    "", "h", "trace", "\u00fcber", "\u20ac", "\ud83d\ude00"
  };

  private BatchSpecs() {}

  static BatchSpec random(long seed) {
    Random random = new Random(seed);
    byte magic = (byte) random.nextInt(3);
    return random(random, magic, codec(random, magic), random.nextInt(4) == 0);
  }

  /** One that a client may produce. */
  static BatchSpec produced(long seed) {
    Random random = new Random(seed);
    BatchSpec any = random(random, (byte) 2, codec(random, (byte) 2), false);
    return new BatchSpec(
        any.magic(),
        any.codec(),
        any.level(),
        TimestampType.CREATE_TIME,
        -1,
        0,
        -1,
        any.producerId(),
        any.producerEpoch(),
        any.baseSequence(),
        any.transactional(),
        any.records());
  }

  private static Compression codec(Random random, byte magic) {
    return Compression.values()[random.nextInt(magic < 2 ? 4 : 5)];
  }

  static BatchSpec random(Random random, byte magic, Compression codec, boolean appendTime) {
    boolean producer = magic == 2 && random.nextBoolean();
    boolean logAppendTime = magic > 0 && appendTime;
    int level = codec.defaultLevel();
    if (codec == Compression.GZIP || codec == Compression.LZ4) {
      level = random.nextBoolean() ? level : 1 + random.nextInt(9);
    } else if (codec == Compression.ZSTD) {
      level = random.nextInt(12) - 3;
    }
    return new BatchSpec(
        magic,
        codec,
        level,
        magic == 0
            ? TimestampType.NO_TIMESTAMP_TYPE
            : logAppendTime ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
        logAppendTime ? 1_700_000_000_000L + random.nextInt() : -1,
        random.nextInt(3) == 0 ? 0 : random.nextLong() >>> 2,
        magic == 2 ? random.nextInt(100) - 1 : -1,
        producer ? random.nextLong() >>> 1 : -1,
        (short) (producer ? random.nextInt(1 << 15) : -1),
        producer ? random.nextInt() >>> 1 : -1,
        producer && random.nextBoolean(),
        lines(random, magic));
  }

  private static List<BatchSpec.Line> lines(Random random, byte magic) {
    int count = 1 + (random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(5));
    List<BatchSpec.Line> lines = new ArrayList<>();
    long time = 1_700_000_000_000L;
    for (int i = 0; i < count; i++) {
      time += random.nextInt(100) - 20;
      List<RecordHeader> headers = new ArrayList<>();
      if (magic == 2 && random.nextInt(3) == 0) {
        for (int h = random.nextInt(4); h > 0; h--) {
          String key = HEADER_KEYS[random.nextInt(HEADER_KEYS.length)];
          headers.add(new RecordHeader(key, field(random, 40)));
        }
      }
      lines.add(
          new BatchSpec.Line(
              magic == 0 ? -1 : time,
              field(random, 30),
              field(random, random.nextInt(20) == 0 ? 150_000 : 300),
              headers));
    }
    return lines;
  }

  private static byte @Nullable [] field(Random random, int largest) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(largest)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    } else {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) "the quick brown fox ".charAt(i % 20);
      }
    }
    return bytes;
  }

  /** The text of what a reader should find, sizes and CRCs taken from the bytes. */
  static String expected(BatchSpec spec, ByteSlice bytes) {
    BatchText text = new BatchText();
    BatchCursor cursor = new BatchCursor().over(bytes);
    boolean perRecord = spec.magic() < 2 && spec.codec() == Compression.NONE;
    boolean logAppendTime = spec.timestampType() == TimestampType.LOG_APPEND_TIME;
    long max = spec.records().stream().mapToLong(BatchSpec.Line::timestamp).max().orElse(-1);
    int last = spec.records().size() - 1;
    for (int i = 0; i <= last; i++) {
      BatchSpec.Line line = spec.records().get(i);
      long time = logAppendTime ? spec.appendTimestamp() : line.timestamp();
      if (i == 0 || perRecord) {
        cursor.next();
        RecordBatch batch = cursor.batch();
        text.batch(
            spec.magic(),
            spec.baseOffset() + (perRecord ? i : last),
            spec.codec().codecName(),
            logAppendTime ? spec.appendTimestamp() : perRecord ? time : max,
            spec.producerId(),
            spec.producerEpoch(),
            spec.baseSequence(),
            spec.baseSequence() < 0 ? -1 : (spec.baseSequence() + last) & Integer.MAX_VALUE,
            spec.transactional(),
            false,
            spec.leaderEpoch(),
            batch.sizeBytes(),
            batch.crc(),
            true);
      }
      text.record(spec.baseOffset() + i, time, line.keyBuffer(), line.valueBuffer());
      for (RecordHeader header : line.headers()) {
        text.header(header.key(), header.value() == null ? null : ByteBuffer.wrap(header.value()));
      }
    }
    return text.toString();
  }
}
