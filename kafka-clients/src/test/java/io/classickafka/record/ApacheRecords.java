package io.classickafka.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Apache's own record classes in a class loader of their own, reached by reflection. */
final class ApacheRecords {

  private static final String RECORD = "org.apache.kafka.common.record.";
  private static final ClassLoader LOADER = loader(Path.of("target", "apache-clients"));

  private final Class<?> memoryRecords = type(RECORD + "MemoryRecords");
  private final Class<?> compression = type("org.apache.kafka.common.compress.Compression");
  private final Class<?> timestampType = type(RECORD + "TimestampType");
  private final Class<?> builder = type(RECORD + "MemoryRecordsBuilder");
  private final Class<?> batch = type(RECORD + "RecordBatch");
  private final Class<?> record = type(RECORD + "Record");
  private final Class<?> header = type("org.apache.kafka.common.header.Header");

  private static ClassLoader loader(Path folder) {
    try (Stream<Path> jars = Files.list(folder)) {
      List<URL> urls = new ArrayList<>();
      for (Path jar : jars.sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
      return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, true, LOADER);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(
      Class<?> owner, @Nullable Object target, String name, @Nullable Object... arguments) {
    for (Method method : owner.getMethods()) {
      if (method.getName().equals(name) && accepts(method, arguments)) {
        try {
          method.setAccessible(true);
          return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          throw new IllegalStateException(name + ": " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    throw new IllegalStateException(owner + " has no such " + name);
  }

  private static boolean accepts(Method method, @Nullable Object[] arguments) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      Object argument = arguments[i];
      boolean fits =
          types[i].isPrimitive()
              ? argument != null && primitive(argument) == types[i]
              : argument == null || types[i].isInstance(argument);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Class<?> primitive(Object boxed) {
    if (boxed instanceof Long) {
      return long.class;
    } else if (boxed instanceof Integer) {
      return int.class;
    } else if (boxed instanceof Short) {
      return short.class;
    } else if (boxed instanceof Byte) {
      return byte.class;
    }
    return boxed instanceof Boolean ? boolean.class : boxed.getClass();
  }

  private Object codec(BatchSpec spec) {
    Object codecBuilder =
        call(compression, null, spec.codec().codecName().toLowerCase(Locale.ROOT));
    boolean leveled = spec.codec() != Compression.NONE && spec.codec() != Compression.SNAPPY;
    if (leveled && spec.level() != spec.codec().defaultLevel()) {
      codecBuilder = call(codecBuilder.getClass(), codecBuilder, "level", spec.level());
    }
    return call(codecBuilder.getClass(), codecBuilder, "build");
  }

  /** The batch as Apache's classes write it. */
  byte[] write(BatchSpec spec) {
    Object type = timestampType.getEnumConstants()[spec.timestampType().id() + 1];
    Object open =
        call(
            memoryRecords,
            null,
            "builder",
            ByteBuffer.allocate(1024),
            spec.magic(),
            codec(spec),
            type,
            spec.baseOffset(),
            spec.appendTimestamp(),
            spec.producerId(),
            spec.producerEpoch(),
            spec.baseSequence(),
            spec.transactional(),
            spec.leaderEpoch());
    for (BatchSpec.Line line : spec.records()) {
      call(
          builder,
          open,
          "append",
          line.timestamp(),
          line.keyBuffer(),
          line.valueBuffer(),
          headers(line));
    }
    return bytes(call(builder, open, "build"));
  }

  private Object headers(BatchSpec.Line line) {
    Class<?> recordHeader = type("org.apache.kafka.common.header.internals.RecordHeader");
    Object headers = Array.newInstance(header, line.headers().size());
    for (int i = 0; i < line.headers().size(); i++) {
      RecordHeader ours = line.headers().get(i);
      try {
        Array.set(
            headers,
            i,
            recordHeader
                .getConstructor(String.class, byte[].class)
                .newInstance(ours.key(), ours.value()));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return headers;
  }

  /** The end of a transaction as Apache's classes write it. */
  byte[] marker(
      long baseOffset,
      long timestamp,
      int leaderEpoch,
      long producerId,
      short producerEpoch,
      ControlMarker marker) {
    try {
      Class<?> controlType = type(RECORD + "ControlRecordType");
      Object end =
          type(RECORD + "EndTransactionMarker")
              .getConstructor(controlType, int.class)
              .newInstance(
                  controlType.getEnumConstants()[marker.commit() ? 1 : 0],
                  marker.coordinatorEpoch());
      return bytes(
          call(
              memoryRecords,
              null,
              "withEndTransactionMarker",
              baseOffset,
              timestamp,
              leaderEpoch,
              producerId,
              producerEpoch,
              end));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] bytes(Object records) {
    ByteBuffer buffer = (ByteBuffer) call(memoryRecords, records, "buffer");
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private Object readable(byte[] bytes) {
    return call(memoryRecords, null, "readableRecords", ByteBuffer.wrap(bytes));
  }

  /** Apache's down-conversion. */
  byte[] toOldMagic(byte[] bytes, byte magic, long firstOffset) {
    try {
      Object time = type("org.apache.kafka.common.utils.Time").getField("SYSTEM").get(null);
      Object made = call(memoryRecords, readable(bytes), "downConvert", magic, firstOffset, time);
      return bytes(call(type(RECORD + "ConvertedRecords"), made, "records"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What Apache's classes read, as {@link BatchText} says it. */
  String read(byte[] bytes) {
    BatchText text = new BatchText();
    for (Object next : (Iterable<?>) call(memoryRecords, readable(bytes), "batches")) {
      text.batch(
          ((Byte) call(batch, next, "magic")).intValue(),
          (long) call(batch, next, "lastOffset"),
          call(batch, next, "compressionType").toString().toLowerCase(Locale.ROOT),
          (long) call(batch, next, "maxTimestamp"),
          (long) call(batch, next, "producerId"),
          ((Short) call(batch, next, "producerEpoch")).intValue(),
          (int) call(batch, next, "baseSequence"),
          (int) call(batch, next, "lastSequence"),
          (boolean) call(batch, next, "isTransactional"),
          (boolean) call(batch, next, "isControlBatch"),
          (int) call(batch, next, "partitionLeaderEpoch"),
          (int) call(batch, next, "sizeInBytes"),
          (long) call(batch, next, "checksum"),
          (boolean) call(batch, next, "isValid"));
      for (Object line : (Iterable<?>) next) {
        text.record(
            (long) call(record, line, "offset"),
            (long) call(record, line, "timestamp"),
            (ByteBuffer) call(record, line, "key"),
            (ByteBuffer) call(record, line, "value"));
        for (Object entry : (Object[]) call(record, line, "headers")) {
          byte[] value = (byte[]) call(header, entry, "value");
          text.header(
              (String) call(header, entry, "key"), value == null ? null : ByteBuffer.wrap(value));
        }
      }
    }
    return text.toString();
  }
}
