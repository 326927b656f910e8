package io.classickafka.api;

import io.classickafka.controller.Controller;
import io.classickafka.controller.NewPartitions;
import io.classickafka.controller.TopicOutcome;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.CreatePartitionsRequest;
import io.classickafka.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.classickafka.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.classickafka.protocol.message.CreatePartitionsResponse;
import io.classickafka.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has the controller of this broker give topics more partitions; any other broker says so. */
final class CreatePartitionsHandler implements ApiHandler {

  private final Controller controller;
  private final Permissions permissions;

  CreatePartitionsHandler(Controller controller, Permissions permissions) {
    this.controller = controller;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    CreatePartitionsRequest request = (CreatePartitionsRequest) message;
    if (!controller.isActive()) {
      context.respond(failure(request, context.version(), ErrorCode.NOT_CONTROLLER));
      return;
    }
    Map<String, Integer> named = new LinkedHashMap<>();
    for (CreatePartitionsTopic topic : request.topics()) {
      named.merge(topic.name(), 1, Integer::sum);
    }
    // One result for each topic of the request; null while the controller is to be asked.
    List<@Nullable CreatePartitionsTopicResult> results = new ArrayList<>();
    List<NewPartitions> asked = new ArrayList<>();
    for (CreatePartitionsTopic topic : request.topics()) {
      boolean twice = named.getOrDefault(topic.name(), 0) > 1;
      if (twice) {
        results.add(
            result(topic.name(), ErrorCode.INVALID_REQUEST, "The topic is named more than once."));
      } else if (!permissions.onTopic(context, Operation.ALTER, topic.name())) {
        results.add(result(topic.name(), ErrorCode.TOPIC_AUTHORIZATION_FAILED, null));
      } else {
        results.add(null);
        asked.add(new NewPartitions(topic.name(), topic.count(), assignments(topic)));
      }
    }
    if (asked.isEmpty()) {
      context.respond(answer(results, List.of()));
      return;
    }
    controller.createPartitions(
        asked,
        request.timeoutMs(),
        request.validateOnly(),
        outcomes -> context.respond(() -> answer(results, outcomes)));
  }

  private static @Nullable List<List<Integer>> assignments(CreatePartitionsTopic topic) {
    List<CreatePartitionsAssignment> given = topic.assignments();
    if (given == null) {
      return null;
    }
    List<List<Integer>> assignments = new ArrayList<>(given.size());
    for (CreatePartitionsAssignment assignment : given) {
      assignments.add(assignment.brokerIds());
    }
    return assignments;
  }

  private static CreatePartitionsResponse answer(
      List<@Nullable CreatePartitionsTopicResult> results, List<TopicOutcome> outcomes) {
    List<CreatePartitionsTopicResult> all = new ArrayList<>(results.size());
    Iterator<TopicOutcome> next = outcomes.iterator();
    for (CreatePartitionsTopicResult known : results) {
      if (known != null) {
        all.add(known);
      } else {
        TopicOutcome outcome = next.next();
        all.add(result(outcome.name(), outcome.error(), outcome.message()));
      }
    }
    return new CreatePartitionsResponse().results(all);
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    List<CreatePartitionsTopicResult> results = new ArrayList<>();
    for (CreatePartitionsTopic topic : ((CreatePartitionsRequest) request).topics()) {
      results.add(result(topic.name(), error, null));
    }
    return new CreatePartitionsResponse().results(results);
  }

  private static CreatePartitionsTopicResult result(
      String name, ErrorCode error, @Nullable String message) {
    return new CreatePartitionsTopicResult()
        .name(name)
        .errorCode(error.code())
        .errorMessage(error == ErrorCode.NONE || message != null ? message : error.message());
  }
}
