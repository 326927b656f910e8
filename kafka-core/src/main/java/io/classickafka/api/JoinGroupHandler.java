package io.classickafka.api;

import io.classickafka.group.GroupCommand;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.GroupReply.Joined;
import io.classickafka.group.GroupReply.JoinedMember;
import io.classickafka.group.MemberProtocol;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.JoinGroupRequest;
import io.classickafka.protocol.message.JoinGroupResponse;
import io.classickafka.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.classickafka.seam.ByteSlice;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JoinGroup: answered when the group's next generation begins. */
final class JoinGroupHandler implements ApiHandler {

  private static final short FIRST_WITH_REBALANCE_TIMEOUT = 1;
  private static final short FIRST_WITH_REQUIRED_ID = 4;
  private static final short FIRST_WITH_NULL_PROTOCOL = 7;
  private static final short FIRST_WITH_SKIP_ASSIGNMENT = 9;

  private final GroupCoordinator coordinator;
  private final Permissions permissions;

  JoinGroupHandler(GroupCoordinator coordinator, Permissions permissions) {
    this.coordinator = coordinator;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    JoinGroupRequest request = (JoinGroupRequest) message;
    short version = context.version();
    if (!permissions.onGroup(context, Operation.READ, request.groupId())) {
      context.respond(failure(message, version, ErrorCode.GROUP_AUTHORIZATION_FAILED));
      return;
    }
    coordinator.submit(
        new GroupCommand.Join(
            reply -> context.respond(() -> response((Joined) reply, version)),
            request.groupId(),
            request.memberId(),
            request.groupInstanceId(),
            context.clientId(),
            "/" + context.peer().address().getAddress().getHostAddress(),
            request.sessionTimeoutMs(),
            version < FIRST_WITH_REBALANCE_TIMEOUT
                ? request.sessionTimeoutMs()
                : request.rebalanceTimeoutMs(),
            request.protocolType(),
            protocols(request),
            version >= FIRST_WITH_REQUIRED_ID,
            version >= FIRST_WITH_SKIP_ASSIGNMENT));
  }

  /** A protocol that is named twice counts once, as it is named first. */
  private static List<MemberProtocol> protocols(JoinGroupRequest request) {
    Map<String, MemberProtocol> protocols = new LinkedHashMap<>();
    for (JoinGroupRequest.JoinGroupRequestProtocol each : request.protocols()) {
      protocols.putIfAbsent(
          each.name(), new MemberProtocol(each.name(), ByteSlice.wrap(each.metadata())));
    }
    return List.copyOf(protocols.values());
  }

  private static JoinGroupResponse response(Joined joined, short version) {
    String protocol = joined.protocolName();
    List<JoinGroupResponseMember> members = new ArrayList<>(joined.members().size());
    for (JoinedMember member : joined.members()) {
      members.add(
          new JoinGroupResponseMember()
              .memberId(member.memberId())
              .groupInstanceId(member.instanceId())
              .metadata(member.metadata().toByteArray()));
    }
    return new JoinGroupResponse()
        .errorCode(joined.error().code())
        .generationId(joined.generation())
        .protocolType(joined.protocolType())
        .protocolName(protocol == null && version < FIRST_WITH_NULL_PROTOCOL ? "" : protocol)
        .leader(joined.leader())
        .skipAssignment(joined.skipAssignment())
        .memberId(joined.memberId())
        .members(members);
  }

  @Override
  public JoinGroupResponse failure(ApiMessage request, short version, ErrorCode error) {
    return new JoinGroupResponse()
        .errorCode(error.code())
        .protocolName(version < FIRST_WITH_NULL_PROTOCOL ? "" : null)
        .memberId(((JoinGroupRequest) request).memberId());
  }
}
