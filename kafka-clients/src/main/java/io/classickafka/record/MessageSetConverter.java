package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts between the formats: what old producers send up to magic 2, what is stored down for old
 * fetchers, and batches from one codec to another. Reused, one thread, borrows its sources during
 * the call. Bad input is an outcome, never an exception.
 */
public final class MessageSetConverter implements AutoCloseable {

  private final BatchCursor batches = new BatchCursor();
  private final RecordCursor records;
  private final RecordBatchBuilder builder = new RecordBatchBuilder();
  private final LegacyMessageSet legacy = new LegacyMessageSet();
  private final GrowableBytes out = new GrowableBytes();
  private final GrowableBytes stream = new GrowableBytes();
  private final Encoder encoder = new Encoder();
  private final Decoders decoders = new Decoders();
  private final ByteSource source = new ByteSource();
  private final long limitBytes;

  /**
   * A converter.
   *
   * @param limitBytes decompressed bytes per batch above which it is refused
   */
  public MessageSetConverter(long limitBytes) {
    this.limitBytes = limitBytes;
    this.records = new RecordCursor(limitBytes);
  }

  /**
   * Turns a produced message set of magic 0 or 1 into one batch of magic 2 with offsets from 0:
   * several entries when they are not compressed, else exactly one. Checks frames, CRCs and
   * structure; the topic's rules are for {@link RecordValidator} to apply to the outcome.
   *
   * @param codec of the batch; null keeps the set's
   * @param level of the codec; the default level when {@code codec} is null
   * @param topicType LOG_APPEND_TIME refuses sets that claim to have it already
   */
  public Conversion toMagic2(
      ByteSlice set, @Nullable Compression codec, int level, TimestampType topicType) {
    batches.over(set);
    int entries = 0;
    byte magic = RecordBatch.MAGIC_0;
    boolean compressed = false;
    while (batches.next()) {
      RecordBatch entry = batches.batch();
      Compression entryCodec = entry.compression();
      if (entries == 0) {
        magic = entry.magic();
        compressed = entry.isCompressed();
        if (magic > RecordBatch.MAGIC_1 || entryCodec == null) {
          return refused(magic > RecordBatch.MAGIC_1 ? RecordFault.MAGIC : RecordFault.CODEC, 0);
        }
        builder.open(
            codec != null ? codec : entryCodec, codec != null ? level : entryCodec.defaultLevel());
      } else if (entry.magic() != magic || compressed || entry.isCompressed()) {
        return refused(RecordFault.TRAILING_BYTES, entries);
      }
      RecordFault fault = appendProduced(entry, topicType);
      if (fault != RecordFault.NONE) {
        return refused(fault, entries + Math.max(records.index(), 0));
      }
      entries++;
    }
    if (batches.fault() != RecordFault.NONE) {
      return refused(batches.fault(), entries);
    }
    if (builder.isEmpty() || entries == 0) {
      return refused(RecordFault.NO_BATCH, -1);
    }
    return new Conversion.Converted(builder.build(), set.sizeBytes(), builder.recordCount());
  }

  private RecordFault appendProduced(RecordBatch entry, TimestampType topicType) {
    if (!entry.isValidCrc()) {
      return RecordFault.CRC;
    }
    boolean claimed = entry.timestampType() == TimestampType.LOG_APPEND_TIME;
    records.open(entry);
    while (records.next()) {
      if (claimed
          && (topicType == TimestampType.LOG_APPEND_TIME
              || records.timestamp() == RecordBatch.NO_TIMESTAMP)) {
        return RecordFault.TIMESTAMP_TYPE;
      }
      builder.append(records.timestamp(), records.key(), records.value(), List.of());
    }
    RecordFault fault = records.fault();
    records.finish();
    return fault;
  }

