package io.classickafka.zk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /isr_change_notification/isr_change_<n>}: a leader of the old dialect wrote these
 * partitions' states itself; the controller reads them again.
 *
 * @param skipped why entries of the node are not among the partitions
 */
public record IsrChangeNotification(List<ZkTopicPartition> partitions, List<String> skipped)
    implements ZnodePayload {
  public IsrChangeNotification {
    partitions = List.copyOf(partitions);
    skipped = List.copyOf(skipped);
  }

  public static IsrChangeNotification of(List<ZkTopicPartition> partitions) {
    return new IsrChangeNotification(partitions, List.of());
  }

  public static IsrChangeNotification decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    PartitionList list = PartitionList.decode(path, data);
    return new IsrChangeNotification(list.partitions(), list.skipped());
  }

  @Override
  public byte[] encode() {
    return PartitionList.encode(partitions);
  }
}
