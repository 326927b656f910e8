/**
 * Record batches as bytes: reading, checking, writing and converting what a partition stores and
 * what Produce and Fetch carry. Entry types: {@link io.classickafka.record.RecordBatch} (a batch's
 * header), {@link io.classickafka.record.BatchCursor} (a run of batches), {@link
 * io.classickafka.record.RecordCursor} (the records of one batch), {@link
 * io.classickafka.record.RecordValidator} (everything a broker checks before it appends), {@link
 * io.classickafka.record.RecordBatchBuilder} (writing) and {@link
 * io.classickafka.record.MessageSetConverter} (between formats). It imports the seams' slices, the
 * error codes and the codec libraries, does no I/O, and knows no thread: every cursor, validator
 * and builder is a reusable object of one owner, on one thread at a time.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>The offset of a batch and its leader epoch lie outside its CRC and are patched in place; a
 *       change of the maximum timestamp or of the timestamp type needs a new CRC.
 *   <li>A record's offset is the base offset plus its delta. After compaction the deltas have gaps
 *       and the count is below last delta + 1.
 *   <li>With LogAppendTime every record reads as the batch's maximum timestamp, whatever its delta.
 *   <li>With the delete horizon bit the base timestamp is that horizon, and deltas become negative.
 *   <li>A compressed entry of magic 1 holds relative offsets and is named by its last one; one of
 *       magic 0 holds absolute offsets.
 *   <li>lz4 frames inside magic 0 carry a wrong header checksum; it must be written, and not
 *       checked, for others to read them.
 *   <li>snappy comes framed (Java) and as one bare block (other clients); both are read.
 *   <li>No length that was read is believed before the bytes are there: buffers grow with what
 *       arrives, and decompression stops at the caller's limit.
 * </ul>
 */
@NullMarked
package io.classickafka.record;

import org.jspecify.annotations.NullMarked;
