package io.classickafka.record;

import io.classickafka.protocol.ErrorCode;

/** Why bytes are not acceptable as records. {@link #NONE} is success. */
public enum RecordFault {
  NONE(ErrorCode.NONE, ""),

  // The frame of a batch.
  NO_BATCH(ErrorCode.INVALID_RECORD, "no batch was given"),
  CUT_OFF(ErrorCode.INVALID_RECORD, "the batch is longer than the bytes given"),
  TRAILING_BYTES(ErrorCode.INVALID_RECORD, "more bytes follow than one batch"),
  LENGTH(ErrorCode.CORRUPT_MESSAGE, "the batch length is impossible"),
  MAGIC(ErrorCode.CORRUPT_MESSAGE, "the magic byte is unknown"),
  OLD_MAGIC(ErrorCode.INVALID_RECORD, "magic 2 is required"),
  CRC(ErrorCode.CORRUPT_MESSAGE, "the CRC does not match"),

  // The header of a batch.
  BASE_OFFSET(ErrorCode.INVALID_RECORD, "the base offset of a produced batch must be 0"),
  COUNT(ErrorCode.INVALID_RECORD, "the record count and the last offset delta disagree"),
  CONTROL_BATCH(ErrorCode.INVALID_RECORD, "clients may not write control batches"),
  DELETE_HORIZON(ErrorCode.INVALID_RECORD, "clients may not set a delete horizon"),
  PRODUCER(ErrorCode.INVALID_RECORD, "the producer id, epoch and sequence disagree"),
  CODEC(ErrorCode.INVALID_RECORD, "the codec is unknown"),
  CODEC_FOR_MAGIC(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "the codec needs magic 2"),

  // The records.
  STREAM(ErrorCode.INVALID_RECORD, "the compressed stream is broken"),
  OUTPUT_LIMIT(ErrorCode.MESSAGE_TOO_LARGE, "the batch decompresses to more than is accepted"),
  TOO_FEW_RECORDS(ErrorCode.INVALID_RECORD, "the batch holds fewer records than its count"),
  TOO_MANY_RECORDS(ErrorCode.INVALID_RECORD, "bytes follow the last record of the batch"),
  RECORD_LENGTH(ErrorCode.INVALID_RECORD, "the length of a record does not match its fields"),
  RECORD_FIELD(ErrorCode.INVALID_RECORD, "a length inside a record is impossible"),
  OFFSET_DELTA(ErrorCode.INVALID_RECORD, "the offset deltas of the records are not 0, 1, 2"),

  // Inner messages of a compressed magic 0 or 1 entry.
  INNER_MESSAGE(ErrorCode.INVALID_RECORD, "an inner message is compressed or of another magic"),
  INNER_CRC(ErrorCode.CORRUPT_MESSAGE, "the CRC of an inner message does not match"),
  INNER_OFFSET(ErrorCode.INVALID_RECORD, "the inner offsets do not fit the entry's offset"),

  // Single records that a topic refuses: the batch is well formed.
  KEY_MISSING(ErrorCode.INVALID_RECORD, "a record for a compacted topic must have a key"),
  TIMESTAMP_RANGE(ErrorCode.INVALID_TIMESTAMP, "the timestamp is too far from the broker's time"),
  TIMESTAMP_TYPE(ErrorCode.INVALID_TIMESTAMP, "producers may not claim LogAppendTime");

  private final ErrorCode errorCode;
  private final String sentence;

  RecordFault(ErrorCode errorCode, String sentence) {
    this.errorCode = errorCode;
    this.sentence = sentence;
  }

  /** What a producer is answered. */
  public ErrorCode errorCode() {
    return errorCode;
  }

  /** The reason in words, for an error message. */
  public String sentence() {
    return sentence;
  }

  /** Whether a single record is refused (and listed) while the batch as such is well formed. */
  public boolean isOfSingleRecord() {
    return ordinal() >= KEY_MISSING.ordinal();
  }
}
