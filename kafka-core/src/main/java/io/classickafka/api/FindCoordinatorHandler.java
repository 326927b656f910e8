package io.classickafka.api;

import io.classickafka.group.GroupCoordinator;
import io.classickafka.metadata.BrokerEndpoint;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FindCoordinatorRequest;
import io.classickafka.protocol.message.FindCoordinatorResponse;
import io.classickafka.protocol.message.FindCoordinatorResponse.Coordinator;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

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
  private final IntSupplier offsetsPartitions;

  /**
   * A handler.
   *
   * @param offsetsPartitions how many partitions the offsets topic has, or {@link
   *     GroupCoordinator#UNKNOWN_COUNT}
   */
  FindCoordinatorHandler(
      MetadataCache cache,
      AutoCreation creation,
      Permissions permissions,
      IntSupplier offsetsPartitions) {
    this.cache = cache;
    this.creation = creation;
    this.permissions = permissions;
    this.offsetsPartitions = offsetsPartitions;
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
        List.of(InternalTopics.OFFSETS), errors -> context.respond(() -> answer(context, request)));
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
    int count = offsetsPartitions.getAsInt();
    if (count == GroupCoordinator.UNKNOWN_COUNT) {
      return refused(key, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
    PartitionImage partition =
        image.partition(InternalTopics.OFFSETS, GroupCoordinator.partitionOf(key, count));
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
