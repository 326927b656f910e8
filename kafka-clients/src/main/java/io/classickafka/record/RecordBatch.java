package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A view of one batch (magic 2) or one entry of an old message set (magic 0 and 1) inside a buffer:
 * the header's fields by absolute access, nothing copied, nothing moved. Reused: {@link #wrap}
 * points it elsewhere. Owned by one thread; borrows the buffer.
 *
 * <p>Reads assume that the header lies inside the buffer: {@link BatchCursor} checks that, {@link
 * RecordValidator} and {@link #hasWholeHeader} too. Fields that an old magic lacks read as their
 * "none" value.
 */
public final class RecordBatch {

  public static final byte MAGIC_0 = 0;
  public static final byte MAGIC_1 = 1;
  public static final byte MAGIC_2 = 2;

  /** Base offset and length: what precedes the bytes that the length counts. */
  public static final int OVERHEAD = 12;

  /** Enough bytes to read the length and the magic of any format. */
  public static final int PREFIX_SIZE = 17;

  /** Size of the header of magic 2; the records follow. */
  public static final int HEADER_SIZE = 61;

  public static final long NO_TIMESTAMP = -1;
  public static final long NO_PRODUCER_ID = -1;
  public static final short NO_PRODUCER_EPOCH = -1;
  public static final int NO_SEQUENCE = -1;
  public static final int NO_LEADER_EPOCH = -1;

  static final int LENGTH = 8;
  static final int LEADER_EPOCH = 12;
  static final int MAGIC = 16;
  static final int CRC = 17;
  static final int ATTRIBUTES = 21;
  static final int LAST_OFFSET_DELTA = 23;
  static final int BASE_TIMESTAMP = 27;
  static final int MAX_TIMESTAMP = 35;
  static final int PRODUCER_ID = 43;
  static final int PRODUCER_EPOCH = 51;
  static final int BASE_SEQUENCE = 53;
  static final int COUNT = 57;

  // Magic 0 and 1, from the start of the entry.
  static final int OLD_CRC = 12;
  static final int OLD_ATTRIBUTES = 17;
  static final int OLD_TIMESTAMP = 18;

  static final int CODEC_MASK = 0x07;
  static final int LOG_APPEND_TIME_BIT = 0x08;
  static final int TRANSACTIONAL_BIT = 0x10;
  static final int CONTROL_BIT = 0x20;
  static final int DELETE_HORIZON_BIT = 0x40;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int position;

  /** Points the view at a batch. Nothing is read yet. The buffer is big-endian. */
  public RecordBatch wrap(ByteBuffer buffer, int position) {
    this.buffer = buffer;
    this.position = position;
    return this;
  }

  /** Points the view at the first batch of a slice. */
  public RecordBatch wrap(ByteSlice slice) {
    return wrap(slice.view(), 0);
  }

  /** The smallest value of the length field that this magic allows. */
  static int smallestLength(byte magic) {
    return switch (magic) {
      case MAGIC_0 -> 14;
      case MAGIC_1 -> 22;
      default -> HEADER_SIZE - OVERHEAD;
    };
  }

  /** Whether all header fields lie inside the buffer and the magic is known. */
  public boolean hasWholeHeader() {
    int available = buffer.limit() - position;
    if (available < PREFIX_SIZE || magic() < MAGIC_0 || magic() > MAGIC_2) {
      return false;
    }
    return available >= OVERHEAD + smallestLength(magic());
  }

  public ByteBuffer buffer() {
    return buffer;
  }

  /** Where the batch starts in {@link #buffer}. */
  public int position() {
    return position;
  }

  /** Where the batch ends, exclusive. Only as true as the length field. */
  public int endPosition() {
    return position + sizeBytes();
  }

  /** Where the records (magic 2) begin. */
  public int recordsPosition() {
    return position + HEADER_SIZE;
  }

  /** Whole size, the first {@link #OVERHEAD} bytes included. Only as true as the length field. */
  public int sizeBytes() {
    return OVERHEAD + buffer.getInt(position + LENGTH);
  }

  /** The length field as it stands. */
  public int length() {
    return buffer.getInt(position + LENGTH);
  }

  /** First offset. For an old compressed entry the field holds the last one: see lastOffset. */
  public long baseOffset() {
    return buffer.getLong(position);
  }

  /** Last offset, inclusive. */
  public long lastOffset() {
    return magic() < MAGIC_2 ? baseOffset() : baseOffset() + lastOffsetDelta();
  }

  /** Offset after the last one. */
  public long nextOffset() {
    return lastOffset() + 1;
  }

  public byte magic() {
    return buffer.get(position + MAGIC);
  }

  public int leaderEpoch() {
    return magic() < MAGIC_2 ? NO_LEADER_EPOCH : buffer.getInt(position + LEADER_EPOCH);
  }

  /** The stored CRC, as an unsigned number. */
  public long crc() {
    return buffer.getInt(position + (magic() < MAGIC_2 ? OLD_CRC : CRC)) & 0xffffffffL;
  }

  /** Where in the batch the bytes begin that the checksum covers, to its end. */
  public int checkedFrom() {
    return magic() < MAGIC_2 ? MAGIC : ATTRIBUTES;
  }

  /** Computes the CRC over the bytes it protects and compares. The batch must be whole. */
  public boolean isValidCrc() {
    int end = endPosition();
    int computed =
        magic() < MAGIC_2
            ? Crc32c.zlib(buffer, position + MAGIC, end)
            : Crc32c.of(buffer, position + ATTRIBUTES, end);
    return (computed & 0xffffffffL) == crc();
  }

  public int attributes() {
    return magic() < MAGIC_2
        ? buffer.get(position + OLD_ATTRIBUTES)
        : buffer.getShort(position + ATTRIBUTES);
  }

  /** The codec, or null for an id that means nothing. */
  public @Nullable Compression compression() {
    return Compression.of(attributes() & CODEC_MASK);
  }

  public boolean isCompressed() {
    return (attributes() & CODEC_MASK) != 0;
  }

  public TimestampType timestampType() {
    if (magic() == MAGIC_0) {
      return TimestampType.NO_TIMESTAMP_TYPE;
    }
    return (attributes() & LOG_APPEND_TIME_BIT) != 0
        ? TimestampType.LOG_APPEND_TIME
        : TimestampType.CREATE_TIME;
  }

  public boolean isTransactional() {
    return magic() == MAGIC_2 && (attributes() & TRANSACTIONAL_BIT) != 0;
  }

  public boolean isControl() {
    return magic() == MAGIC_2 && (attributes() & CONTROL_BIT) != 0;
  }

  public boolean hasDeleteHorizon() {
    return magic() == MAGIC_2 && (attributes() & DELETE_HORIZON_BIT) != 0;
  }

  /** Wall-clock milliseconds after which tombstones may go, or -1. */
  public long deleteHorizonMs() {
    return hasDeleteHorizon() ? baseTimestamp() : NO_TIMESTAMP;
  }

  public int lastOffsetDelta() {
    return magic() < MAGIC_2 ? 0 : buffer.getInt(position + LAST_OFFSET_DELTA);
  }

  /** What timestamp deltas count from; the delete horizon when there is one. */
  public long baseTimestamp() {
    return magic() < MAGIC_2 ? maxTimestamp() : buffer.getLong(position + BASE_TIMESTAMP);
  }

  /** Largest timestamp of a record, or the append time. -1 for none. */
  public long maxTimestamp() {
    return switch (magic()) {
      case MAGIC_0 -> NO_TIMESTAMP;
      case MAGIC_1 -> buffer.getLong(position + OLD_TIMESTAMP);
      default -> buffer.getLong(position + MAX_TIMESTAMP);
    };
  }

  public long producerId() {
    return magic() < MAGIC_2 ? NO_PRODUCER_ID : buffer.getLong(position + PRODUCER_ID);
  }

  public boolean hasProducerId() {
    return producerId() > NO_PRODUCER_ID;
  }

  public short producerEpoch() {
    return magic() < MAGIC_2 ? NO_PRODUCER_EPOCH : buffer.getShort(position + PRODUCER_EPOCH);
  }

  public int baseSequence() {
    return magic() < MAGIC_2 ? NO_SEQUENCE : buffer.getInt(position + BASE_SEQUENCE);
  }

  /** Sequence of the last record, inclusive: wraps from 2147483647 to 0. -1 for none. */
  public int lastSequence() {
    int base = baseSequence();
    return base == NO_SEQUENCE ? NO_SEQUENCE : sequencePlus(base, lastOffsetDelta());
  }

  /** The sequence {@code increment} after {@code sequence}, wrapping to 0. */
  public static int sequencePlus(int sequence, int increment) {
    return (int) (((long) sequence + increment) & Integer.MAX_VALUE);
  }

  /** Records in the batch; -1 for an entry of magic 0 or 1, which has no count. */
  public int recordCount() {
    return magic() < MAGIC_2 ? -1 : buffer.getInt(position + COUNT);
  }

  // Changes in place, by the owner of the bytes.

  /** Sets the base offset (magic 0 and 1: the entry's offset). The CRC does not cover it. */
  public void setBaseOffset(long baseOffset) {
    setBaseOffset(buffer, position, baseOffset);
  }

  /** Sets the leader epoch of a magic 2 batch. The CRC does not cover it. */
  public void setLeaderEpoch(int leaderEpoch) {
    setLeaderEpoch(buffer, position, leaderEpoch);
  }

  public static void setBaseOffset(ByteBuffer buffer, int position, long baseOffset) {
    buffer.putLong(position, baseOffset);
  }

  public static void setLeaderEpoch(ByteBuffer buffer, int position, int leaderEpoch) {
    buffer.putInt(position + LEADER_EPOCH, leaderEpoch);
  }

  /**
   * Sets timestamp type and maximum timestamp of a magic 2 batch and, when that changes anything,
   * its CRC.
   */
  public void setMaxTimestamp(TimestampType type, long maxTimestamp) {
    int bits = attributes();
    int changed =
        type == TimestampType.LOG_APPEND_TIME
            ? bits | LOG_APPEND_TIME_BIT
            : bits & ~LOG_APPEND_TIME_BIT;
    if (changed == bits && maxTimestamp == maxTimestamp()) {
      return;
    }
    buffer.putShort(position + ATTRIBUTES, (short) changed);
    buffer.putLong(position + MAX_TIMESTAMP, maxTimestamp);
    updateCrc();
  }

  /** Sets the producer fields of a magic 2 batch and its CRC. */
  public void setProducer(long producerId, short producerEpoch, int baseSequence) {
    buffer.putLong(position + PRODUCER_ID, producerId);
    buffer.putShort(position + PRODUCER_EPOCH, producerEpoch);
    buffer.putInt(position + BASE_SEQUENCE, baseSequence);
    updateCrc();
  }

  private void updateCrc() {
    buffer.putInt(position + CRC, Crc32c.of(buffer, position + ATTRIBUTES, endPosition()));
  }

  @Override
  public String toString() {
    if (!hasWholeHeader()) {
      return "RecordBatch(no header)";
    }
    return "RecordBatch(magic="
        + magic()
        + " baseOffset="
        + baseOffset()
        + " lastOffset="
        + lastOffset()
        + " sizeBytes="
        + sizeBytes()
        + ")";
  }
}
