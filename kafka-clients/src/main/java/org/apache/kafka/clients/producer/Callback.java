package org.apache.kafka.clients.producer;

/** Told how a record that was sent fared. Runs on the producer's thread: keep it short. */
public interface Callback {

  /**
   * The record was acknowledged, or failed.
   *
   * @param metadata where the record is; with an error, offset and timestamp are -1
   * @param exception null when the record was acknowledged
   */
  void onCompletion(RecordMetadata metadata, Exception exception);
}
