package io.classickafka.log;

import io.classickafka.disk.DiskFile;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordFault;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Looks at what lies in a segment file from damage on. Walks bytes, not batches: it is rare. */
final class DamagedTail {

  private static final int SECTOR_BYTES = 512;

  /** Fewer at the end may be what was written. */
  private static final int FEWEST_ZEROS = 32;

  private final DiskFile file;
  private final long end;

  DamagedTail(DiskFile file, long end) {
    this.file = file;
    this.end = end;
  }

  /** Whether a write that did not come to its end explains what follows: nothing is behind it. */
  boolean isLost(long position, RecordFault fault, long offset) throws IOException {
    return (fault == RecordFault.CUT_OFF || endsInZeros(position))
        && !holdsBatch(position + 1, offset);
  }

  /** Whether the file ends in zeros, from a position or from a disk's sector after it on. */
  private boolean endsInZeros(long from) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(SegmentScan.SCAN_WINDOW);
    long zeros = end;
    for (long to = end; to > from && zeros == to; ) {
      int size = (int) Math.min(window.capacity(), to - from);
      window.clear().limit(size);
      file.readFully(window, to - size);
      for (int i = size - 1; i >= 0 && window.get(i) == 0; i--) {
        zeros--;
      }
      to -= size;
    }
    long sector = (zeros + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
    return zeros <= from || end - sector >= FEWEST_ZEROS;
  }

  /** Whether a whole batch of magic 2 at or above an offset begins anywhere from a position on. */
  private boolean holdsBatch(long from, long offset) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(SegmentScan.SCAN_WINDOW);
    RecordBatch candidate = new RecordBatch();
    for (long at = from; end - at >= RecordBatch.HEADER_SIZE; ) {
      window.clear().limit((int) Math.min(window.capacity(), end - at));
      file.readFully(window, at);
      int last = window.limit() - RecordBatch.HEADER_SIZE;
      for (int i = 0; i <= last; i++) {
        candidate.wrap(window, i);
        if (isLikely(candidate, offset, end - at - i) && isWhole(at + i)) {
          return true;
        }
      }
      at += last + 1;
    }
    return false;
  }

  private static boolean isLikely(RecordBatch batch, long offset, long available) {
    return batch.magic() == RecordBatch.MAGIC_2
        && batch.length() >= RecordBatch.HEADER_SIZE - RecordBatch.OVERHEAD
        && batch.length() <= available - RecordBatch.OVERHEAD
        && batch.baseOffset() >= offset
        && batch.baseOffset() - offset <= Integer.MAX_VALUE;
  }

  private boolean isWhole(long position) throws IOException {
    SegmentScan scan = new SegmentScan(file, position, end, SegmentScan.LOOKUP_WINDOW);
    return scan.next() && scan.isValidCrc();
  }
}
