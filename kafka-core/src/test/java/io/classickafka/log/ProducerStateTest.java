package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The rules for idempotent and transactional producers, and the file they are kept in. */
class ProducerStateTest {

  private ProducerState state = new ProducerState();
  private long end;
  private long nowMs;

  @Test
  void producerRulesHold() {
    RuleTables.check("producer-state.txt", this::step);
  }

  private String step(String[] words) {
    switch (words[0]) {
      case "new" -> {
        state = new ProducerState();
        end = 0;
        nowMs = 1000;
        return "";
      }
      case "now" -> {
        nowMs = Long.parseLong(words[1]);
        return "";
      }
      case "restart" -> {
        ByteBuffer snapshot = ProducerSnapshot.encode(state);
        state = new ProducerState();
        assertThat(ProducerSnapshot.decode(snapshot, state)).isTrue();
        state.found(nowMs, 100);
        return state.toString();
      }
      case "expire" -> {
        return state.removeExpired(Long.parseLong(words[1]), 100) + " " + state;
      }
      case "hw" -> {
        state.onHighWatermark(Long.parseLong(words[1]));
        return unstable();
      }
      default -> {
        return append(words);
      }
    }
  }

  private String unstable() {
    long first = state.firstUnstableOffset();
    return "unstable=" + (first == Long.MAX_VALUE ? "none" : first);
  }

  /** data|txn|replicate|commit|abort pid epoch sequence count, or pid epoch coordinatorEpoch. */
  private String append(String[] words) {
    long producerId = Long.parseLong(words[1]);
    short epoch = Short.parseShort(words[2]);
    int number = Integer.parseInt(words[3]);
    ControlMarker marker = null;
    ByteSlice bytes;
    if (words[0].equals("commit") || words[0].equals("abort")) {
      marker = new ControlMarker(words[0].equals("commit"), number);
      bytes = marker.toBatch(1000, producerId, epoch, 0);
    } else {
      bytes = data(producerId, epoch, number, words[4], words[0].equals("txn"));
    }
    RecordBatch batch = new RecordBatch().wrap(bytes);
    if (!words[0].equals("replicate")) {
      Origin origin = marker == null ? Origin.CLIENT : Origin.COORDINATOR;
      ProducerState.Verdict verdict = state.check(batch, marker, origin);
      if (verdict.duplicateOf() >= 0) {
        ProducerEntry entry = state.producer(producerId);
        return "DUPLICATE of "
            + (entry == null ? "?" : String.valueOf(entry.firstOffset(verdict.duplicateOf())));
      }
      if (verdict.error() != ErrorCode.NONE) {
        return verdict.error().name();
      }
    }
    batch.setBaseOffset(end);
    ProducerState.Completed completed = state.apply(batch, marker, nowMs);
    end = batch.nextOffset();
    String ended =
        completed == null
            ? ""
            : " ended=" + completed.firstOffset() + ".." + completed.lastOffset();
    return "at " + batch.baseOffset() + " " + unstable() + ended;
  }

  private static ByteSlice data(
      long producerId, short epoch, int sequence, String count, boolean transactional) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.producer(producerId, epoch, sequence).transactional(transactional);
      for (int i = 0; i < Integer.parseInt(count); i++) {
        builder.append(1000, new byte[1], new byte[1]);
      }
      return builder.build();
    }
  }

  @Test
  void snapshotHasTheBytesOfTheFormat() {
    step("new".split(" "));
    step("txn 4000 3 7 2".split(" "));
    String hex = HexFormat.of().formatHex(ProducerSnapshot.encode(state).array());
    assertThat(hex.substring(0, 4)).isEqualTo("0001");
    assertThat(hex.substring(12))
        .isEqualTo(
            "00000001"
                + "0000000000000fa0"
                + "0003"
                + "00000008"
                + "0000000000000001"
                + "00000001"
                + "00000000000003e8"
                + "ffffffff"
                + "0000000000000000");
  }

  @Test
  void snapshotThatIsNotWholeIsRefused() {
    step("data 1 0 0 1".split(" "));
    byte[] whole = ProducerSnapshot.encode(state).array();
    for (int size = 0; size < whole.length; size++) {
      ProducerState read = new ProducerState();
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, size));
      assertThat(ProducerSnapshot.decode(cut, read)).isFalse();
      byte[] flipped = whole.clone();
      flipped[size] ^= 4;
      assertThat(ProducerSnapshot.decode(ByteBuffer.wrap(flipped), read)).isFalse();
      assertThat(read.isEmpty()).isTrue();
    }
  }
}
