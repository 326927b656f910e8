package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.CreateTopicsRequest;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.classickafka.protocol.message.CreateTopicsResponse;
import io.classickafka.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.classickafka.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates topics, by the controller. */
public final class CreateTopicsCall extends KeyedCall<String, CreatedTopic> {

  private final Map<String, NewTopic> topics;
  private final boolean validateOnly;
  private final boolean repeatThrottled;
  private final int timeoutMs;

  private CreateTopicsCall(
      Map<String, NewTopic> topics, boolean validateOnly, boolean repeatThrottled, int timeoutMs) {
    super(topics.keySet());
    this.topics = topics;
    this.validateOnly = validateOnly;
    this.repeatThrottled = repeatThrottled;
    this.timeoutMs = timeoutMs;
  }

  /**
   * The call for some topics.
   *
   * @param validateOnly only checks whether they could be created
   * @param repeatThrottled asks again for what a quota held back
   * @param timeoutMs how long the controller may wait for each attempt
   */
  public static CreateTopicsCall of(
      Iterable<NewTopic> topics, boolean validateOnly, boolean repeatThrottled, int timeoutMs) {
    Map<String, NewTopic> byName = new LinkedHashMap<>();
    topics.forEach(topic -> byName.put(topic.name(), topic));
    return new CreateTopicsCall(byName, validateOnly, repeatThrottled, timeoutMs);
  }

  @Override
  public ApiKey api() {
    return ApiKey.CREATE_TOPICS;
  }

  @Override
  public Target target() {
    return Target.CONTROLLER;
  }

  @Override
  public int lowestVersion() {
    return validateOnly ? 1 : 0;
  }

  @Override
  public ApiMessage request() {
    List<CreatableTopic> wanted = new ArrayList<>();
    for (String name : open()) {
      NewTopic topic = topics.get(name);
      if (topic != null) {
        wanted.add(onWire(topic));
      }
    }
    return new CreateTopicsRequest().topics(wanted).timeoutMs(timeoutMs).validateOnly(validateOnly);
  }

  private static CreatableTopic onWire(NewTopic topic) {
    List<CreatableReplicaAssignment> assignments = new ArrayList<>();
    Map<Integer, List<Integer>> assigned = topic.replicasAssignments();
    if (assigned != null) {
      assigned.forEach(
          (partition, brokers) ->
              assignments.add(
                  new CreatableReplicaAssignment()
                      .partitionIndex(partition)
                      .brokerIds(new ArrayList<>(brokers))));
    }
    List<CreatableTopicConfig> settings = new ArrayList<>();
    Map<String, String> configs = topic.configs();
    if (configs != null) {
      configs.forEach(
          (name, value) -> settings.add(new CreatableTopicConfig().name(name).value(value)));
    }
    return new CreatableTopic()
        .name(topic.name())
        .numPartitions(topic.numPartitions())
        .replicationFactor(topic.replicationFactor())
        .assignments(assignments)
        .configs(settings);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    for (CreatableTopicResult result : ((CreateTopicsResponse) message).topics()) {
      ErrorCode error = ErrorCode.of(result.errorCode());
      if (error == ErrorCode.NONE) {
        succeed(result.name(), created(result));
      } else if (error == ErrorCode.NOT_CONTROLLER
          || (error == ErrorCode.THROTTLING_QUOTA_EXCEEDED && repeatThrottled)) {
        repeatRest(error);
      } else {
        fail(result.name(), error, result.errorMessage());
      }
    }
    return settle();
  }

  private static CreatedTopic created(CreatableTopicResult result) {
    List<CreatableTopicConfigs> settings = result.configs();
    // Absent also when the caller may not see them.
    boolean told = settings != null && result.numPartitions() >= 0;
    return new CreatedTopic(
        result.topicId(),
        result.numPartitions(),
        result.replicationFactor(),
        told && settings != null ? config(settings) : null);
  }

  private static Config config(List<CreatableTopicConfigs> settings) {
    List<ConfigEntry> entries = new ArrayList<>();
    for (CreatableTopicConfigs setting : settings) {
      entries.add(
          new ConfigEntry(
              setting.name(),
              setting.value(),
              ConfigSources.of(setting.configSource()),
              setting.isSensitive(),
              setting.readOnly(),
              List.of(),
              ConfigType.UNKNOWN,
              null));
    }
    return new Config(entries);
  }
}