  /**
   * Turns stored batches into a message set that a fetcher of an older magic reads. Batches at or
   * below that magic are copied; control batches and headers are dropped; codec and timestamp type
   * stay. Ends before a batch that cannot be converted; refused when that is the first.
   *
   * @param magic 0 or 1
   * @param firstOffset the fetch offset: uncompressed records below it are dropped
   */
  public Conversion toOldMagic(ByteSlice stored, byte magic, long firstOffset) {
    out.clear();
    batches.over(stored);
    int converted = 0;
    int written = 0;
    RecordFault fault = RecordFault.NONE;
    while (fault == RecordFault.NONE && batches.next()) {
      RecordBatch batch = batches.batch();
      if (batch.magic() <= magic) {
        out.put(batch.buffer(), batch.position(), batch.sizeBytes());
      } else if (!batch.isControl()) {
        fault = appendStored(batch, magic, firstOffset);
        written += fault == RecordFault.NONE ? legacy.messageCount() : 0;
      }
      if (fault == RecordFault.NONE) {
        converted = batches.wholeBytes();
      }
    }
    if (fault == RecordFault.NONE && batches.fault() != RecordFault.CUT_OFF) {
      fault = batches.fault();
    }
    return fault != RecordFault.NONE && converted == 0
        ? refused(fault, 0)
        : new Conversion.Converted(ByteSlice.wrap(out.toByteArray()), converted, written);
  }

  private RecordFault appendStored(RecordBatch batch, byte magic, long firstOffset) {
    Compression codec = batch.compression();
    if (codec == null) {
      return RecordFault.CODEC;
    }
    if (codec == Compression.ZSTD) {
      return RecordFault.CODEC_FOR_MAGIC;
    }
    legacy.open(magic, codec);
    if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
      legacy.logAppendTime(batch.maxTimestamp());
    }
    records.open(batch);
    while (records.next()) {
      // A compressed set may begin below the fetch offset: consumers skip what they did not ask.
      if (codec != Compression.NONE || records.offset() >= firstOffset) {
        if (legacy.messageCount() > 0 && records.offset() <= legacy.lastOffset()) {
          return RecordFault.OFFSET_DELTA;
        }
        legacy.append(records.offset(), records.timestamp(), records.key(), records.value());
      }
    }
    RecordFault fault = records.fault();
    records.finish();
    if (fault == RecordFault.NONE) {
      ByteBuffer set = legacy.build().view();
      out.put(set);
    }
    return fault;
  }

  /**
   * The same batch of magic 2 with its records under another codec: every header field but codec,
   * length and CRC stays. The records are not looked at.
   */
  public Conversion recompress(RecordBatch batch, Compression codec, int level) {
    Compression stored = batch.compression();
    if (batch.magic() != RecordBatch.MAGIC_2 || stored == null) {
      return refused(stored == null ? RecordFault.CODEC : RecordFault.MAGIC, -1);
    }
    ByteBuffer bytes = batch.buffer();
    int start = batch.position();
    stream.clear();
    if (stored == Compression.NONE) {
      stream.put(bytes, batch.recordsPosition(), batch.endPosition() - batch.recordsPosition());
    } else {
      Decoder decoder = decoders.of(stored, RecordBatch.MAGIC_2);
      decoder.open(bytes, batch.recordsPosition(), batch.endPosition());
      source.open(decoder, limitBytes);
      while (!source.atEnd()) {
        stream.put(source.piece(), source.position(), source.atHand());
        source.skip(source.atHand());
      }
      RecordFault fault = source.fault();
      source.close();
      if (fault != RecordFault.NONE) {
        return refused(fault, -1);
      }
    }
    out.clear();
    out.put(bytes, start, RecordBatch.HEADER_SIZE);
    encoder.encode(codec, level, RecordBatch.MAGIC_2, stream, 0, out);
    ByteBuffer made = ByteBuffer.wrap(out.toByteArray());
    int attributes = (batch.attributes() & ~RecordBatch.CODEC_MASK) | codec.id();
    made.putInt(RecordBatch.LENGTH, made.capacity() - RecordBatch.OVERHEAD);
    made.putShort(RecordBatch.ATTRIBUTES, (short) attributes);
    made.putInt(RecordBatch.CRC, Crc32c.of(made, RecordBatch.ATTRIBUTES, made.capacity()));
    return new Conversion.Converted(ByteSlice.wrap(made), batch.sizeBytes(), batch.recordCount());
  }

  private Conversion refused(RecordFault fault, int index) {
    records.finish();
    return new Conversion.Refused(fault, index);
  }

  /** Frees native memory. May be used again. */
  @Override
  public void close() {
    records.close();
    builder.close();
    legacy.close();
    encoder.close();
    decoders.close();
  }
}
