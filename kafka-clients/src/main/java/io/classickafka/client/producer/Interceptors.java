package io.classickafka.client.producer;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The interceptors of one producer, in order. One that throws is passed over. Thread-safe. */
public final class Interceptors<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

  private final List<ProducerInterceptor<K, V>> interceptors;

  public Interceptors(List<ProducerInterceptor<K, V>> interceptors) {
    this.interceptors = List.copyOf(interceptors);
  }

  public boolean isEmpty() {
    return interceptors.isEmpty();
  }

  /** The record that is sent in place of the given one. */
  public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    ProducerRecord<K, V> current = record;
    for (ProducerInterceptor<K, V> interceptor : interceptors) {
      try {
        current = interceptor.onSend(current);
      } catch (RuntimeException e) {
        LOG.warn("interceptor failed step=send topic={}", record.topic(), e);
      }
    }
    return current;
  }

  /** Tells how a record ended. */
  public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception error) {
    for (ProducerInterceptor<K, V> interceptor : interceptors) {
      try {
        interceptor.onAcknowledgement(metadata, error);
      } catch (RuntimeException e) {
        LOG.warn("interceptor failed step=acknowledgement", e);
      }
    }
  }

  public void close() {
    for (ProducerInterceptor<K, V> interceptor : interceptors) {
      try {
        interceptor.close();
      } catch (RuntimeException e) {
        LOG.warn("interceptor failed step=close", e);
      }
    }
  }
}
