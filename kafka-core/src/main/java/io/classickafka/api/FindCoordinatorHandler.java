package io.classickafka.api;

import io.classickafka.group.GroupCoordinator;
import io.classickafka.metadata.BrokerEndpoint;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FindCoordinatorRequest;
import io.classickafka.protocol.message.FindCoordinatorResponse;
import io.classickafka.protocol.message.FindCoordinatorResponse.Coordinator;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which broker coordinates a group: the leader of the group's partition of the offsets topic,
 * which is created when it is first needed.
 */
final class FindCoordinatorHandler implements ApiHandler {

  private static final byte GROUP = 0;

  /** From this version on several keys can be asked for. */
  private static final short BATCHES = 4;

  private static final int NO_NODE = -1;

  private final MetadataCache cache;
  private final AutoCreation creation;
  private final Permissions permissions;

  FindCoordinatorHandler(MetadataCache cache, AutoCreation creation, Permissions permissions) {
    this.cache = cache;
    this.creation = creation;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    FindCoordinatorRequest request = (FindCoordinatorRequest) message;
    boolean missing = cache.image().topic(InternalTopics.OFFSETS) == null;
    if (request.keyType() != GROUP || !missing) {
      context.respond(answer(context, request));
      return;
    }
    creation.create(
        List.of(InternalTopics.OFFSETS), errors -> context.respond(answer(context, request)));
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    List<Coordinator> failed = new ArrayList<>();
    for (String key : keys((FindCoordinatorRequest) request, version)) {
      failed.add(refused(key, error));
    }
    return response(version, failed);
  }

  private static List<String> keys(FindCoordinatorRequest request, short version) {
    return version >= BATCHES ? request.coordinatorKeys() : List.of(request.key());
  }

  private ApiMessage answer(RequestContext context, FindCoordinatorRequest request) {
    List<Coordinator> found = new ArrayList<>();
    for (String key : keys(request, context.version())) {
      found.add(find(context, request.keyType(), key));
    }
    return response(context.version(), found);
  }

  private Coordinator find(RequestContext context, byte keyType, String key) {
    if (keyType != GROUP) {
      return refused(key, ErrorCode.INVALID_REQUEST);
    }
    if (!permissions.onGroup(context, Operation.DESCRIBE, key)) {
      return refused(key, ErrorCode.GROUP_AUTHORIZATION_FAILED);
    }
    MetadataImage image = cache.image();
    TopicImage offsets = image.topic(InternalTopics.OFFSETS);
    if (offsets == null || offsets.partitions().isEmpty()) {
      return refused(key, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
    int number = GroupCoordinator.partitionOf(key, offsets.partitions().size());
    PartitionImage partition = offsets.partition(number);
    BrokerEndpoint endpoint =
        partition == null ? null : image.endpoint(partition.leader(), context.listener());
    if (partition == null || endpoint == null) {
      return refused(key, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
    return new Coordinator()
        .key(key)
        .nodeId(partition.leader())
        .host(endpoint.host())
        .port(endpoint.port());
  }

  private static Coordinator refused(String key, ErrorCode error) {
    return new Coordinator()
        .key(key)
        .nodeId(NO_NODE)
        .host("")
        .port(-1)
        .errorCode(error.code())
        .errorMessage(error.message());
  }

  private static FindCoordinatorResponse response(short version, List<Coordinator> found) {
    if (version >= BATCHES) {
      return new FindCoordinatorResponse().coordinators(found);
    }
    Coordinator only = found.get(0);
    return new FindCoordinatorResponse()
        .errorCode(only.errorCode())
        .errorMessage(only.errorMessage())
        .nodeId(only.nodeId())
        .host(only.host())
        .port(only.port());
  }
}
