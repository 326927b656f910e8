package io.classickafka.client.cluster;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FindCoordinatorRequest;
import io.classickafka.protocol.message.FindCoordinatorResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who coordinates which group or transactional id, asked for when first needed. On the loop. */
final class Coordinators {

  private static final Logger LOG = LoggerFactory.getLogger(Coordinators.class);

  // From 4 on a request asks for several at once, in other fields.
  private static final int HIGHEST_VERSION = 3;

  private final ClusterClient client;
  private final Map<Target.Coordinator, Node> known = new LinkedHashMap<>();
  private final Map<Target.Coordinator, List<BiConsumer<@Nullable Node, @Nullable Exception>>>
      asked = new LinkedHashMap<>();

  Coordinators(ClusterClient client) {
    this.client = client;
  }

  /** The coordinator; null when it must be asked for. */
  @Nullable Node known(Target.Coordinator target) {
    return known.get(target);
  }

  /** What was known has proved wrong. */
  void forget(Target.Coordinator target) {
    known.remove(target);
  }

  /** Asks one broker, once. The outcome is a node, or why there is none now. */
  void find(Target.Coordinator target, BiConsumer<@Nullable Node, @Nullable Exception> then) {
    Node node = known.get(target);
    if (node != null) {
      then.accept(node, null);
      return;
    }
    List<BiConsumer<@Nullable Node, @Nullable Exception>> waiting = asked.get(target);
    if (waiting != null) {
      waiting.add(then);
      return;
    }
    waiting = new ArrayList<>();
    waiting.add(then);
    asked.put(target, waiting);
    FindCoordinatorRequest request = new FindCoordinatorRequest().key(target.key());
    if (target.type() != Target.Coordinator.GROUP) {
      request.keyType(target.type());
    }
    client
        .leastLoaded()
        .send(
            ApiKey.FIND_COORDINATOR,
            0,
            HIGHEST_VERSION,
            request,
            new ResponseHandler() {
              @Override
              public void onResponse(ApiMessage response, short version) {
                onAnswer(target, (FindCoordinatorResponse) response);
              }

              @Override
              public void onFailure(Failure failure, String detail) {
                settle(
                    target,
                    null,
                    failure == Failure.UNSENDABLE
                        ? new KafkaException(detail)
                        : new CoordinatorNotAvailableException(detail));
              }
            });
  }

  private void onAnswer(Target.Coordinator target, FindCoordinatorResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (error != ErrorCode.NONE) {
      // A transactional id is no group, and its errors are others.
      settle(target, null, ApiErrors.ofGroup(error, target.key(), response.errorMessage()));
      return;
    }
    Node node = new Node(response.nodeId(), response.host(), response.port());
    LOG.debug("coordinator found key={} broker={}", target.key(), node.id());
    known.put(target, node);
    settle(target, node, null);
  }

  private void settle(Target.Coordinator target, @Nullable Node node, @Nullable Exception error) {
    List<BiConsumer<@Nullable Node, @Nullable Exception>> waiting = asked.remove(target);
    if (waiting != null) {
      waiting.forEach(then -> then.accept(node, error));
    }
  }
}
