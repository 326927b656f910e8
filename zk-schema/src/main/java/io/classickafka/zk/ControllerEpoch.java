package io.classickafka.zk;

import org.jspecify.annotations.Nullable;

/**
 * {@code /controller_epoch}: grows by one at every election. Every write of a controller checks the
 * node's zkVersion, which is the fence.
 */
public record ControllerEpoch(int epoch) implements ZnodePayload {
  /** What the node is created with; the first controller's epoch is 1. */
  public static final ControllerEpoch INITIAL = new ControllerEpoch(0);

  public ControllerEpoch {
    if (epoch < 0) {
      throw new IllegalArgumentException("negative controller epoch " + epoch);
    }
  }

  public ControllerEpoch next() {
    return new ControllerEpoch(Math.addExact(epoch, 1));
  }

  public static ControllerEpoch decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    return new ControllerEpoch((int) DecimalText.decode(path, data, Integer.MAX_VALUE));
  }

  @Override
  public byte[] encode() {
    return DecimalText.encode(epoch);
  }
}
