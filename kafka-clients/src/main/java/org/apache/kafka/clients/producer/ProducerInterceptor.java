package org.apache.kafka.clients.producer;

import org.apache.kafka.common.Configurable;

/** Sees every record before it is serialized, and how it fared. */
public interface ProducerInterceptor<K, V> extends Configurable, AutoCloseable {

  /** May return another record in its place. What it throws is logged and otherwise ignored. */
  ProducerRecord<K, V> onSend(ProducerRecord<K, V> record);

  /** The record was acknowledged or failed. Runs on the producer's thread. */
  void onAcknowledgement(RecordMetadata metadata, Exception exception);

  @Override
  void close();
}
