package io.classickafka.tools;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Gives the records it was given, two with each poll, and notes what else it is asked. */
final class FakeConsumer {

  private final Deque<ConsumerRecord<byte[], byte[]>> left = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();

  /** A record of partition 0 of topic t; headers like {@code a=1,b=2}. */
  FakeConsumer with(@Nullable String key, @Nullable String value, String headers) {
    RecordHeaders made = new RecordHeaders();
    for (String header : headers.isEmpty() ? new String[0] : headers.split(",")) {
      String[] pair = header.split("=", 2);
      made.add(pair[0], bytes(pair.length > 1 ? pair[1] : null));
    }
    int offset = left.size();
    TimestampType type =
        offset % 2 == 0 ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME;
    left.add(
        new ConsumerRecord<>(
            "t",
            0,
            offset,
            offset == 3 ? -1 : 1000 + offset,
            offset == 3 ? TimestampType.NO_TIMESTAMP_TYPE : type,
            -1,
            -1,
            bytes(key),
            bytes(value),
            made,
            Optional.empty()));
    return this;
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  List<String> asked() {
    return asked;
  }

  @SuppressWarnings("unchecked")
  Consumer<byte[], byte[]> consumer() {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            FakeConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("poll")) {
                return poll((Duration) arguments[0]);
              }
              asked.add(
                  method.getName() + (arguments == null ? "" : Arrays.deepToString(arguments)));
              return null;
            });
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    assert !timeout.isNegative();
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    for (int i = 0; i < 2 && !left.isEmpty(); i++) {
      records
          .computeIfAbsent(new TopicPartition("t", 0), partition -> new ArrayList<>())
          .add(left.removeFirst());
    }
    return new ConsumerRecords<>(records);
  }
}
