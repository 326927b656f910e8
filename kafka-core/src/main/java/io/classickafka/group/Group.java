package io.classickafka.group;

import io.classickafka.group.GroupRecord.GroupStored;
import io.classickafka.group.GroupRecord.StoredMember;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A group: its members, the generation they are in and the offsets it committed. Owned by the
 * coordinator loop of its partition.
 *
 * <p>Invariants: there are members exactly when the phase is none of EMPTY, save that all may have
 * gone while a rebalance is prepared; the leader is a member; each static member's instance id maps
 * to its id.
 */
final class Group {

  static final long UNKNOWN_TIME = -1;

  final String id;
  GroupPhase phase = GroupPhase.EMPTY;

  /** Wall time at which the group got into its phase. */
  long phaseMs = UNKNOWN_TIME;

  int generation;
  @Nullable String protocolType;
  @Nullable String protocolName;
  @Nullable String leader;

  /** In the order in which they joined. Changed by the methods below only. */
  private final Map<String, Member> members = new LinkedHashMap<>();

  /** Member ids by instance id. */
  private final Map<String, String> staticMembers = new LinkedHashMap<>();

  /** How many members support a protocol. */
  private final Map<String, Integer> supporters = new LinkedHashMap<>();

  private int parkedJoins;

  /** Who was told its id and has not come back with it. */
  final Set<String> pendingMembers = new LinkedHashSet<>();

  /** Who has to sync in this generation yet. */
  final Set<String> pendingSyncs = new LinkedHashSet<>();

  /** Whether the rebalance under way is the first one, which waits for more members to come. */
  boolean initialRebalance;

  /** How long the first rebalance may still be put off. */
  long initialRemainingMs;

  /** Whether somebody came since the first rebalance was put off. */
  boolean newMemberAdded;

  /** Whether the assignments of this generation are being written. */
  boolean storing;

  /** Topics that the members of this generation consume; null when that is not known. */
  @Nullable Set<String> subscribedTopics;

  /** What is committed. Changed by {@link CoordinatorState#replay} only. */
  final Map<TopicPartition, CommittedOffset> offsets = new LinkedHashMap<>();

  /** Writes under way by partition. */
  final Map<TopicPartition, Integer> pendingOffsets = new LinkedHashMap<>();

  Group(String id) {
    this.id = id;
  }

  // Members.

  boolean isEmpty() {
    return members.isEmpty();
  }

  int size() {
    return members.size();
  }

  Iterable<Member> members() {
    return members.values();
  }

  /** For who changes the members while walking over them. */
  List<Member> snapshot() {
    return new ArrayList<>(members.values());
  }

  @Nullable Member member(String memberId) {
    return members.get(memberId);
  }

  @Nullable String staticMember(String instanceId) {
    return staticMembers.get(instanceId);
  }

  boolean isLeader(Member member) {
    return member.id.equals(leader);
  }

