package io.classickafka.client.admin;

import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.TopicListing;

/** Lists every topic by name, without its partitions. */
public final class ListTopicsCall implements Call<Map<String, TopicListing>> {

  private final boolean internal;

  public ListTopicsCall(boolean internal) {
    this.internal = internal;
  }

  @Override
  public ApiKey api() {
    return ApiKey.METADATA;
  }

  @Override
  public Target target() {
    return Target.ANY;
  }

  @Override
  public int lowestVersion() {
    return DescribeTopicsCall.FIRST_VERSION_WITHOUT_CREATION;
  }

  @Override
  public ApiMessage request() {
    return new MetadataRequest().topics(null).allowAutoTopicCreation(false);
  }

  @Override
  public Outcome<Map<String, TopicListing>> outcome(ApiMessage message, short version) {
    Map<String, TopicListing> listings = new TreeMap<>();
    for (MetadataResponseTopic topic : ((MetadataResponse) message).topics()) {
      String name = topic.name();
      if (name != null && (internal || !topic.isInternal())) {
        listings.put(name, new TopicListing(name, topic.topicId(), topic.isInternal()));
      }
    }
    return Outcome.done(listings);
  }
}
