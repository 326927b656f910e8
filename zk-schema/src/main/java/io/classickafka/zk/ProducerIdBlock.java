package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /latest_producer_id_block}: the range of producer ids handed out last, both ends
 * inclusive, and the broker that got it. Without data none was handed out yet.
 */
public record ProducerIdBlock(int brokerId, long firstId, long lastId) implements ZnodePayload {
  public static final int SIZE = 1000;

  private static final int VERSION = 1;

  public ProducerIdBlock {
    if (firstId < 0 || lastId < firstId) {
      throw new IllegalArgumentException("not a block: " + firstId + ".." + lastId);
    }
  }

  /** The block after {@code previous} (null: the first one); empty when all ids are used up. */
  public static Optional<ProducerIdBlock> next(@Nullable ProducerIdBlock previous, int brokerId) {
    if (previous == null) {
      return Optional.of(new ProducerIdBlock(brokerId, 0, SIZE - 1));
    }
    if (previous.lastId > Long.MAX_VALUE - SIZE) {
      return Optional.empty();
    }
    return Optional.of(new ProducerIdBlock(brokerId, previous.lastId + 1, previous.lastId + SIZE));
  }

  /** Empty when the node has no data yet. */
  public static Optional<ProducerIdBlock> decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    if (data == null || data.length == 0) {
      return Optional.empty();
    }
    Fields fields = Fields.parse(path, data);
    int brokerId = fields.int32("broker");
    long first = fields.decimalText("block_start");
    long last = fields.decimalText("block_end");
    if (first < 0 || last < first) {
      throw fields.malformed("block_end", "and block_start are no range");
    }
    return Optional.of(new ProducerIdBlock(brokerId, first, last));
  }

  @Override
  public byte[] encode() {
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("broker", brokerId)
        .put("block_start", Long.toString(firstId))
        .put("block_end", Long.toString(lastId))
        .print();
  }
}
