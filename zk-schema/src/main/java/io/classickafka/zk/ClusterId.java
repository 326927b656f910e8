package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code /cluster/id}: the identity every broker and log directory of the cluster must agree on.
 *
 * @param id the text form of a {@link ZkUuid}; other text is kept, since it is only ever compared
 */
public record ClusterId(String id) implements ZnodePayload {
  private static final String VERSION = "1";

  public ClusterId {
    if (id.isBlank()) {
      throw new IllegalArgumentException("blank cluster id");
    }
  }

  public static ClusterId decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    String id = fields.text("id");
    if (id.isBlank()) {
      throw fields.malformed("id", "is blank");
    }
    return new ClusterId(id);
  }

  @Override
  public byte[] encode() {
    return new ObjectBuilder().put("version", VERSION).put("id", id).print();
  }
}
