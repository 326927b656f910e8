package io.classickafka.api;

import io.classickafka.group.GroupCommand;
import io.classickafka.group.GroupCommand.Leaver;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.GroupReply.Left;
import io.classickafka.group.GroupReply.LeftMember;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.LeaveGroupRequest;
import io.classickafka.protocol.message.LeaveGroupResponse;
import io.classickafka.protocol.message.LeaveGroupResponse.MemberResponse;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.List;

/** LeaveGroup: members of a group go. */
final class LeaveGroupHandler implements ApiHandler {

  /** From this version on several may go at once, and each has an error of its own. */
  private static final short FIRST_WITH_MEMBERS = 3;

  private final GroupCoordinator coordinator;
  private final Permissions permissions;

  LeaveGroupHandler(GroupCoordinator coordinator, Permissions permissions) {
    this.coordinator = coordinator;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    LeaveGroupRequest request = (LeaveGroupRequest) message;
    short version = context.version();
    if (!permissions.onGroup(context, Operation.READ, request.groupId())) {
      context.respond(failure(message, version, ErrorCode.GROUP_AUTHORIZATION_FAILED));
      return;
    }
    List<Leaver> leavers = new ArrayList<>();
    if (version < FIRST_WITH_MEMBERS) {
      leavers.add(new Leaver(request.memberId(), null));
    }
    for (LeaveGroupRequest.MemberIdentity each : request.members()) {
      leavers.add(new Leaver(each.memberId(), each.groupInstanceId()));
    }
    coordinator.submit(
        new GroupCommand.Leave(
            reply -> context.respond(() -> response((Left) reply, version)),
            request.groupId(),
            leavers));
  }

  private static LeaveGroupResponse response(Left left, short version) {
    LeaveGroupResponse response = new LeaveGroupResponse().errorCode(left.error().code());
    for (LeftMember member : left.members()) {
      if (version >= FIRST_WITH_MEMBERS) {
        response
            .members()
            .add(
                new MemberResponse()
                    .memberId(member.memberId())
                    .groupInstanceId(member.instanceId())
                    .errorCode(member.error().code()));
      } else if (left.error() == ErrorCode.NONE) {
        response.errorCode(member.error().code());
      }
    }
    return response;
  }

  @Override
  public LeaveGroupResponse failure(ApiMessage request, short version, ErrorCode error) {
    return new LeaveGroupResponse().errorCode(error.code());
  }
}
