package io.classickafka.client.producer;

import java.util.List;
import org.apache.kafka.common.serialization.BooleanSerializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.FloatSerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.ShortSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.apache.kafka.common.serialization.VoidSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values as the producer may keep them after {@code send} has returned. By then an
 * application may write into its arrays again, and so may a serializer: Apache's producer has
 * copied them to its batch.
 */
public final class SerializedBytes {

  // Of these it is known that each call makes an array that nobody else has.
  private static final List<Class<?>> MAKE_NEW_ARRAYS =
      List.of(
          BooleanSerializer.class,
          DoubleSerializer.class,
          FloatSerializer.class,
          IntegerSerializer.class,
          LongSerializer.class,
          ShortSerializer.class,
          StringSerializer.class,
          UUIDSerializer.class,
          VoidSerializer.class);

  private final boolean copies;

  public SerializedBytes(Serializer<?> serializer) {
    this.copies = !MAKE_NEW_ARRAYS.contains(serializer.getClass());
  }

  /** What the serializer made, if nobody else can have it, or else a copy. */
  public byte @Nullable [] keep(byte @Nullable [] bytes) {
    return bytes == null || !copies ? bytes : bytes.clone();
  }
}
