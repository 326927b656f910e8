package io.classickafka.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A header to be written with a record. Keys may repeat; order is kept. The value is not copied.
 *
 * @param key encoded as UTF-8
 * @param value null is not the same as empty
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying it would cost every record.
public record RecordHeader(String key, byte @Nullable [] value) {

  // Spelled out: a compact constructor loses the annotation of the array in the class file.
  public RecordHeader(String key, byte @Nullable [] value) {
    this.key = Objects.requireNonNull(key);
    this.value = value;
  }
}
