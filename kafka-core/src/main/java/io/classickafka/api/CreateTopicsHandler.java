package io.classickafka.api;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.ConfigEntry;
import io.classickafka.config.TopicConfig;
import io.classickafka.controller.Controller;
import io.classickafka.controller.NewTopic;
import io.classickafka.controller.TopicOutcome;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.CreateTopicsRequest;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.classickafka.protocol.message.CreateTopicsResponse;
import io.classickafka.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.classickafka.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has the controller of this broker create topics; on any other broker it says so. */
final class CreateTopicsHandler implements ApiHandler {

  /** The one name that would stand for the log of a controller of the other kind. */
  private static final String CLUSTER_METADATA = "__cluster_metadata";

  /** From this version on the answer describes the topic. */
  private static final short DESCRIBES = 5;

  private final Controller controller;
  private final Supplier<BrokerConfig> config;
  private final Permissions permissions;

  CreateTopicsHandler(
      Controller controller, Supplier<BrokerConfig> config, Permissions permissions) {
    this.controller = controller;
    this.config = config;
    this.permissions = permissions;
  }

  /** A topic of the request: refused here, or its place among those the controller is asked for. */
  private record Entry(String name, @Nullable CreatableTopicResult refused, NewTopic topic) {}

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    CreateTopicsRequest request = (CreateTopicsRequest) message;
    if (!controller.isActive()) {
      context.respond(failure(request, context.version(), ErrorCode.NOT_CONTROLLER));
      return;
    }
    Map<String, Integer> named = new LinkedHashMap<>();
    for (CreatableTopic topic : request.topics()) {
      named.merge(topic.name(), 1, Integer::sum);
    }
    // Each copy of a topic that is named twice has an answer of its own.
    List<Entry> entries = new ArrayList<>(request.topics().size());
    for (CreatableTopic topic : request.topics()) {
      boolean once = named.getOrDefault(topic.name(), 0) == 1;
      entries.add(
          once
              ? check(context, topic)
              : refused(
                  topic, ErrorCode.INVALID_REQUEST, "Found multiple entries for this topic."));
    }
    List<NewTopic> asked = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.refused() == null) {
        asked.add(entry.topic());
      }
    }
    if (asked.isEmpty()) {
      context.respond(answer(context, entries, List.of()));
      return;
    }
    controller.createTopics(
        asked,
        request.timeoutMs(),
        request.validateOnly(),
        outcomes -> context.respond(() -> answer(context, entries, outcomes)));
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    List<CreatableTopicResult> results = new ArrayList<>();
    for (CreatableTopic topic : ((CreateTopicsRequest) request).topics()) {
      results.add(result(topic.name(), error, null));
    }
    return new CreateTopicsResponse().topics(results);
  }

  private Entry check(RequestContext context, CreatableTopic topic) {
    if (topic.name().equals(CLUSTER_METADATA)) {
      return refused(topic, ErrorCode.INVALID_REQUEST, "The name is reserved.");
    }
    if (!permissions.toCreate(context, topic.name())) {
      return refused(topic, ErrorCode.TOPIC_AUTHORIZATION_FAILED, "Authorization failed.");
    }
    Map<String, @Nullable String> configs = new LinkedHashMap<>();
    for (CreatableTopicConfig entry : topic.configs()) {
      configs.put(entry.name(), entry.value());
    }
    List<NewTopic.Assignment> assignments = new ArrayList<>();
    for (CreatableReplicaAssignment assignment : topic.assignments()) {
      assignments.add(new NewTopic.Assignment(assignment.partitionIndex(), assignment.brokerIds()));
    }
    NewTopic asked =
        new NewTopic(
            topic.name(), topic.numPartitions(), topic.replicationFactor(), assignments, configs);
    return new Entry(topic.name(), null, asked);
  }

  private static Entry refused(CreatableTopic topic, ErrorCode error, String message) {
    return new Entry(
        topic.name(),
        result(topic.name(), error, message),
        NewTopic.of(topic.name(), NewTopic.DEFAULT, NewTopic.DEFAULT));
  }

  private CreateTopicsResponse answer(
      RequestContext context, List<Entry> entries, List<TopicOutcome> outcomes) {
    List<CreatableTopicResult> results = new ArrayList<>(entries.size());
    Iterator<TopicOutcome> next = outcomes.iterator();
    for (Entry entry : entries) {
      CreatableTopicResult refused = entry.refused();
      results.add(refused != null ? refused : result(context, entry, next.next()));
    }
    return new CreateTopicsResponse().topics(results);
  }

  private CreatableTopicResult result(RequestContext context, Entry entry, TopicOutcome outcome) {
    CreatableTopicResult result = result(entry.name(), outcome.error(), outcome.message());
    if (outcome.error() != ErrorCode.NONE) {
      return result;
    }
    result.topicId(outcome.id());
    if (context.version() < DESCRIBES) {
      return result;
    }
    if (!permissions.onTopic(context, Operation.DESCRIBE_CONFIGS, entry.name())) {
      return result.topicConfigErrorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code());
    }
    return result
        .numPartitions(outcome.partitions())
        .replicationFactor((short) outcome.replicationFactor())
        .configs(describe(entry.topic()));
  }

  private List<CreatableTopicConfigs> describe(NewTopic topic) {
    Map<String, String> given = new LinkedHashMap<>();
    topic
        .configs()
        .forEach(
            (name, value) -> {
              if (value != null) {
                given.put(name, value);
              }
            });
    List<CreatableTopicConfigs> described = new ArrayList<>();
    for (ConfigEntry entry : TopicConfig.stored(given, config.get()).config().describe()) {
      described.add(
          new CreatableTopicConfigs()
              .name(entry.name())
              .value(entry.value())
              .readOnly(entry.readOnly())
              .configSource(entry.source().code())
              .isSensitive(entry.sensitive()));
    }
    return described;
  }

  private static CreatableTopicResult result(
      String name, ErrorCode error, @Nullable String message) {
    return new CreatableTopicResult()
        .name(name)
        .errorCode(error.code())
        .errorMessage(error == ErrorCode.NONE || message != null ? message : error.message())
        .configs(null);
  }
}
