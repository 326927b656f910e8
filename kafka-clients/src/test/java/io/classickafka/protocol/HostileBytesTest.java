package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Bytes from somebody who means harm, or from nobody in particular. */
class HostileBytesTest {

  private static final long SEED = Long.getLong("seed", System.nanoTime());

  /** What a decoder may allocate per byte of a frame: the smallest elements still are objects. */
  private static final int BYTES_PER_FRAME_BYTE = 100;

  private static final int FIXED_BYTES = 16 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Rows of the file: what it shows, message, version, bytes, and what is said or "accepted". */
  @ParameterizedTest
  @CsvFileSource(resources = "bad-input.csv", numLinesToSkip = 1)
  void answersBadInputAsTheTableSays(
      String what, String name, short version, String hex, String outcome) {
    byte[] bytes = Hex.bytes(hex == null ? "" : hex);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    if (outcome.equals("accepted")) {
      read(name, version, bytes);
    } else {
      assertThatThrownBy(() -> read(name, version, bytes))
          .as(what)
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageContaining(outcome);
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
  }

  @Test
  void damagedMessagesAreReadOrMalformedAndCostNoMoreThanTheirBytes() throws IOException {
    Random random = new Random(SEED);
    List<GoldenBytesTest.Golden> goldens = GoldenBytesTest.goldens();
    for (int i = 0; i < 60_000; i++) {
      GoldenBytesTest.Golden golden = goldens.get(random.nextInt(goldens.size()));
      byte[] bytes = golden.bytes();
      for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
      }
      readBounded(golden, bytes);
    }
  }

  @Test
  void randomBytesAreReadOrMalformedAndCostNoMoreThanTheirBytes() throws IOException {
    Random random = new Random(SEED);
    List<GoldenBytesTest.Golden> goldens = GoldenBytesTest.goldens();
    for (int i = 0; i < 60_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      // Many zeros and ones: more of the bytes make sense.
      int mask = random.nextInt(256);
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] &= (byte) mask;
      }
      readBounded(goldens.get(random.nextInt(goldens.size())), bytes);
    }
  }

  @Test
  void aClaimOfBillionsCostsNothing() throws IOException {
    byte[] claim = new byte[100];
    Arrays.fill(claim, (byte) 0x7f);
    for (GoldenBytesTest.Golden golden : GoldenBytesTest.goldens()) {
      readBounded(golden, claim);
    }
  }

  @Test
  void arraysThatJustFitMakeNoMoreObjectsThanBytes() {
    byte[] frame = new byte[600_007];
    // 300,000 empty names, each with an empty tag section; then the flags and the last tags.
    byte[] head = Hex.bytes("e1a712");
    System.arraycopy(head, 0, frame, 0, head.length);
    for (int at = head.length; at < frame.length - 4; at += 2) {
      frame[at] = 1;
    }
    MetadataRequest request = (MetadataRequest) read("MetadataRequest", (short) 9, frame);
    assertThat(request.topics()).hasSize(300_000);
    readBounded(new GoldenBytesTest.Golden("MetadataRequest", (short) 9, ""), frame);
  }

  @Test
  void readingAProduceRequestCopiesNoRecords() {
    int size = 1 << 20;
    byte[] frame = new byte[size + 64];
    byte[] head = Hex.bytes("00 | ffff | 00000001 | 02 | 02 74 | 02 | 00000000 | 81 80 40");
    System.arraycopy(head, 0, frame, 0, head.length);
    read("ProduceRequest", (short) 9, frame);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    read("ProduceRequest", (short) 9, frame);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(4096);
  }

  private static void readBounded(GoldenBytesTest.Golden golden, byte[] bytes) {
    long bound = FIXED_BYTES + (long) BYTES_PER_FRAME_BYTE * bytes.length;
    long cost = cost(golden, bytes);
    if (cost > bound) {
      // The first time may have loaded classes.
      cost = cost(golden, bytes);
    }
    if (cost > bound) {
      throw new AssertionError(
          golden + " seed=" + SEED + " bytes=" + Hex.text(bytes) + " cost more than " + bound);
    }
  }

  private static long cost(GoldenBytesTest.Golden golden, byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      golden.read(bytes);
    } catch (MalformedMessageException e) {
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    } catch (RuntimeException e) {
      throw new AssertionError(
          golden + " seed=" + SEED + " bytes=" + Hex.text(bytes) + " threw " + e, e);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static ApiMessage read(String name, short version, byte[] bytes) {
    ApiMessage message = Messages.create(name);
    message.read(new MessageReader(ByteSlice.wrap(bytes)), version);
    return message;
  }
}
