package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.record.Crc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * {@code <offset>.snapshot}: the producer state of everything below the offset. Version int16 1,
 * CRC-32C uint32 of what follows, count int32, and 46 bytes per producer.
 */
final class ProducerSnapshot {

  private static final short VERSION = 1;
  private static final int CRC = 2;
  private static final int COUNT = 6;
  private static final int HEADER_SIZE = 10;
  private static final int ENTRY_SIZE = 46;
  private static final int MAX_BYTES = 1 << 30;

  private ProducerSnapshot() {}

  /** Writes the file. Not forced: until then an older one and the log give the same state. */
  static void write(Disk disk, Path path, ProducerState state) throws IOException {
    try (DiskFile file = disk.openOrCreate(path)) {
      file.truncate(0);
      file.append(encode(state));
    }
  }

  static ByteBuffer encode(ProducerState state) {
    int count = state.producers().size();
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_SIZE + count * ENTRY_SIZE);
    bytes.putShort(VERSION).putInt(0).putInt(count);
    for (ProducerEntry entry : state.producers()) {
      bytes
          .putLong(entry.producerId)
          .putShort(entry.epoch)
          .putInt(entry.lastSequence())
          .putLong(entry.lastOffset())
          .putInt(entry.lastOffsetDelta())
          .putLong(entry.lastTimestampMs)
          .putInt(entry.coordinatorEpoch)
          .putLong(entry.transactionFirstOffset);
    }
    bytes.putInt(CRC, Crc32c.of(bytes, COUNT, bytes.capacity()));
    return bytes.flip();
  }

  /**
   * Adds a file's producers to a state.
   *
   * @return false when the file is not whole; the state is then untouched
   */
  static boolean read(Disk disk, Path path, ProducerState state) throws IOException {
    return decode(ByteBuffer.wrap(disk.readAll(path, MAX_BYTES)), state);
  }

  static boolean decode(ByteBuffer bytes, ProducerState state) {
    if (bytes.capacity() < HEADER_SIZE
        || bytes.getShort(0) != VERSION
        || bytes.getInt(CRC) != Crc32c.of(bytes, COUNT, bytes.capacity())) {
      return false;
    }
    int count = bytes.getInt(COUNT);
    if (count < 0 || bytes.capacity() - HEADER_SIZE != (long) count * ENTRY_SIZE) {
      return false;
    }
    bytes.position(HEADER_SIZE);
    for (int i = 0; i < count; i++) {
      ProducerEntry entry = new ProducerEntry(bytes.getLong());
      entry.epoch = bytes.getShort();
      int lastSequence = bytes.getInt();
      long lastOffset = bytes.getLong();
      int offsetDelta = bytes.getInt();
      entry.lastTimestampMs = bytes.getLong();
      if (lastOffset >= 0) {
        entry.addBatch(lastSequence, lastOffset, offsetDelta, entry.lastTimestampMs);
      }
      entry.coordinatorEpoch = bytes.getInt();
      entry.transactionFirstOffset = bytes.getLong();
      state.restore(entry);
    }
    return true;
  }
}
