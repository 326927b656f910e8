package org.apache.kafka.clients.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Many futures as one. */
final class Gathered {

  private Gathered() {}

  /** The results by key; fails when one of them does. */
  static <K, V> KafkaFuture<Map<K, V>> all(Map<K, KafkaFuture<V>> futures) {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]))
        .thenApply(
            done -> {
              Map<K, V> results = new LinkedHashMap<>();
              futures.forEach((key, future) -> results.put(key, result(future)));
              return results;
            });
  }

  private static <V> V result(KafkaFuture<V> done) {
    try {
      return done.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a future that was done had no result", e);
    }
  }
}
