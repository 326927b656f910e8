package io.classickafka.api;

import io.classickafka.group.GroupCommand;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.HeartbeatRequest;
import io.classickafka.protocol.message.HeartbeatResponse;
import io.classickafka.security.Operation;

/** Heartbeat: a member of a group lives. */
final class HeartbeatHandler implements ApiHandler {

  private final GroupCoordinator coordinator;
  private final Permissions permissions;

  HeartbeatHandler(GroupCoordinator coordinator, Permissions permissions) {
    this.coordinator = coordinator;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    HeartbeatRequest request = (HeartbeatRequest) message;
    if (!permissions.onGroup(context, Operation.READ, request.groupId())) {
      context.respond(failure(message, context.version(), ErrorCode.GROUP_AUTHORIZATION_FAILED));
      return;
    }
    coordinator.submit(
        new GroupCommand.Heartbeat(
            reply -> context.respond(new HeartbeatResponse().errorCode(reply.error().code())),
            request.groupId(),
            request.generationId(),
            request.memberId(),
            request.groupInstanceId()));
  }

  @Override
  public HeartbeatResponse failure(ApiMessage request, short version, ErrorCode error) {
    return new HeartbeatResponse().errorCode(error.code());
  }
}
