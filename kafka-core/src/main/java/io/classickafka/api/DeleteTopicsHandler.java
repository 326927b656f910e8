package io.classickafka.api;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.controller.Controller;
import io.classickafka.controller.TopicOutcome;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DeleteTopicsRequest;
import io.classickafka.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.classickafka.protocol.message.DeleteTopicsResponse;
import io.classickafka.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Has the controller of this broker delete topics; on any other broker it says so. */
final class DeleteTopicsHandler implements ApiHandler {

  /** From this version on topics come as name or id. */
  private static final short HAS_IDS = 6;

  /** From this version on deletion that is turned off has an error of its own. */
  private static final short KNOWS_DISABLED = 3;

  private final Controller controller;
  private final MetadataCache cache;
  private final Supplier<BrokerConfig> config;
  private final Permissions permissions;

  DeleteTopicsHandler(
      Controller controller,
      MetadataCache cache,
      Supplier<BrokerConfig> config,
      Permissions permissions) {
    this.controller = controller;
    this.cache = cache;
    this.config = config;
    this.permissions = permissions;
  }

  /** A topic of the request: refused here, or to be deleted. */
  private record Entry(@Nullable String name, Uuid id, @Nullable ErrorCode refused) {}

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    DeleteTopicsRequest request = (DeleteTopicsRequest) message;
    if (!controller.isActive()) {
      context.respond(failure(request, context.version(), ErrorCode.NOT_CONTROLLER));
      return;
    }
    if (!config.get().get(BrokerProperties.DELETE_TOPIC_ENABLE)) {
      ErrorCode error =
          context.version() < KNOWS_DISABLED
              ? ErrorCode.INVALID_REQUEST
              : ErrorCode.TOPIC_DELETION_DISABLED;
      context.respond(failure(request, context.version(), error));
      return;
    }
    List<DeleteTopicState> states = states(request, context.version());
    for (DeleteTopicState state : states) {
      if ((state.name() != null) == !state.topicId().equals(Uuid.ZERO_UUID)) {
        context.respond(failure(request, context.version(), ErrorCode.INVALID_REQUEST));
        return;
      }
    }
    Set<Entry> entries = new LinkedHashSet<>();
    for (DeleteTopicState state : states) {
      entries.add(check(context, state));
    }
    List<String> asked = new ArrayList<>();
    for (Entry entry : entries) {
      String name = entry.name();
      if (entry.refused() == null && name != null) {
        asked.add(name);
      }
    }
    if (asked.isEmpty()) {
      context.respond(answer(entries, List.of()));
      return;
    }
    controller.deleteTopics(
        asked, request.timeoutMs(), outcomes -> context.respond(() -> answer(entries, outcomes)));
  }

  @Override
  public ApiMessage failure(ApiMessage message, short version, ErrorCode error) {
    List<DeletableTopicResult> results = new ArrayList<>();
    for (DeleteTopicState state : states((DeleteTopicsRequest) message, version)) {
      results.add(result(state.name(), state.topicId(), error, null));
    }
    return new DeleteTopicsResponse().responses(results);
  }

  private static List<DeleteTopicState> states(DeleteTopicsRequest request, short version) {
    if (version >= HAS_IDS) {
      return request.topics();
    }
    List<DeleteTopicState> states = new ArrayList<>();
    for (String name : request.topicNames()) {
      states.add(new DeleteTopicState().name(name));
    }
    return states;
  }

  private Entry check(RequestContext context, DeleteTopicState state) {
    String name = state.name();
    Uuid id = state.topicId();
    if (name == null) {
      TopicImage topic = cache.image().topic(id);
      if (topic == null) {
        return new Entry(null, id, ErrorCode.UNKNOWN_TOPIC_ID);
      }
      if (!permissions.onTopic(context, Operation.DESCRIBE, topic.name())) {
        return new Entry(null, id, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
      }
      name = topic.name();
    }
    if (!permissions.onTopic(context, Operation.DELETE, name)) {
      return new Entry(name, id, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    }
    if (cache.image().topic(name) == null) {
      return new Entry(name, id, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }
    return new Entry(name, id, null);
  }

  private static DeleteTopicsResponse answer(Set<Entry> entries, List<TopicOutcome> outcomes) {
    List<DeletableTopicResult> results = new ArrayList<>(entries.size());
    Iterator<TopicOutcome> next = outcomes.iterator();
    for (Entry entry : entries) {
      ErrorCode refused = entry.refused();
      if (refused != null) {
        results.add(result(entry.name(), entry.id(), refused, null));
      } else {
        TopicOutcome outcome = next.next();
        results.add(result(entry.name(), entry.id(), outcome.error(), outcome.message()));
      }
    }
    return new DeleteTopicsResponse().responses(results);
  }

  private static DeletableTopicResult result(
      @Nullable String name, Uuid id, ErrorCode error, @Nullable String message) {
    return new DeletableTopicResult()
        .name(name)
        .topicId(id)
        .errorCode(error.code())
        .errorMessage(error == ErrorCode.NONE || message != null ? message : error.message());
  }
}
