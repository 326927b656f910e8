package io.classickafka.tools;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Keeps what is sent as text; a value of {@code fail} fails. */
final class FakeProducer {

  private static final CompletableFuture<Object> SENT = CompletableFuture.completedFuture(null);

  private final List<String> sent = new ArrayList<>();

  List<String> sent() {
    return sent;
  }

  @SuppressWarnings("unchecked")
  Producer<byte[], byte[]> producer() {
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            FakeProducer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("send")) {
                return null;
              }
              return send(
                  (ProducerRecord<byte[], byte[]>) arguments[0],
                  arguments.length > 1 ? (Callback) arguments[1] : null);
            });
  }

  private CompletableFuture<Object> send(
      ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
    String value = text(record.value());
    if (value.equals("fail")) {
      RecordTooLargeException error = new RecordTooLargeException("too large");
      if (callback != null) {
        callback.onCompletion(null, error);
      }
      return CompletableFuture.failedFuture(error);
    }
    StringBuilder line = new StringBuilder();
    for (Header header : record.headers()) {
      line.append(header.key()).append('=').append(text(header.value())).append(' ');
    }
    sent.add(line + "key=" + text(record.key()) + " value=" + value);
    return SENT;
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "(null)" : new String(bytes, StandardCharsets.UTF_8);
  }
}
