package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code /migration}: how far a KRaft controller has copied the cluster out of ZooKeeper. Brokers
 * here never create it; finding it says that such a migration was begun.
 */
public record MigrationState(
    int kraftControllerId,
    int kraftControllerEpoch,
    long kraftMetadataOffset,
    int kraftMetadataEpoch)
    implements ZnodePayload {
  private static final int VERSION = 0;

  public static MigrationState decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    if (fields.int32("version") != VERSION) {
      throw fields.malformed("version", "is not 0");
    }
    return new MigrationState(
        fields.int32("kraft_controller_id"),
        fields.int32("kraft_controller_epoch"),
        fields.int64("kraft_metadata_offset"),
        fields.int32("kraft_metadata_epoch"));
  }

  @Override
  public byte[] encode() {
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("kraft_controller_id", kraftControllerId)
        .put("kraft_controller_epoch", kraftControllerEpoch)
        .put("kraft_metadata_offset", kraftMetadataOffset)
        .put("kraft_metadata_epoch", kraftMetadataEpoch)
        .print();
  }
}
