package io.classickafka.api;

import io.classickafka.group.GroupCommand;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.GroupReply.Synced;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.SyncGroupRequest;
import io.classickafka.protocol.message.SyncGroupResponse;
import io.classickafka.seam.ByteSlice;
import io.classickafka.security.Operation;
import java.util.LinkedHashMap;
import java.util.Map;

/** SyncGroup: answered when the leader's assignments are stored. */
final class SyncGroupHandler implements ApiHandler {

  private static final short FIRST_WITH_PROTOCOL = 5;

  private final GroupCoordinator coordinator;
  private final Permissions permissions;

  SyncGroupHandler(GroupCoordinator coordinator, Permissions permissions) {
    this.coordinator = coordinator;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    SyncGroupRequest request = (SyncGroupRequest) message;
    short version = context.version();
    if (version >= FIRST_WITH_PROTOCOL
        && (request.protocolType() == null || request.protocolName() == null)) {
      context.respond(failure(message, version, ErrorCode.INCONSISTENT_GROUP_PROTOCOL));
      return;
    }
    if (!permissions.onGroup(context, Operation.READ, request.groupId())) {
      context.respond(failure(message, version, ErrorCode.GROUP_AUTHORIZATION_FAILED));
      return;
    }
    Map<String, ByteSlice> assignments = new LinkedHashMap<>();
    for (SyncGroupRequest.SyncGroupRequestAssignment each : request.assignments()) {
      assignments.put(each.memberId(), ByteSlice.wrap(each.assignment()));
    }
    coordinator.submit(
        new GroupCommand.Sync(
            reply -> context.respond(() -> response((Synced) reply)),
            request.groupId(),
            request.generationId(),
            request.memberId(),
            request.groupInstanceId(),
            request.protocolType(),
            request.protocolName(),
            assignments));
  }

  private static SyncGroupResponse response(Synced synced) {
    return new SyncGroupResponse()
        .errorCode(synced.error().code())
        .protocolType(synced.protocolType())
        .protocolName(synced.protocolName())
        .assignment(synced.assignment().toByteArray());
  }

  @Override
  public SyncGroupResponse failure(ApiMessage request, short version, ErrorCode error) {
    return new SyncGroupResponse().errorCode(error.code());
  }
}
