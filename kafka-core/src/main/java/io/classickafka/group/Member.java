package io.classickafka.group;

import io.classickafka.seam.ByteSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of a group. Owned by the coordinator loop of its group. */
final class Member {

  /** What a member asks for when it joins. */
  record Terms(int sessionTimeoutMs, int rebalanceTimeoutMs, List<MemberProtocol> protocols) {

    public Terms {
      protocols = List.copyOf(protocols);
    }

    static Terms of(GroupCommand.Join join) {
      return new Terms(join.sessionTimeoutMs(), join.rebalanceTimeoutMs(), join.protocols());
    }
  }

  /** Changes when a static member comes back. */
  String id;

  final @Nullable String instanceId;
  final String clientId;
  final String clientHost;
  Terms terms;
  ByteSlice assignment = ByteSlice.empty();

  /** Its join, while parked. Set by {@link Group#park} only, which counts. */
  @Nullable ReplyTo join;

  /** Its sync, while parked. */
  @Nullable ReplyTo sync;

  /** Whether it has never been part of a generation: then even a parked join does not save it. */
  boolean isNew;

  Member(String id, @Nullable String instanceId, String clientId, String clientHost, Terms terms) {
    this.id = id;
    this.instanceId = instanceId;
    this.clientId = clientId;
    this.clientHost = clientHost;
    this.terms = terms;
  }

  boolean isStatic() {
    return instanceId != null;
  }

  /** Whether it has nothing to prove: it waits for us. */
  boolean isWaiting() {
    return !isNew && (join != null || sync != null);
  }

  /** Its metadata for a protocol; empty when it does not support it. */
  ByteSlice metadata(@Nullable String protocol) {
    for (MemberProtocol candidate : terms.protocols()) {
      if (candidate.name().equals(protocol)) {
        return candidate.metadata();
      }
    }
    return ByteSlice.empty();
  }
}
