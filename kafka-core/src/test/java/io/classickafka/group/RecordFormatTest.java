package io.classickafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.group.GroupRecord.GroupRemoved;
import io.classickafka.group.GroupRecord.GroupStored;
import io.classickafka.group.GroupRecord.OffsetRemoved;
import io.classickafka.group.GroupRecord.OffsetStored;
import io.classickafka.group.GroupRecord.StoredMember;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.MalformedMessageException;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bytes are those that a broker of version 3.9.2 wrote. */
class RecordFormatTest {

  private static final String MEMBER = "py-1f3a410e-62a9-4bd8-bcee-bb6f679b1802";

  private static ByteSlice hex(String... parts) {
    return ByteSlice.wrap(HexFormat.of().parseHex(String.join("", parts)));
  }

  static final ByteSlice GROUP_BATCH =
      hex(
          "0000000000000000000001010000000002b35521ea000000000000000001a1fe485f31000001a1fe",
          "485f31ffffffffffffffffffffffffffff000000019c030000001400020006676f6c64656efa0200",
          "030008636f6e73756d657200000001000572616e6765002770792d31663361343130652d36326139",
          "2d346264382d626365652d626236663637396231383032000001a1fe485f0c00000001002770792d",
          "31663361343130652d363261392d346264382d626365652d626236663637396231383032ffff0002",
          "7079000a2f3132372e302e302e31000493e0000027100000000d0000000000010001740000000000",
          "0000190000000000010001740000000200000000000000010000000000");

  static final ByteSlice OFFSETS_BATCH =
      hex(
          "0000000000000001000000910000000002a6c2d6ee000000000001000001a1fe48603f000001a1fe",
          "48603fffffffffffffffffffff00000000000000025e0000002200010006676f6c64656e00017400",
          "000001300003000000000000000affffffff0000000001a1fe48603a005e0000022200010006676f",
          "6c64656e00017400000000300003000000000000000affffffff0000000001a1fe48603a00");

  static final ByteSlice NOBODY_BATCH =
      hex(
          "0000000000000003000000620000000002fea1d4d9000000000000000001a1fe48606d000001a1fe",
          "48606dffffffffffffffffffffffffffff00000001600000001400020006676f6c64656e40000300",
          "08636f6e73756d657200000002ffffffff000001a1fe4860690000000000");

  private static GroupStored group() {
    StoredMember member =
        new StoredMember(
            MEMBER,
            null,
            "py",
            "/127.0.0.1",
            300_000,
            10_000,
            hex("00000000000100017400000000"),
            hex("00000000000100017400000002000000000000000100000000"));
    return new GroupStored(
        "golden", "consumer", 1, "range", MEMBER, 0x1a1fe485f0cL, List.of(member));
  }

  private static OffsetStored offset(int partition) {
    return new OffsetStored(
        "golden",
        new TopicPartition("t", partition),
        new CommittedOffset(
            10, CommittedOffset.NO_EPOCH, "", 0x1a1fe48603aL, CommittedOffset.NO_EXPIRY));
  }

  private static ByteSlice batch(Write write, long nowMs, long baseOffset) {
    ByteSlice batch = RecordFormat.batch(write, Compression.NONE, nowMs);
    // What the log adds.
    RecordBatch.setBaseOffset(batch.view(), 0, baseOffset);
    RecordBatch.setLeaderEpoch(batch.view(), 0, 0);
    return batch;
  }

  @Test
  void aGenerationIsWrittenLikeOtherBrokersDo() {
    Map<String, ByteSlice> assignments = new LinkedHashMap<>();
    assignments.put(MEMBER, group().members().get(0).assignment());
    assertThat(batch(new Write.Assignments(group(), 1, assignments), 0x1a1fe485f31L, 0))
        .isEqualTo(GROUP_BATCH);
  }

  @Test
  void offsetsAreWrittenLikeOtherBrokersDo() {
    Write write =
        new Write.Offsets(
            reply -> {},
            "golden",
            List.of(offset(1), offset(0)),
            List.of(ErrorCode.NONE, ErrorCode.NONE));
    assertThat(batch(write, 0x1a1fe48603fL, 1)).isEqualTo(OFFSETS_BATCH);
  }

  @Test
  void aGenerationWithoutMembersIsWrittenLikeOtherBrokersDo() {
    GroupStored nobody =
        new GroupStored("golden", "consumer", 2, null, null, 0x1a1fe486069L, List.of());
    assertThat(batch(new Write.NobodyLeft(nobody), 0x1a1fe48606dL, 3)).isEqualTo(NOBODY_BATCH);
  }

  @Test
  void whatIsWrittenIsRead() {
    OffsetStored expiring =
        new OffsetStored(
            "g",
            new TopicPartition("t", 3),
            new CommittedOffset(5, CommittedOffset.NO_EPOCH, "note", 1_000, 2_000));
    OffsetStored withEpoch =
        new OffsetStored(
            "g",
            new TopicPartition("t", 4),
            new CommittedOffset(5, 9, "", 1_000, CommittedOffset.NO_EXPIRY));
    List<GroupRecord> records =
        List.of(
            group(),
            expiring,
            withEpoch,
            new OffsetRemoved("g", new TopicPartition("t", 3)),
            new GroupRemoved("g"));
    for (GroupRecord record : records) {
      assertThat(read(RecordFormat.key(record), RecordFormat.value(record))).isEqualTo(record);
    }
  }

  @Test
  void oldFormsAreRead() {
    // Offset version 0, as written until 0.8.2; group version 0 with one timeout for both.
    assertThat(
            read(
                hex("000000016700017400000002"), hex("0000000000000000000700016d0000000000000009")))
        .isEqualTo(
            new OffsetStored(
                "g", new TopicPartition("t", 2), new CommittedOffset(7, -1, "m", 9, -1)));
    GroupStored old =
        (GroupStored)
            read(
                hex("0002000167"),
                hex(
                    "000000000000000400017000016d0000000100016d000163000168000017"
                        + "700000000000000000"));
    assertThat(old).isNotNull();
    assertThat(old.protocolType()).isNull();
    assertThat(old.members().get(0).rebalanceTimeoutMs()).isEqualTo(6000);
    assertThat(old.stateMs()).isEqualTo(Group.UNKNOWN_TIME);
  }

  @Test
  void otherKindsOfRecordsAreLeftAlone() {
    assertThat(read(hex("0003000167"), null)).isNull();
    assertThat(read(hex("ffff000167"), null)).isNull();
  }

  @Test
  void whatIsCutOffIsRefusedAtEveryByte() {
    ByteSlice key = RecordFormat.key(group());
    ByteSlice value = RecordFormat.value(group());
    assertThat(value).isNotNull();
    int size = value == null ? 0 : value.sizeBytes();
    for (int end = 0; end < size; end++) {
      ByteSlice cut = value == null ? key : value.slice(0, end);
      assertThatThrownBy(() -> read(key, cut)).isInstanceOf(MalformedMessageException.class);
    }
  }

  private static @Nullable GroupRecord read(ByteSlice key, @Nullable ByteSlice value) {
    return RecordFormat.read(key, value);
  }
}
