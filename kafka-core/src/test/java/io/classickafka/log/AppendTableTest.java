package io.classickafka.log;

import static io.classickafka.log.LogFixture.small;

import io.classickafka.log.AppendResult.Appended;
import io.classickafka.log.AppendResult.Rejected;
import io.classickafka.record.Compression;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordFault;
import io.classickafka.record.TimestampType;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a leader and a follower append, and the error for everything else, in the order of checks.
 */
class AppendTableTest {

  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;

  private final Path root;
  private LogFixture f;
  private int number;

  AppendTableTest(@TempDir Path root) {
    this.root = root;
    this.f = new LogFixture(root.resolve("first"), small().build());
  }

  @Test
  void everyBatchHasItsOutcome() {
    RuleTables.check("append.txt", this::step);
  }

  private String step(String[] words) {
    switch (words[0]) {
      case "topic" -> {
        f.close();
        f = new LogFixture(root.resolve("log" + number++), config(words));
        return "";
      }
      case "client" -> {
        return outcome(f.append(batch(words)));
      }
      case "coordinator" -> {
        return outcome(
            f.log.appendAsLeader(
                batch(words), f.epoch, Origin.COORDINATOR, f.loop.nowMs, f.workspace));
      }
      case "marker" -> {
        ByteSlice marker =
            new ControlMarker(words[1].equals("commit"), (int) value(words, "coordinator", 0))
                .toBatch(f.loop.nowMs, value(words, "pid", 1), (short) value(words, "epoch", 0), 0);
        return outcome(
            f.log.appendAsLeader(marker, f.epoch, Origin.COORDINATOR, f.loop.nowMs, f.workspace));
      }
      case "follower" -> {
        return outcome(f.log.appendAsFollower(batch(words), f.loop.nowMs));
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private LogConfig config(String[] words) {
    LogConfig.Builder config = small();
    for (String word : words) {
      String text = word.substring(word.indexOf('=') + 1);
      switch (word.substring(0, Math.max(0, word.indexOf('=')))) {
        case "maxBytes" -> config.maxMessageBytes(Integer.parseInt(text));
        case "segmentBytes" -> config.segmentBytes(Integer.parseInt(text));
        case "codec" ->
            config.compression(Compression.valueOf(text)).compressionLevel(level(words, text));
        case "before" -> config.timestampBeforeMaxMs(Long.parseLong(text));
        case "after" -> config.timestampAfterMaxMs(Long.parseLong(text));
        case "type" -> config.timestampType(TimestampType.valueOf(text));
        case "policy" -> config.compacts(text.equals("compact"));
        default -> {}
      }
    }
    return config.build();
  }

  private static int level(String[] words, String codec) {
    return (int) value(words, "level", codec.equals("LZ4") ? 9 : codec.equals("ZSTD") ? 3 : -1);
  }

  private static long value(String[] words, String name, long otherwise) {
    for (String word : words) {
      if (word.startsWith(name + "=")) {
        return Long.parseLong(word.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  private static boolean has(String[] words, String word) {
    return Arrays.asList(words).contains(word);
  }

  private ByteSlice batch(String[] words) {
    Compression codec = Compression.NONE;
    for (String word : words) {
      if (word.startsWith("codec=") && !word.endsWith("=7")) {
        codec = Compression.valueOf(word.substring(6));
      }
    }
    byte[] bytes;
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(codec)) {
      builder.transactional(has(words, "txn")).control(has(words, "control"));
      builder.baseOffset(value(words, "at", 0)).leaderEpoch((int) value(words, "leader", -1));
      if (has(words, "appendTime")) {
        builder.logAppendTime(f.loop.nowMs);
      }
      if (value(words, "pid", -1) >= 0) {
        builder.producer(
            value(words, "pid", -1),
            (short) value(words, "epoch", 0),
            (int) value(words, "seq", 0));
      }
      for (int i = 0; i < value(words, "count", 1); i++) {
        byte[] key = has(words, "nokey") || (has(words, "nokey1") && i == 1) ? null : new byte[1];
        builder.append(timestamp(words, i), key, new byte[(int) value(words, "size", 1)]);
      }
      bytes = builder.build().toByteArray();
    }
    return ByteSlice.wrap(damaged(bytes, words));
  }

  private long timestamp(String[] words, int index) {
    if (has(words, "notime")) {
      return RecordBatch.NO_TIMESTAMP;
    }
    long off = index == 1 ? value(words, "off1", 0) : 0;
    return f.loop.nowMs + value(words, "off", 0) + off;
  }

  /** Changes of the header, with a right CRC unless the CRC is the damage. */
  private static byte[] damaged(byte[] whole, String[] words) {
    byte[] bytes = whole;
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putLong(0, value(words, "base", header.getLong(0)));
    header.put(16, (byte) value(words, "magic", 2));
    header.putInt(23, (int) value(words, "lastDelta", header.getInt(23)));
    header.putInt(57, (int) value(words, "records", header.getInt(57)));
    header.putInt(53, (int) value(words, "rawSeq", header.getInt(53)));
    if (value(words, "rawCodec", 0) > 0) {
      header.putShort(ATTRIBUTES, (short) value(words, "rawCodec", 0));
    }
    int flipped = (int) value(words, "flip", -1);
    if (flipped >= 0) {
      bytes[flipped] ^= 1;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, ATTRIBUTES, bytes.length - ATTRIBUTES);
    header.putInt(CRC, (int) crc.getValue() + (has(words, "badcrc") ? 1 : 0));
    header.putInt(8, (int) value(words, "length", header.getInt(8)));
    int cut = (int) value(words, "cut", 0);
    int twice = has(words, "twice") ? bytes.length : 0;
    byte[] sent = Arrays.copyOf(bytes, bytes.length - cut + twice);
    System.arraycopy(bytes, 0, sent, sent.length - twice, twice);
    return has(words, "nothing") ? new byte[0] : sent;
  }

  private String outcome(AppendResult result) {
    if (result instanceof Rejected rejected) {
      List<Integer> indexes =
          rejected.recordErrors().stream().map(AppendResult.RecordError::batchIndex).toList();
      return rejected.error()
          + (rejected.fault() == RecordFault.NONE ? "" : " " + rejected.fault())
          + (indexes.isEmpty() ? "" : " records=" + indexes.toString().replace(" ", ""));
    }
    Appended appended = (Appended) result;
    String at = "at " + appended.baseOffset() + ".." + appended.lastOffset();
    if (appended.duplicate()) {
      return at + " duplicate";
    }
    if (appended.lastOffset() < appended.baseOffset()) {
      return "nothing";
    }
    String time = appended.logAppendTimeMs() < 0 ? "" : " time=now";
    return at + time + stored(appended.baseOffset());
  }

  private String stored(long offset) {
    ReadResult.Records read =
        (ReadResult.Records) f.log.read(offset, 1, f.log.logEndOffset(), true, false);
    ByteSlice bytes = LogFixture.bytesOf(read.records());
    read.records().release();
    RecordBatch batch = new RecordBatch().wrap(bytes);
    Compression codec = batch.compression();
    return " "
        + String.valueOf(codec).toLowerCase(Locale.ROOT)
        + (batch.isValidCrc() ? "" : " crc wrong")
        + (batch.timestampType() == TimestampType.LOG_APPEND_TIME ? " appendTime" : "");
  }
}
