package io.classickafka.server;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.log.clean.CleanerSettings;

/** The broker's settings as the cleaner wants them. */
final class CleanerLimits {

  /** Of the heap: keys must not take the memory that requests need. */
  private static final int HEAP_SHARE = 4;

  private CleanerLimits() {}

  static CleanerSettings of(BrokerConfig config) {
    long heapShare = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    return new CleanerSettings(
        config.get(BrokerProperties.LOG_CLEANER_THREADS),
        Math.min(config.get(BrokerProperties.LOG_CLEANER_DEDUPE_BUFFER_SIZE), heapShare),
        config.get(BrokerProperties.LOG_CLEANER_IO_BUFFER_LOAD_FACTOR),
        config.get(BrokerProperties.LOG_CLEANER_IO_BUFFER_SIZE),
        config.get(BrokerProperties.LOG_CLEANER_IO_MAX_BYTES_PER_SECOND),
        config.get(BrokerProperties.LOG_CLEANER_BACKOFF_MS));
  }
}
