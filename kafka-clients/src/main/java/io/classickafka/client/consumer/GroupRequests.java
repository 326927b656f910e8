package io.classickafka.client.consumer;

import io.classickafka.client.ResponseHandler.Failure;
import io.classickafka.protocol.message.HeartbeatRequest;
import io.classickafka.protocol.message.JoinGroupRequest;
import io.classickafka.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.classickafka.protocol.message.LeaveGroupRequest;
import io.classickafka.protocol.message.SyncGroupRequest;
import io.classickafka.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** The requests of a group's member. */
final class GroupRequests {

  static final String PROTOCOL_TYPE = "consumer";

  // As much of a reason as Apache's members tell. A stack trace may not fit into a request.
  private static final int LONGEST_REASON = 255;

  private GroupRequests() {}

  /** Why a member got no answer. */
  static KafkaException noAnswer(Failure failure, String detail) {
    return switch (failure) {
      case UNSUPPORTED_VERSION ->
          new UnsupportedVersionException("the broker does not serve " + detail);
      case UNSENDABLE -> new KafkaException(detail);
      default -> new DisconnectException(detail);
    };
  }

  static JoinGroupRequest join(
      Membership me,
      ConsumerSettings settings,
      List<String> topics,
      List<TopicPartition> owned,
      String reason) {
    List<JoinGroupRequestProtocol> protocols = new ArrayList<>();
    Optional<String> rack =
        settings.rack().isEmpty() ? Optional.empty() : Optional.of(settings.rack());
    for (ConsumerPartitionAssignor assignor : settings.assignors()) {
      Subscription subscription =
          new Subscription(
              topics,
              assignor.subscriptionUserData(new TreeSet<>(topics)),
              owned,
              me.generation(),
              rack);
      protocols.add(
          new JoinGroupRequestProtocol()
              .name(assignor.name())
              .metadata(EmbeddedProtocol.encode(subscription)));
    }
    JoinGroupRequest request =
        new JoinGroupRequest()
            .groupId(me.groupId())
            .sessionTimeoutMs(settings.sessionTimeoutMs())
            .rebalanceTimeoutMs(settings.maxPollIntervalMs())
            .memberId(me.memberId())
            .groupInstanceId(me.instanceId())
            .protocolType(PROTOCOL_TYPE)
            .reason(reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    request.protocols(protocols);
    return request;
  }

  static SyncGroupRequest sync(
      Membership me, String protocol, Map<String, Assignment> assignments) {
    List<SyncGroupRequestAssignment> encoded = new ArrayList<>();
    assignments.forEach(
        (member, assignment) ->
            encoded.add(
                new SyncGroupRequestAssignment()
                    .memberId(member)
                    .assignment(EmbeddedProtocol.encode(assignment))));
    SyncGroupRequest request =
        new SyncGroupRequest()
            .groupId(me.groupId())
            .generationId(me.generation())
            .memberId(me.memberId())
            .groupInstanceId(me.instanceId())
            .protocolType(PROTOCOL_TYPE)
            .protocolName(protocol);
    request.assignments(encoded);
    return request;
  }

  static HeartbeatRequest heartbeat(Membership me) {
    return new HeartbeatRequest()
        .groupId(me.groupId())
        .generationId(me.generation())
        .memberId(me.memberId())
        .groupInstanceId(me.instanceId());
  }

  /** In a version up to 2: one member, by its id. */
  static LeaveGroupRequest leave(Membership me) {
    return new LeaveGroupRequest().groupId(me.groupId()).memberId(me.memberId());
  }
}
