package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code /controller}: the broker that leads the cluster.
 *
 * @param timestampMs when it was elected; -1 when not readable, which harms nobody
 * @param kraftControllerEpoch above 0 when a KRaft controller owns the cluster: then the node is
 *     persistent and ZooKeeper must not be written to; {@link #NO_KRAFT_EPOCH} otherwise
 */
public record ControllerRegistration(int brokerId, long timestampMs, int kraftControllerEpoch)
    implements ZnodePayload {
  public static final int NO_KRAFT_EPOCH = -1;

  private static final int VERSION = 2;

  public static ControllerRegistration of(int brokerId, long timestampMs) {
    return new ControllerRegistration(brokerId, timestampMs, NO_KRAFT_EPOCH);
  }

  public boolean isKraft() {
    return kraftControllerEpoch > 0;
  }

  public static ControllerRegistration decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    return new ControllerRegistration(
        fields.int32AtLeast("brokerid", 0),
        Timestamps.lenient(fields.find("timestamp")),
        fields.int32Or("kraftControllerEpoch", NO_KRAFT_EPOCH));
  }

  @Override
  public byte[] encode() {
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("brokerid", brokerId)
        .put("timestamp", Long.toString(timestampMs))
        .put("kraftControllerEpoch", kraftControllerEpoch)
        .print();
  }
}
