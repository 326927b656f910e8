package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DeleteTopicsRequest;
import io.classickafka.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.classickafka.protocol.message.DeleteTopicsResponse;
import io.classickafka.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Deletes topics, by the controller.
 *
 * @param <K> a name or an id
 */
public final class DeleteTopicsCall<K> extends KeyedCall<K, Void> {

  // Ids came with 6, and names moved to another field there.
  private static final int FIRST_VERSION_WITH_IDS = 6;

  private final boolean byId;
  private final Function<DeletableTopicResult, @Nullable K> keyOf;
  private final Function<List<K>, DeleteTopicsRequest> requestOf;
  private final boolean repeatThrottled;
  private final int timeoutMs;

  private DeleteTopicsCall(
      Collection<K> topics,
      boolean byId,
      Function<DeletableTopicResult, @Nullable K> keyOf,
      Function<List<K>, DeleteTopicsRequest> requestOf,
      boolean repeatThrottled,
      int timeoutMs) {
    super(topics);
    this.byId = byId;
    this.keyOf = keyOf;
    this.requestOf = requestOf;
    this.repeatThrottled = repeatThrottled;
    this.timeoutMs = timeoutMs;
  }

  /** The call for topics by name. */
  public static DeleteTopicsCall<String> byName(
      Collection<String> names, boolean repeatThrottled, int timeoutMs) {
    return new DeleteTopicsCall<>(
        names,
        false,
        DeletableTopicResult::name,
        open -> new DeleteTopicsRequest().topicNames(open),
        repeatThrottled,
        timeoutMs);
  }

  /** The call for topics by id. */
  public static DeleteTopicsCall<Uuid> byId(
      Collection<Uuid> ids, boolean repeatThrottled, int timeoutMs) {
    return new DeleteTopicsCall<>(
        ids,
        true,
        DeletableTopicResult::topicId,
        open -> {
          List<DeleteTopicState> topics = new ArrayList<>();
          open.forEach(id -> topics.add(new DeleteTopicState().topicId(id)));
          return new DeleteTopicsRequest().topics(topics);
        },
        repeatThrottled,
        timeoutMs);
  }

  @Override
  public ApiKey api() {
    return ApiKey.DELETE_TOPICS;
  }

  @Override
  public Target target() {
    return Target.CONTROLLER;
  }

  @Override
  public int lowestVersion() {
    return byId ? FIRST_VERSION_WITH_IDS : 0;
  }

  @Override
  public int highestVersion() {
    return byId ? api().highestVersion() : FIRST_VERSION_WITH_IDS - 1;
  }

  @Override
  public ApiMessage request() {
    return requestOf.apply(open()).timeoutMs(timeoutMs);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    for (DeletableTopicResult result : ((DeleteTopicsResponse) message).responses()) {
      ErrorCode error = ErrorCode.of(result.errorCode());
      K key = keyOf.apply(result);
      if (error == ErrorCode.NOT_CONTROLLER
          || (error == ErrorCode.THROTTLING_QUOTA_EXCEEDED && repeatThrottled)) {
        repeatRest(error);
      } else if (key != null && error == ErrorCode.NONE) {
        succeed(key, null);
      } else if (key != null) {
        fail(key, error, result.errorMessage());
      }
    }
    return settle();
  }
}
