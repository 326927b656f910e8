package io.classickafka.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * The bytes of a file, whatever its name and whoever has it open: as they are seen, and as they are
 * on the device. Between two forces the device may have any sector of what was written, in any
 * order, and any length between the two; a sector is old or new as a whole.
 */
final class MemoryContent implements MemoryNode {

  static final int SECTOR = 512;

  private byte[] bytes = new byte[0];
  private int size;
  long modifiedMs;

  private byte[] durable = new byte[0];
  private int durableSize;

  /** Sectors that were written since they were last forced. */
  private final BitSet dirty = new BitSet();

  /** Sectors that a force failed to write: no later force writes them, they pass for clean. */
  private final BitSet lost = new BitSet();

  @Override
  public long sizeBytes() {
    return size;
  }

  void put(ByteBuffer source, int position) {
    int end = position + source.remaining();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    // What lies between the end and the position reads as zeros, and is as new as the rest.
    int from = Math.min(position, size);
    source.get(bytes, position, end - position);
    size = Math.max(size, end);
    touch(from, end);
  }

  private void touch(int from, int end) {
    if (end > from) {
      dirty.set(from / SECTOR, (end - 1) / SECTOR + 1);
      lost.clear(from / SECTOR, (end - 1) / SECTOR + 1);
    }
  }

  int get(ByteBuffer target, long position) {
    int count = (int) Math.max(0, Math.min(target.remaining(), size - position));
    if (count > 0) {
      target.put(bytes, (int) position, count);
    }
    return count;
  }

  void truncate(long newSize) {
    int end = size;
    size = (int) Math.min(size, newSize);
    Arrays.fill(bytes, size, bytes.length, (byte) 0);
    touch(size, end);
  }

  void force() {
    grow();
    dirty.stream().forEach(sector -> copySector(bytes, durable, sector));
    dirty.clear();
    durableSize = size;
    Arrays.fill(durable, durableSize, durable.length, (byte) 0);
  }

  /** The device refused: what was to be written is seen, and will never be written. */
  void failForce() {
    lost.or(dirty);
    dirty.clear();
  }

  private void grow() {
    int length = Math.max(bytes.length, durable.length);
    bytes = Arrays.copyOf(bytes, length);
    durable = Arrays.copyOf(durable, length);
  }

  private static void copySector(byte[] from, byte[] to, int sector) {
    int start = sector * SECTOR;
    int end = Math.min(start + SECTOR, from.length);
    if (end > start) {
      System.arraycopy(from, start, to, start, end - start);
    }
  }

  @Override
  public void crash(SplittableRandom random) {
    BitSet open = new BitSet();
    open.or(dirty);
    open.or(lost);
    if (open.isEmpty() && size == durableSize) {
      return;
    }
    grow();
    int newSize = sizeAfter(random);
    // Often all or nothing or a first part was written; sometimes anything.
    int kind = random.nextInt(4);
    int count = open.cardinality();
    int written =
        switch (kind) {
          case 0 -> 0;
          case 1 -> count;
          default -> count == 0 ? 0 : random.nextInt(count + 1);
        };
    int number = 0;
    for (int sector = open.nextSetBit(0); sector >= 0; sector = open.nextSetBit(sector + 1)) {
      boolean survives = kind == 3 ? random.nextBoolean() : number < written;
      // What a force failed to write is gone for good.
      if (survives && !lost.get(sector)) {
        copySector(bytes, durable, sector);
      }
      number++;
    }
    size = newSize;
    Arrays.fill(durable, size, durable.length, (byte) 0);
    bytes = durable.clone();
    durableSize = size;
    dirty.clear();
    lost.clear();
  }

  private int sizeAfter(SplittableRandom random) {
    int low = Math.min(size, durableSize);
    int high = Math.max(size, durableSize);
    return switch (random.nextInt(3)) {
      case 0 -> size;
      case 1 -> durableSize;
      default -> low == high ? low : random.nextInt(low, high + 1);
    };
  }

  /** A bit rots, on the device and in what is seen of it. */
  void flip(long bit) {
    int at = (int) (bit / 8);
    grow();
    bytes[at] ^= (byte) (1 << (bit % 8));
    durable[at] ^= (byte) (1 << (bit % 8));
  }
}
