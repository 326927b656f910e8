package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /brokers/topics/<topic>/partitions/<p>/state}: who leads, since which epoch, and who is in
 * sync. The node's zkVersion is the partition epoch.
 *
 * @param leader a broker id or {@link #NO_LEADER}
 * @param isr in the order written; no broker twice
 * @param isRecovering whether the leader was elected from outside the ISR and has not recovered yet
 * @param controllerEpoch epoch of the controller that wrote this; one greater than a controller's
 *     own tells it that it no longer leads
 */
public record PartitionState(
    int leader, int leaderEpoch, List<Integer> isr, boolean isRecovering, int controllerEpoch)
    implements ZnodePayload {
  public static final int NO_LEADER = -1;
  public static final int INITIAL_LEADER_EPOCH = 0;

  private static final int VERSION = 1;
  private static final int RECOVERED = 0;
  private static final int RECOVERING = 1;

  public PartitionState {
    isr = List.copyOf(isr);
  }

  public boolean hasLeader() {
    return leader != NO_LEADER;
  }

  public static PartitionState decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    int recovery = fields.int32Or("leader_recovery_state", RECOVERED);
    if (recovery != RECOVERED && recovery != RECOVERING) {
      throw fields.malformed("leader_recovery_state", "is neither 0 nor 1");
    }
    return new PartitionState(
        fields.int32AtLeast("leader", NO_LEADER),
        fields.int32AtLeast("leader_epoch", 0),
        Fields.brokerIds(path, "isr", fields.require("isr")),
        recovery == RECOVERING,
        fields.int32AtLeast("controller_epoch", 0));
  }

  @Override
  public byte[] encode() {
    ObjectBuilder out =
        new ObjectBuilder()
            .put("version", VERSION)
            .put("leader", leader)
            .put("leader_epoch", leaderEpoch)
            .put("controller_epoch", controllerEpoch)
            .put("isr", Json.ofInts(isr));
    if (isRecovering) {
      out.put("leader_recovery_state", RECOVERING);
    }
    return out.print();
  }
}
