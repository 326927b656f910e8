package io.classickafka.protocol;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * Fills a message with values that count up, so that every field of a version is set and can be
 * told from the next. A field that the version refuses stays at its default.
 */
final class Filler {

  private final short version;
  private int next = 1;

  private Filler(short version) {
    this.version = version;
  }

  /** Fills every field that can be written in a version, one element to a list. */
  static void fill(ApiMessage message, int version) {
    new Filler((short) version).fill(message);
  }

  private void fill(ApiMessage message) {
    for (Field field : message.getClass().getDeclaredFields()) {
      boolean counts = !Modifier.isStatic(field.getModifiers());
      if (counts && !field.getName().equals("unknownTaggedFields")) {
        set(message, field);
      }
    }
  }

  private void set(ApiMessage message, Field field) {
    try {
      Class<?> type = message.getClass();
      Method setter = type.getMethod(field.getName(), field.getType());
      Object initial = type.getMethod(field.getName()).invoke(message);
      setter.invoke(message, value(field));
      try {
        message.write(new MessageWriter(), version);
      } catch (UnsupportedVersionException e) {
        setter.invoke(message, initial);
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private Object value(Field field) throws ReflectiveOperationException {
    if (field.getType() == List.class) {
      ParameterizedType list = (ParameterizedType) field.getGenericType();
      List<Object> elements = new ArrayList<>();
      elements.add(single((Class<?>) list.getActualTypeArguments()[0]));
      return elements;
    }
    return single(field.getType());
  }

  private Object single(Class<?> type) throws ReflectiveOperationException {
    int n = next++;
    if (ApiMessage.class.isAssignableFrom(type)) {
      ApiMessage struct = (ApiMessage) type.getConstructor().newInstance();
      fill(struct);
      return struct;
    }
    if (type == Payload.class) {
      return ByteSlice.wrap(new byte[] {(byte) n, (byte) n});
    }
    return switch (type.getSimpleName()) {
      case "boolean" -> true;
      case "byte", "Byte" -> (byte) n;
      case "short", "Short" -> (short) (256 + n);
      case "int", "Integer" -> (1 << 16) + n;
      case "long", "Long" -> (1L << 32) + n;
      case "double" -> n + 0.5;
      case "String" -> "s" + n;
      case "byte[]" -> new byte[] {(byte) n};
      case "Uuid" -> new Uuid(1L << 40, n);
      default -> throw new AssertionError(type);
    };
  }
}
