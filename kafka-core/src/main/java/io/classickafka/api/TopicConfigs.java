package io.classickafka.api;

import io.classickafka.config.TopicConfig;

/** The configuration of each topic as it is stored now. Any thread; never blocks. */
@FunctionalInterface
public interface TopicConfigs {

  /** A topic's configuration; the broker's defaults for one that has none or is not known. */
  TopicConfig of(String topic);
}
