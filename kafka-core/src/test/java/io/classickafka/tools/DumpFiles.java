package io.classickafka.tools;

import io.classickafka.protocol.VersionedBlob;
import io.classickafka.protocol.message.GroupMetadataKey;
import io.classickafka.protocol.message.GroupMetadataValue;
import io.classickafka.protocol.message.OffsetCommitKey;
import io.classickafka.protocol.message.OffsetCommitValue;
import io.classickafka.protocol.message.TransactionLogKey;
import io.classickafka.protocol.message.TransactionLogValue;
import io.classickafka.record.Compression;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.Crc32c;
import io.classickafka.record.LegacyMessageSet;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordHeader;
import io.classickafka.seam.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of every kind that a data directory holds, whole and damaged, the same in each run. */
final class DumpFiles {

  private static final long TIME = 1_700_000_000_000L;
  private static final String ZERO = "00000000000000000000";

  private final Path folder;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final RecordBatchBuilder builder = new RecordBatchBuilder();
  private long offset;

  private DumpFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes them all. */
  static void write(Path root) throws IOException {
    new DumpFiles(root.resolve("all")).everyKindOfBatch();
    new DumpFiles(root.resolve("old")).oldFormats();
    new DumpFiles(root.resolve("damaged")).damagedLogs();
    new DumpFiles(root.resolve("indexes")).indexes();
    new DumpFiles(root.resolve("state")).producersAndTransactions();
    new DumpFiles(root.resolve("internal")).internalTopics();
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private void save(String name, byte[] content) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(name), content);
  }

  private byte[] take() {
    byte[] content = log.toByteArray();
    log.reset();
    offset = 0;
    return content;
  }

  private RecordBatchBuilder batch(Compression codec) {
    return builder.open(codec).baseOffset(offset).leaderEpoch(3);
  }

  private void record(@Nullable String key, @Nullable String value, RecordHeader... headers) {
    builder.append(TIME + 17 * offset % 5, bytes(key), bytes(value), List.of(headers));
  }

  private ByteBuffer end() {
    ByteBuffer batch = builder.build().view();
    add(batch);
    return batch;
  }

  private void add(ByteBuffer batch) {
    byte[] content = new byte[batch.remaining()];
    batch.duplicate().get(content);
    log.writeBytes(content);
    offset = new RecordBatch().wrap(batch, batch.position()).nextOffset();
  }

  private void marker(boolean commit, int coordinatorEpoch) {
    ByteBuffer batch =
        new ControlMarker(commit, coordinatorEpoch).toBatch(TIME + 9, 7, (short) 1, 3).view();
    RecordBatch.setBaseOffset(batch, 0, offset);
    add(batch);
  }

  private void everyKindOfBatch() throws IOException {
    batch(Compression.NONE).producer(7, (short) 1, 0);
    record("k", "v1", new RecordHeader("h", bytes("x")), new RecordHeader("g", null));
    record(null, "");
    record("gone", null);
    record("ключ", "tab\there");
    end();
    for (Compression codec : Compression.values()) {
      batch(codec).producer(7, (short) 1, (int) offset);
      record("k" + codec.id(), codec.codecName());
      record(null, "second");
      end();
    }
    batch(Compression.LZ4).logAppendTime(TIME + 1000);
    record("k", "stamped");
    end();
    batch(Compression.NONE).deleteHorizonMs(TIME + 5000);
    record("cleaned", null);
    builder.lastOffset(offset + 4);
    end();
    batch(Compression.ZSTD).producer(7, (short) 1, 20).transactional(true);
    record("k", "in a transaction");
    end();
    marker(true, 5);
    batch(Compression.NONE).producer(7, (short) 1, 21).transactional(true);
    record("k", "in another");
    end();
    marker(false, 6);
    batch(Compression.NONE).control(true).lastOffset(offset);
    builder.append(TIME, ByteBuffer.allocate(4).putShort(2, (short) 9), null, List.of());
    end();
    save(ZERO + ".log", take());
  }

  private void oldFormats() throws IOException {
    try (LegacyMessageSet set = new LegacyMessageSet()) {
      for (byte magic : new byte[] {RecordBatch.MAGIC_0, RecordBatch.MAGIC_1}) {
        for (Compression codec : Compression.values()) {
          if (codec != Compression.ZSTD) {
            set.open(magic, codec);
            message(set, "k", "magic " + magic);
            message(set, null, codec.codecName());
            message(set, "gone", null);
            log.writeBytes(set.build().toByteArray());
          }
        }
      }
      set.open(RecordBatch.MAGIC_1, Compression.NONE).logAppendTime(TIME + 99);
      message(set, "k", "stamped");
      log.writeBytes(set.build().toByteArray());
    }
    save(ZERO + ".log", take());
  }

  private void message(LegacyMessageSet set, @Nullable String key, @Nullable String value) {
    byte[] k = bytes(key);
    byte[] v = bytes(value);
    set.append(
        offset,
        TIME + offset,
        k == null ? null : ByteBuffer.wrap(k),
        v == null ? null : ByteBuffer.wrap(v));
    offset++;
  }

  private byte[] threeBatches(long baseOffset) {
    offset = baseOffset;
    for (int i = 0; i < 3; i++) {
      batch(Compression.NONE);
      record("k", "value " + i);
      record("k", "value " + i);
      end();
    }
    return take();
  }

  private void damagedLogs() throws IOException {
    byte[] whole = threeBatches(0);
    save("00000000000000000001.log", Arrays.copyOf(whole, whole.length - 10));
    save("00000000000000000002.log", Arrays.copyOf(whole, whole.length + 100));
    byte[] wrong = whole.clone();
    wrong[whole.length - 3] ^= 1;
    save("00000000000000000003.log", wrong);
    byte[] garbage = Arrays.copyOf(whole, whole.length + 64);
    Arrays.fill(garbage, whole.length, garbage.length, (byte) 0x7f);
    save("00000000000000000004.log", garbage);
    save("00000000000000000005.log", new byte[0]);
    for (int gap = 0; gap < 3; gap++) {
      batch(Compression.NONE);
      record("k", "before a gap");
      builder.appendAt(offset + 3, TIME, null, null, List.of());
      end();
      offset += 10;
    }
    save("00000000000000000006.log", take());
    batch(Compression.GZIP);
    record("k", "broken stream");
    ByteSlice broken = builder.build();
    broken.view().put(RecordBatch.HEADER_SIZE + 12, (byte) 0x55);
    new RecordBatch().wrap(broken).setProducer(9, (short) 0, 0);
    log.writeBytes(broken.toByteArray());
    save("00000000000000000007.log", take());
  }

  private void indexes() throws IOException {
    int size = threeBatches(0).length / 3;
    for (int base = 0; base <= 10; base++) {
      save("000000000000000000" + (base < 10 ? "0" : "") + base + ".log", threeBatches(base));
    }
    saveIndex("00000000000000000000.index", 3, size, 5, 2 * size);
    saveTimes("00000000000000000000.timeindex", TIME + 2, 1, TIME + 4, 3);
    // Another offset than the batch's there.
    saveIndex("00000000000000000001.index", 3, size, 4, 2 * size);
    saveTimes("00000000000000000001.timeindex", TIME + 2, 0, TIME + 5, 2, TIME + 1, 3);
    // As a running broker of another kind leaves it: longer than its entries.
    saveIndex("00000000000000000002.index", 1, size, 0, 0, 0, 0);
    saveTimes("00000000000000000002.timeindex", TIME + 2, 1, 0, 0, 0, 0);
    saveIndex("00000000000000000003.index", 0, 0, 0, 0);
    saveTimes("00000000000000000003.timeindex", 0, 0, 0, 0);
    // Behind the end.
    saveIndex("00000000000000000004.index", 3, size, 5, 1000);
    saveTimes("00000000000000000004.timeindex", TIME + 2, 1, TIME + 4, 40);
    // Odd sizes, and none.
    save("00000000000000000005.index", new byte[] {0, 0, 0, 3, 0, 0, 0, 80, 1});
    save("00000000000000000005.timeindex", new byte[] {0, 0, 0, 3, 0, 0, 0, 80, 1});
    save("00000000000000000006.index", new byte[0]);
    save("00000000000000000006.timeindex", new byte[0]);
    // Falling, and below its base.
    saveIndex("00000000000000000007.index", 5, 2 * size, 3, size);
    saveTimes("00000000000000000007.timeindex", TIME + 4, 3, TIME + 2, 1);
    saveIndex("00000000000000000008.index", -4, size);
    saveTimes("00000000000000000008.timeindex", TIME + 4, -3);
    // In the middle of a batch.
    saveIndex("00000000000000000010.index", 3, size + 7);
    // Without its log.
    saveIndex("00000000000000000011.index", 3, size);
    saveTimes("00000000000000000011.timeindex", TIME + 4, 3);
    // With a timestamp that falls.
    saveIndex("00000000000000000009.index", 3, size, 5, 2 * size);
    saveTimes("00000000000000000009.timeindex", TIME + 9, 1, TIME + 2, 3, TIME + 1, 5);
  }

  private void saveIndex(String name, int... numbers) throws IOException {
    ByteBuffer index = ByteBuffer.allocate(numbers.length * Integer.BYTES);
    for (int number : numbers) {
      index.putInt(number);
    }
    save(name, index.array());
  }

  private void saveTimes(String name, long... numbers) throws IOException {
    ByteBuffer index = ByteBuffer.allocate(numbers.length / 2 * 12);
    for (int i = 0; i < numbers.length; i += 2) {
      index.putLong(numbers[i]).putInt((int) numbers[i + 1]);
    }
    save(name, index.array());
  }

  private void producersAndTransactions() throws IOException {
    ByteBuffer aborted = ByteBuffer.allocate(2 * 34);
    aborted.putShort((short) 0).putLong(7).putLong(10).putLong(12).putLong(13);
    aborted.putShort((short) 0).putLong(8).putLong(11).putLong(15).putLong(16);
    save("00000000000000000000.txnindex", aborted.array());
    save("00000000000000000001.txnindex", Arrays.copyOf(aborted.array(), 40));
    aborted.putShort(34, (short) 5);
    save("00000000000000000002.txnindex", aborted.array());
    aborted.putShort(34, (short) 0).putLong(34 + 18, 12);
    save("00000000000000000003.txnindex", aborted.array());
    save("00000000000000000004.txnindex", new byte[0]);

    ByteBuffer snapshot = ByteBuffer.allocate(10 + 3 * 46);
    snapshot.putShort((short) 1).putInt(0).putInt(3);
    producer(snapshot, 7, 5, 12, 2, 4, -1);
    producer(snapshot, 8, -1, -1, 0, -1, -1);
    producer(snapshot, 9, 1, 20, 3, 2, 17);
    snapshot.putInt(2, Crc32c.of(snapshot, 6, snapshot.capacity()));
    save("00000000000000000010.snapshot", snapshot.array());
    save("00000000000000000012.snapshot", Arrays.copyOf(snapshot.array(), 60));
    save("00000000000000000013.snapshot", new byte[0]);
    byte[] wrong = snapshot.array().clone();
    wrong[20] ^= 1;
    save("00000000000000000011.snapshot", wrong);
    wrong[1] = 9;
    save("00000000000000000014.snapshot", wrong);
    save("leader-epoch-checkpoint", bytes("0\n1\n0 0\n"));
    save("partition.metadata", bytes("version: 0\ntopic_id: AAAAAAAAAAcAAAAAAAAABA"));
  }

  private static void producer(
      ByteBuffer to, long id, int sequence, long last, int delta, int coordinator, long first) {
    to.putLong(id).putShort((short) 1).putInt(sequence).putLong(last).putInt(delta);
    to.putLong(TIME + 1).putInt(coordinator).putLong(first);
  }

  private void internalTopics() throws IOException {
    batch(Compression.NONE);
    blob(
        VersionedBlob.write(new GroupMetadataKey().group("g"), (short) 2),
        VersionedBlob.write(group(), (short) 3));
    blob(VersionedBlob.write(new GroupMetadataKey().group("gone"), (short) 2), null);
    ByteSlice key =
        VersionedBlob.write(
            new OffsetCommitKey().group("g").topic("orders").partition(4), (short) 1);
    OffsetCommitValue value =
        new OffsetCommitValue().offset(12).leaderEpoch(3).metadata("said \"so\"");
    value.commitTimestamp(TIME);
    blob(key, VersionedBlob.write(value, (short) 3));
    blob(key, VersionedBlob.write(value.leaderEpoch(-1).expireTimestamp(TIME + 1), (short) 1));
    blob(key, null);
    blob(ByteSlice.wrap(new byte[] {0, 9, 1, 2}), ByteSlice.wrap(new byte[] {0, 1}));
    blob(key, ByteSlice.wrap(new byte[] {0, 19, 1, 1, 1}));
    end();
    save(ZERO + ".log", take());

    batch(Compression.NONE);
    ByteSlice name = VersionedBlob.write(new TransactionLogKey().transactionalId("tx"), (short) 0);
    TransactionLogValue transaction =
        new TransactionLogValue()
            .producerId(7)
            .producerEpoch((short) 2)
            .transactionTimeoutMs(60000)
            .transactionStatus((byte) 0)
            .transactionPartitions(null)
            .transactionLastUpdateTimestampMs(TIME)
            .transactionStartTimestampMs(-1);
    blob(name, VersionedBlob.write(transaction, (short) 0));
    TransactionLogValue.PartitionsSchema orders =
        new TransactionLogValue.PartitionsSchema().topic("orders").partitionIds(List.of(0, 4, 1));
    TransactionLogValue.PartitionsSchema others =
        new TransactionLogValue.PartitionsSchema().topic("a").partitionIds(List.of(2));
    transaction.transactionPartitions(List.of(orders, others)).transactionStartTimestampMs(TIME);
    for (byte status = 1; status < 8; status++) {
      blob(name, VersionedBlob.write(transaction.transactionStatus(status), (short) 0));
    }
    blob(name, null);
    end();
    save("00000000000000000001.log", take());
  }

  private static GroupMetadataValue group() {
    ByteBuffer subscription = ByteBuffer.allocate(64);
    subscription.putShort((short) 1).putInt(1).putShort((short) 6).put(bytes("orders"));
    subscription.putInt(-1).putInt(0);
    ByteBuffer assignment = ByteBuffer.allocate(64);
    assignment.putShort((short) 1).putInt(1).putShort((short) 6).put(bytes("orders"));
    assignment.putInt(2).putInt(0).putInt(4).putInt(-1);
    return new GroupMetadataValue()
        .protocolType("consumer")
        .generation(3)
        .protocol("range")
        .leader("m-1")
        .currentStateTimestamp(TIME)
        .members(
            List.of(
                new GroupMetadataValue.MemberMetadata()
                    .memberId("m-1")
                    .groupInstanceId("static")
                    .clientId("c")
                    .clientHost("/127.0.0.1")
                    .rebalanceTimeout(300000)
                    .sessionTimeout(45000)
                    .subscription(Arrays.copyOf(subscription.array(), subscription.position()))
                    .assignment(Arrays.copyOf(assignment.array(), assignment.position()))));
  }

  private void blob(ByteSlice key, @Nullable ByteSlice value) {
    builder.append(TIME, key.view(), value == null ? null : value.view(), List.of());
  }

  /** Writes them to a folder, for a look from outside. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }
}
