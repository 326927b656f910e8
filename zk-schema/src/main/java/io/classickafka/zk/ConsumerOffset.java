package io.classickafka.zk;

import org.jspecify.annotations.Nullable;

/**
 * {@code /consumers/<group>/offsets/<topic>/<p>}: where a consumer of the ZooKeeper era stands.
 * Brokers never read it; migration tools do.
 */
public record ConsumerOffset(long offset) implements ZnodePayload {
  public ConsumerOffset {
    if (offset < 0) {
      throw new IllegalArgumentException("negative offset " + offset);
    }
  }

  public static ConsumerOffset decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    return new ConsumerOffset(DecimalText.decode(path, data, Long.MAX_VALUE));
  }

  @Override
  public byte[] encode() {
    return DecimalText.encode(offset);
  }
}
