package io.classickafka.protocol.conformance;

import io.classickafka.protocol.TaggedField;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of a message or struct as both sides can be compared: fields by name. Values are boxed
 * numbers, strings, {@link ByteBuffer}s for bytes and records, our uuids, trees, lists of those, or
 * null.
 *
 * @param tags the tagged fields no schema knows
 */
record Tree(Map<String, @Nullable Object> fields, List<TaggedField> tags) {

  static Tree empty() {
    return new Tree(new LinkedHashMap<>(), List.of());
  }

  static ByteBuffer bytes(byte[] value) {
    return ByteBuffer.wrap(value);
  }
}
