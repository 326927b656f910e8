package io.classickafka.tools;

import io.classickafka.record.Crc32c;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Dumps {@code .txnindex} and {@code .snapshot} files. */
final class StateDump {

  /** Far more than any of these files needs; they are read whole. */
  private static final long MAX_BYTES = 1 << 28;

  private static final int ABORTED_SIZE = 34;

  private static final short SNAPSHOT_VERSION = 1;
  private static final int SNAPSHOT_CRC = 2;
  private static final int SNAPSHOT_COUNT = 6;
  private static final int SNAPSHOT_HEADER = 10;
  private static final int PRODUCER_SIZE = 46;

  private StateDump() {}

  static ByteBuffer readWhole(Path file) throws IOException, ToolFailure {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new ToolFailure(file + " has " + size + " bytes, too many for a file of its kind");
    }
    return ByteBuffer.wrap(Files.readAllBytes(file));
  }

  /** The aborted transactions of a segment. */
  static void transactions(Path file, PrintStream out) throws IOException, ToolFailure {
    ByteBuffer bytes = readWhole(file);
    while (bytes.remaining() >= ABORTED_SIZE) {
      short version = bytes.getShort();
      out.println(
          "version: "
              + version
              + " producerId: "
              + bytes.getLong()
              + " firstOffset: "
              + bytes.getLong()
              + " lastOffset: "
              + bytes.getLong()
              + " lastStableOffset: "
              + bytes.getLong());
    }
    if (bytes.hasRemaining()) {
      out.println(
          "Found " + bytes.remaining() + " invalid bytes at the end of " + file.getFileName());
    }
  }

  /** The producers of a snapshot. */
  static void producers(Path file, PrintStream out) throws IOException, ToolFailure {
    ByteBuffer bytes = readWhole(file);
    int size = bytes.remaining();
    if (size < SNAPSHOT_HEADER) {
      throw new ToolFailure(file + " is cut off: a snapshot has more than " + size + " bytes");
    }
    if (bytes.getShort(0) != SNAPSHOT_VERSION) {
      throw new ToolFailure(file + " has the unknown version " + bytes.getShort(0));
    }
    long stored = bytes.getInt(SNAPSHOT_CRC) & 0xffffffffL;
    long computed = Crc32c.of(bytes, SNAPSHOT_COUNT, size) & 0xffffffffL;
    if (stored != computed) {
      throw new ToolFailure(file + " is corrupt: its CRC is " + computed + ", stored " + stored);
    }
    int count = bytes.getInt(SNAPSHOT_COUNT);
    if (count < 0 || size - SNAPSHOT_HEADER != (long) count * PRODUCER_SIZE) {
      throw new ToolFailure(file + " is corrupt: " + count + " producers in " + size + " bytes");
    }
    bytes.position(SNAPSHOT_HEADER);
    for (int i = 0; i < count; i++) {
      out.println(producer(bytes));
    }
  }

  private static String producer(ByteBuffer bytes) {
    final long producerId = bytes.getLong();
    final short epoch = bytes.getShort();
    final int lastSequence = bytes.getInt();
    final long lastOffset = bytes.getLong();
    final int offsetDelta = bytes.getInt();
    final long timestamp = bytes.getLong();
    final int coordinatorEpoch = bytes.getInt();
    final long firstOffset = bytes.getLong();
    StringBuilder line = new StringBuilder();
    line.append("producerId: ").append(producerId);
    line.append(" producerEpoch: ").append(epoch);
    line.append(" coordinatorEpoch: ").append(coordinatorEpoch);
    line.append(" currentTxnFirstOffset: ");
    line.append(firstOffset < 0 ? OptionalLong.empty() : OptionalLong.of(firstOffset));
    line.append(" lastTimestamp: ").append(timestamp).append(' ');
    if (lastOffset >= 0) {
      // Sequences wrap from 2^31-1 to 0.
      int firstSequence = (int) (((long) lastSequence - offsetDelta) & Integer.MAX_VALUE);
      line.append("firstSequence: ").append(firstSequence);
      line.append(" lastSequence: ").append(lastSequence);
      line.append(" lastOffset: ").append(lastOffset);
      line.append(" offsetDelta: ").append(offsetDelta);
      line.append(" timestamp: ").append(timestamp);
    }
    return line.toString();
  }
}
