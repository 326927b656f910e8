package io.classickafka.protocol.conformance;

import io.classickafka.protocol.TaggedField;
import io.classickafka.protocol.conformance.Shape.Member;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Apache's implementation, by reflection into its class loader. */
final class ApacheSide implements Side {

  private static final String PROTOCOL = "org.apache.kafka.common.protocol.";
  private static final int FIRST_BUFFER = 1 << 16;

  private final Method write;
  private final Method read;
  private final Method size;
  private final Method unknownTags;
  private final Constructor<?> accessor;
  private final Constructor<?> cache;
  private final Constructor<?> uuid;
  private final Constructor<?> tag;
  private final Method records;
  private final Method recordsBuffer;
  private final Method high;
  private final Method low;
  private final Method tagNumber;
  private final Method tagData;

  ApacheSide() {
    try {
      Class<?> message = ApacheJars.load(PROTOCOL + "Message");
      Class<?> cacheType = ApacheJars.load(PROTOCOL + "ObjectSerializationCache");
      Class<?> writable = ApacheJars.load(PROTOCOL + "Writable");
      Class<?> readable = ApacheJars.load(PROTOCOL + "Readable");
      write = message.getMethod("write", writable, cacheType, short.class);
      read = message.getMethod("read", readable, short.class);
      size = message.getMethod("size", cacheType, short.class);
      unknownTags = message.getMethod("unknownTaggedFields");
      accessor = ApacheJars.load(PROTOCOL + "ByteBufferAccessor").getConstructor(ByteBuffer.class);
      cache = cacheType.getConstructor();
      Class<?> uuidType = ApacheJars.load("org.apache.kafka.common.Uuid");
      uuid = uuidType.getConstructor(long.class, long.class);
      high = uuidType.getMethod("getMostSignificantBits");
      low = uuidType.getMethod("getLeastSignificantBits");
      Class<?> tagType = ApacheJars.load(PROTOCOL + "types.RawTaggedField");
      tag = tagType.getConstructor(int.class, byte[].class);
      tagNumber = tagType.getMethod("tag");
      tagData = tagType.getMethod("data");
      Class<?> memory = ApacheJars.load("org.apache.kafka.common.record.MemoryRecords");
      records = memory.getMethod("readableRecords", ByteBuffer.class);
      recordsBuffer = memory.getMethod("buffer");
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Override
  public byte[] write(Shape shape, Tree tree, short version) {
    return call(
        () -> {
          Object message = build(shape, tree);
          Object sizes = cache.newInstance();
          int bytes = (Integer) size.invoke(message, sizes, version);
          ByteBuffer buffer = ByteBuffer.allocate(Math.max(bytes, FIRST_BUFFER));
          write.invoke(message, accessor.newInstance(buffer), sizes, version);
          byte[] written = new byte[buffer.position()];
          buffer.get(0, written);
          return written;
        });
  }

  @Override
  public Tree read(Shape shape, byte[] bytes, short version) {
    return call(
        () -> {
          Object message = shape.type().getDeclaredConstructor().newInstance();
          read.invoke(message, accessor.newInstance(ByteBuffer.wrap(bytes)), version);
          return tree(shape, message);
        });
  }

  @SuppressWarnings("unchecked")
  private Object build(Shape shape, Tree tree) throws ReflectiveOperationException {
    Object message = shape.type().getDeclaredConstructor().newInstance();
    for (Member member : shape.members()) {
      if (!tree.fields().containsKey(member.name())) {
        continue;
      }
      Object value = tree.fields().get(member.name());
      if (value instanceof List<?> list) {
        Class<?> type = member.field().getType();
        Collection<Object> elements =
            type == List.class
                ? new ArrayList<>()
                : (Collection<Object>) type.getDeclaredConstructor().newInstance();
        for (Object element : list) {
          elements.add(theirs(member, element));
        }
        member.field().set(message, elements);
      } else {
        member.field().set(message, theirs(member, value));
      }
    }
    List<Object> tags = (List<Object>) unknownTags.invoke(message);
    for (TaggedField field : tree.tags()) {
      tags.add(tag.newInstance(field.tag(), field.bytes()));
    }
    return message;
  }

  @SuppressWarnings("ByteBufferBackingArray") // A tree's buffers wrap whole arrays.
  private @Nullable Object theirs(Member member, @Nullable Object value)
      throws ReflectiveOperationException {
    if (value instanceof Tree tree && member.struct() != null) {
      return build(member.struct(), tree);
    }
    if (value instanceof Uuid ours) {
      return uuid.newInstance(ours.getMostSignificantBits(), ours.getLeastSignificantBits());
    }
    if (value instanceof ByteBuffer bytes) {
      return switch (member.kind()) {
        case RECORDS -> records.invoke(null, bytes.duplicate());
        default -> member.field().getType() == ByteBuffer.class ? bytes.duplicate() : bytes.array();
      };
    }
    return value;
  }

  private Tree tree(Shape shape, Object message) throws ReflectiveOperationException {
    Map<String, @Nullable Object> fields = Tree.empty().fields();
    for (Member member : shape.members()) {
      Object value = member.field().get(message);
      if (value instanceof Collection<?> collection) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object element : collection) {
          list.add(common(member, element));
        }
        fields.put(member.name(), list);
      } else {
        fields.put(member.name(), common(member, value));
      }
    }
    List<TaggedField> tags = new ArrayList<>();
    for (Object field : (List<?>) unknownTags.invoke(message)) {
      tags.add(new TaggedField((Integer) tagNumber.invoke(field), (byte[]) tagData.invoke(field)));
    }
    return new Tree(fields, tags);
  }

  private @Nullable Object common(Member member, @Nullable Object value)
      throws ReflectiveOperationException {
    if (value == null) {
      return null;
    }
    return switch (member.kind()) {
      case STRUCT -> member.struct() == null ? null : tree(member.struct(), value);
      case UUID -> new Uuid((Long) high.invoke(value), (Long) low.invoke(value));
      case RECORDS -> recordsBuffer.invoke(value);
      case BYTES -> value instanceof byte[] bytes ? Tree.bytes(bytes) : value;
      default -> value;
    };
  }

  private interface Call<T> {
    T call() throws ReflectiveOperationException;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.call();
    } catch (InvocationTargetException e) {
      throw new Refused(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** What Apache's code threw. */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(@Nullable Throwable cause) {
      super(cause);
    }
  }
}
