package io.classickafka.server;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.Status;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.metadata.MetadataDelta;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.MetadataListener;
import io.classickafka.metadata.TopicImage;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkUuid;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How many partitions the offsets topic has, which decides to which of them a group belongs. Read
 * from the topic's own node, once for each topic of that name: the node has all partitions from the
 * beginning, while metadata shows them in parts as the topic is created, and shows none that never
 * had a leader. Counted by those, a group would be looked for, and its offsets written, elsewhere.
 *
 * <p>As in Apache's brokers the number stands while the topic does, also when partitions are added.
 *
 * <p>Owned by the loop of the metadata and of the client, except {@link #value}.
 */
final class OffsetsTopicSize implements MetadataListener {

  private static final Logger LOG = LogManager.getLogger(OffsetsTopicSize.class);

  private static final String PATH = ZkPaths.topic(GroupCoordinator.TOPIC);
  private static final long RETRY_MS = 1_000;

  private final CoordinationClient client;
  private final EventLoop loop;
  private volatile int value = GroupCoordinator.UNKNOWN_COUNT;
  private @Nullable Uuid counted;

  /** Makes answers for an earlier topic worthless. */
  private long round;

  OffsetsTopicSize(CoordinationClient client, EventLoop loop) {
    this.client = client;
    this.loop = loop;
  }

  /** The number, or {@link GroupCoordinator#UNKNOWN_COUNT}. Any thread. */
  int value() {
    return value;
  }

  @Override
  public void onMetadata(MetadataImage before, MetadataImage after, MetadataDelta delta) {
    TopicImage topic = after.topic(GroupCoordinator.TOPIC);
    Uuid shown = topic == null ? null : topic.id();
    Uuid last = counted;
    counted = shown;
    if (!isSame(shown, last)) {
      value = GroupCoordinator.UNKNOWN_COUNT;
      round++;
      if (shown != null) {
        read();
      }
    }
  }

  /** A topic may get its id late, and a controller may not tell it: that is no other topic. */
  private static boolean isSame(@Nullable Uuid shown, @Nullable Uuid last) {
    return Objects.equals(shown, last)
        || (shown != null
            && last != null
            && (shown.equals(Uuid.ZERO_UUID) || last.equals(Uuid.ZERO_UUID)));
  }

  private void read() {
    long mine = round;
    client.read(
        PATH,
        null,
        result -> {
          if (mine == round) {
            onRead(mine, result);
          }
        });
  }

  private void onRead(long mine, ReadResult result) {
    int count = count(result);
    if (count > 0) {
      value = count;
      return;
    }
    loop.schedule(
        RETRY_MS,
        () -> {
          if (mine == round) {
            read();
          }
        });
  }

  private int count(ReadResult result) {
    if (result.status() != Status.OK) {
      LOG.warn("cannot read, trying again path={} status={}", PATH, result.status());
      return GroupCoordinator.UNKNOWN_COUNT;
    }
    try {
      TopicAssignment topic = TopicAssignment.decode(PATH, result.data());
      // A server that lags behind may have the node of a topic that was deleted.
      return topic.partitions().isEmpty() || isAnother(topic.topicId())
          ? GroupCoordinator.UNKNOWN_COUNT
          : topic.partitions().lastKey() + 1;
    } catch (MalformedZnodeException e) {
      LOG.warn("topic node not readable, trying again path={} reason={}", e.path(), e.reason());
      return GroupCoordinator.UNKNOWN_COUNT;
    }
  }

  private boolean isAnother(@Nullable ZkUuid read) {
    return read != null
        && !Uuid.ZERO_UUID.equals(counted)
        && !new Uuid(read.mostSignificantBits(), read.leastSignificantBits()).equals(counted);
  }
}
