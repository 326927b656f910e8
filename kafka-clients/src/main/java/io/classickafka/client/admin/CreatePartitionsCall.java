package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.CreatePartitionsRequest;
import io.classickafka.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.classickafka.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.classickafka.protocol.message.CreatePartitionsResponse;
import io.classickafka.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.jspecify.annotations.Nullable;

/** Gives topics more partitions, by the controller. */
public final class CreatePartitionsCall extends KeyedCall<String, Void> {

  private final Map<String, NewPartitions> topics;
  private final boolean validateOnly;
  private final boolean repeatThrottled;
  private final int timeoutMs;

  /**
   * The call for some topics.
   *
   * @param validateOnly only checks whether it could be done
   * @param repeatThrottled asks again for what a quota held back
   * @param timeoutMs how long the controller may wait for each attempt
   */
  public CreatePartitionsCall(
      Map<String, NewPartitions> topics,
      boolean validateOnly,
      boolean repeatThrottled,
      int timeoutMs) {
    super(topics.keySet());
    this.topics = new LinkedHashMap<>(topics);
    this.validateOnly = validateOnly;
    this.repeatThrottled = repeatThrottled;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public ApiKey api() {
    return ApiKey.CREATE_PARTITIONS;
  }

  @Override
  public Target target() {
    return Target.CONTROLLER;
  }

  @Override
  public ApiMessage request() {
    List<CreatePartitionsTopic> wanted = new ArrayList<>();
    for (String name : open()) {
      NewPartitions topic = topics.get(name);
      if (topic != null) {
        wanted.add(
            new CreatePartitionsTopic()
                .name(name)
                .count(topic.totalCount())
                .assignments(onWire(topic.assignments())));
      }
    }
    return new CreatePartitionsRequest()
        .topics(wanted)
        .timeoutMs(timeoutMs)
        .validateOnly(validateOnly);
  }

  private static @Nullable List<CreatePartitionsAssignment> onWire(
      @Nullable List<List<Integer>> assignments) {
    if (assignments == null) {
      return null;
    }
    List<CreatePartitionsAssignment> onWire = new ArrayList<>();
    for (List<Integer> brokers : assignments) {
      onWire.add(new CreatePartitionsAssignment().brokerIds(new ArrayList<>(brokers)));
    }
    return onWire;
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    for (CreatePartitionsTopicResult result : ((CreatePartitionsResponse) message).results()) {
      ErrorCode error = ErrorCode.of(result.errorCode());
      if (error == ErrorCode.NONE) {
        succeed(result.name(), null);
      } else if (error == ErrorCode.NOT_CONTROLLER
          || (error == ErrorCode.THROTTLING_QUOTA_EXCEEDED && repeatThrottled)) {
        repeatRest(error);
      } else {
        fail(result.name(), error, result.errorMessage());
      }
    }
    return settle();
  }
}
