package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;

/** The pairs of serializers that come with the client. */
public class Serdes {

  private Serdes() {}

  /** Joins a serializer and its deserializer. */
  public static <T> Serde<T> serdeFrom(Serializer<T> serializer, Deserializer<T> deserializer) {
    return new WrapperSerde<>(serializer, deserializer);
  }

  public static Serde<String> String() {
    return new StringSerde();
  }

  public static Serde<Short> Short() {
    return new ShortSerde();
  }

  public static Serde<Integer> Integer() {
    return new IntegerSerde();
  }

  public static Serde<Long> Long() {
    return new LongSerde();
  }

  public static Serde<Float> Float() {
    return new FloatSerde();
  }

  public static Serde<Double> Double() {
    return new DoubleSerde();
  }

  public static Serde<Boolean> Boolean() {
    return new BooleanSerde();
  }

  public static Serde<ByteBuffer> ByteBuffer() {
    return new ByteBufferSerde();
  }

  public static Serde<byte[]> ByteArray() {
    return new ByteArraySerde();
  }

  public static Serde<UUID> UUID() {
    return new UUIDSerde();
  }

  public static Serde<Void> Void() {
    return new VoidSerde();
  }

  /**
   * A serializer and a deserializer as one.
   *
   * @param <T> the type of the data
   */
  public static class WrapperSerde<T> implements Serde<T> {
    private final Serializer<T> serializer;
    private final Deserializer<T> deserializer;

    public WrapperSerde(Serializer<T> serializer, Deserializer<T> deserializer) {
      this.serializer = serializer;
      this.deserializer = deserializer;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      serializer.configure(configs, isKey);
      deserializer.configure(configs, isKey);
    }

    @Override
    public void close() {
      serializer.close();
      deserializer.close();
    }

    @Override
    public Serializer<T> serializer() {
      return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
      return deserializer;
    }
  }

  /** See {@link StringSerializer}. */
  public static final class StringSerde extends WrapperSerde<String> {
    public StringSerde() {
      super(new StringSerializer(), new StringDeserializer());
    }
  }

  /** See {@link ShortSerializer}. */
  public static final class ShortSerde extends WrapperSerde<Short> {
    public ShortSerde() {
      super(new ShortSerializer(), new ShortDeserializer());
    }
  }

  /** See {@link IntegerSerializer}. */
  public static final class IntegerSerde extends WrapperSerde<Integer> {
    public IntegerSerde() {
      super(new IntegerSerializer(), new IntegerDeserializer());
    }
  }

  /** See {@link LongSerializer}. */
  public static final class LongSerde extends WrapperSerde<Long> {
    public LongSerde() {
      super(new LongSerializer(), new LongDeserializer());
    }
  }

  /** See {@link FloatSerializer}. */
  public static final class FloatSerde extends WrapperSerde<Float> {
    public FloatSerde() {
      super(new FloatSerializer(), new FloatDeserializer());
    }
  }

  /** See {@link DoubleSerializer}. */
  public static final class DoubleSerde extends WrapperSerde<Double> {
    public DoubleSerde() {
      super(new DoubleSerializer(), new DoubleDeserializer());
    }
  }

  /** See {@link BooleanSerializer}. */
  public static final class BooleanSerde extends WrapperSerde<Boolean> {
    public BooleanSerde() {
      super(new BooleanSerializer(), new BooleanDeserializer());
    }
  }

  /** See {@link ByteBufferSerializer}. */
  public static final class ByteBufferSerde extends WrapperSerde<ByteBuffer> {
    public ByteBufferSerde() {
      super(new ByteBufferSerializer(), new ByteBufferDeserializer());
    }
  }

  /** See {@link ByteArraySerializer}. */
  public static final class ByteArraySerde extends WrapperSerde<byte[]> {
    public ByteArraySerde() {
      super(new ByteArraySerializer(), new ByteArrayDeserializer());
    }
  }

  /** See {@link UUIDSerializer}. */
  public static final class UUIDSerde extends WrapperSerde<UUID> {
    public UUIDSerde() {
      super(new UUIDSerializer(), new UUIDDeserializer());
    }
  }

  /** See {@link VoidSerializer}. */
  public static final class VoidSerde extends WrapperSerde<Void> {
    public VoidSerde() {
      super(new VoidSerializer(), new VoidDeserializer());
    }
  }
}
