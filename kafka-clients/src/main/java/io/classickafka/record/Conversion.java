package io.classickafka.record;

import io.classickafka.seam.ByteSlice;

/** What came of converting batches to another format or codec. */
public sealed interface Conversion {

  /**
   * Converted bytes.
   *
   * @param bytes on the heap, the receiver's own; empty when nothing was left to convert
   * @param sourceBytes how much of the source they stand for: less than was given when a batch
   *     behind it could not be converted, or was cut off
   * @param records how many records were written anew: none of batches that were copied
   */
  record Converted(ByteSlice bytes, int sourceBytes, int records) implements Conversion {}

  /**
   * Nothing was converted.
   *
   * @param index the record or entry that the fault was met at, from 0; -1 before the first
   */
  record Refused(RecordFault fault, int index) implements Conversion {}
}
