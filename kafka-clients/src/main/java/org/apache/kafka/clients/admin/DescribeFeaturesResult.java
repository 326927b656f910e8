package org.apache.kafka.clients.admin;

import org.apache.kafka.common.KafkaFuture;

/** The features of a cluster. */
public class DescribeFeaturesResult {

  private final KafkaFuture<FeatureMetadata> metadata;

  DescribeFeaturesResult(KafkaFuture<FeatureMetadata> metadata) {
    this.metadata = metadata;
  }

  public KafkaFuture<FeatureMetadata> featureMetadata() {
    return metadata;
  }
}