  /** Whether somebody is who it says it is. */
  ErrorCode check(String memberId, @Nullable String instanceId) {
    if (instanceId != null) {
      String current = staticMembers.get(instanceId);
      if (current == null) {
        return ErrorCode.UNKNOWN_MEMBER_ID;
      }
      if (!current.equals(memberId)) {
        return ErrorCode.FENCED_INSTANCE_ID;
      }
    }
    return members.containsKey(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
  }

  void add(Member member, String type) {
    if (members.isEmpty()) {
      protocolType = type;
    }
    if (leader == null) {
      leader = member.id;
    }
    members.put(member.id, member);
    String instanceId = member.instanceId;
    if (instanceId != null) {
      staticMembers.put(instanceId, member.id);
    }
    pendingMembers.remove(member.id);
    count(member.terms, 1);
  }

  /** Takes a member out. Its parked requests are the caller's. */
  void remove(Member member) {
    members.remove(member.id);
    String instanceId = member.instanceId;
    if (instanceId != null) {
      staticMembers.remove(instanceId, member.id);
    }
    pendingSyncs.remove(member.id);
    count(member.terms, -1);
    if (isLeader(member)) {
      leader = members.isEmpty() ? null : members.values().iterator().next().id;
    }
  }

  /** Gives a static member another id. It keeps its place as leader, not in the order. */
  void rename(Member member, String memberId) {
    boolean leads = isLeader(member);
    boolean mustSync = pendingSyncs.remove(member.id);
    members.remove(member.id);
    member.id = memberId;
    members.put(memberId, member);
    String instanceId = member.instanceId;
    if (instanceId != null) {
      staticMembers.put(instanceId, memberId);
    }
    if (leads) {
      leader = memberId;
    }
    if (mustSync) {
      pendingSyncs.add(memberId);
    }
  }

  void update(Member member, Member.Terms terms) {
    count(member.terms, -1);
    member.terms = terms;
    count(terms, 1);
  }

  private void count(Member.Terms terms, int change) {
    for (MemberProtocol protocol : terms.protocols()) {
      supporters.merge(protocol.name(), change, (had, more) -> had + more == 0 ? null : had + more);
    }
  }

  // Parked joins.

  void park(Member member, ReplyTo join) {
    if (member.join == null) {
      parkedJoins++;
    }
    member.join = join;
  }

  /** Takes the parked join out. */
  @Nullable ReplyTo unpark(Member member) {
    ReplyTo join = member.join;
    if (join != null) {
      parkedJoins--;
      member.join = null;
    }
    return join;
  }

  int parkedJoins() {
    return parkedJoins;
  }

  boolean allJoined() {
    return parkedJoins == members.size() && pendingMembers.isEmpty();
  }

  // Protocols.

  /** Whether somebody with these protocols can become a member. */
  boolean accepts(String type, List<MemberProtocol> protocols) {
    if (phase == GroupPhase.EMPTY) {
      return !type.isEmpty() && !protocols.isEmpty();
    }
    return type.equals(protocolType)
        && protocols.stream().anyMatch(protocol -> supportedByAll(protocol.name()));
  }

  private boolean supportedByAll(String protocol) {
    return supporters.getOrDefault(protocol, 0) == members.size();
  }

  /**
   * The protocol of most votes: each member votes for the first of its own that all support. Of
   * equals the one that was voted for first; null without members.
   */
  @Nullable String elected() {
    Map<String, Integer> votes = new LinkedHashMap<>();
    for (Member member : members.values()) {
      for (MemberProtocol protocol : member.terms.protocols()) {
        if (supportedByAll(protocol.name())) {
          votes.merge(protocol.name(), 1, Integer::sum);
          break;
        }
      }
    }
    String elected = null;
    int most = 0;
    for (Map.Entry<String, Integer> candidate : votes.entrySet()) {
      if (candidate.getValue() > most) {
        elected = candidate.getKey();
        most = candidate.getValue();
      }
    }
    return elected;
  }

  /** The longest time that a member needs to join again. */
  int rebalanceTimeoutMs() {
    int longest = 0;
    for (Member member : members.values()) {
      longest = Math.max(longest, member.terms.rebalanceTimeoutMs());
    }
    return longest;
  }

  // What is stored.

  /** The record of this generation. */
  GroupStored toRecord(Map<String, ByteSlice> assignments) {
    List<StoredMember> stored = new ArrayList<>(members.size());
    for (Member member : members.values()) {
      stored.add(
          new StoredMember(
              member.id,
              member.instanceId,
              member.clientId,
              member.clientHost,
              member.terms.rebalanceTimeoutMs(),
              member.terms.sessionTimeoutMs(),
              member.metadata(protocolName),
              assignments.getOrDefault(member.id, ByteSlice.empty())));
    }
    return new GroupStored(id, protocolType, generation, protocolName, leader, phaseMs, stored);
  }

  /** The assignments as they are. */
  Map<String, ByteSlice> assignments() {
    Map<String, ByteSlice> assignments = new LinkedHashMap<>();
    for (Member member : members.values()) {
      assignments.put(member.id, member.assignment);
    }
    return assignments;
  }

  /** Takes over what a record says. Only while loading: nobody is parked then. */
  void restore(GroupStored record) {
    members.clear();
    staticMembers.clear();
    supporters.clear();
    generation = record.generation();
    protocolType = record.protocolType();
    protocolName = record.protocolName();
    leader = record.leader();
    phaseMs = record.stateMs();
    phase = record.members().isEmpty() ? GroupPhase.EMPTY : GroupPhase.STABLE;
    String protocol = record.protocolName() == null ? "" : record.protocolName();
    String type = record.protocolType() == null ? "" : record.protocolType();
    for (StoredMember stored : record.members()) {
      Member member =
          new Member(
              stored.memberId(),
              stored.instanceId(),
              stored.clientId(),
              stored.clientHost(),
              new Member.Terms(
                  stored.sessionTimeoutMs(),
                  stored.rebalanceTimeoutMs(),
                  List.of(new MemberProtocol(protocol, stored.subscription()))));
      member.assignment = stored.assignment();
      add(member, type);
    }
    subscribedTopics = Subscriptions.of(this);
  }

  // Offsets.

  void offsetPending(TopicPartition partition) {
    pendingOffsets.merge(partition, 1, Integer::sum);
  }

  void offsetSettled(TopicPartition partition) {
    pendingOffsets.computeIfPresent(partition, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Whether there is nothing to remember of this group, here or in the log. */
  boolean isVoid() {
    return phase == GroupPhase.EMPTY
        && generation == 0
        && pendingMembers.isEmpty()
        && offsets.isEmpty()
        && pendingOffsets.isEmpty();
  }
}
