package io.classickafka.group;

import io.classickafka.group.GroupCommand.Request;
import io.classickafka.metadata.MetadataDelta;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.MetadataListener;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.LeadershipListener;
import io.classickafka.replica.Partition;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The coordinator of the groups whose partition of the offsets topic this broker leads.
 *
 * <p>Thread-safe: everything is handed to the coordinator loop that owns the partition. Hears of
 * leadership on the replicas' control loop and of deleted topics on the metadata's.
 */
public final class GroupCoordinator implements LeadershipListener, MetadataListener {

  /** The topic in which groups and their offsets are kept. */
  public static final String TOPIC = "__consumer_offsets";

  /** It is not known how many partitions that topic has, nor therefore where a group belongs. */
  public static final int UNKNOWN_COUNT = 0;

  private final List<GroupLoop> loops;
  private final IntSupplier partitionCount;
  private volatile boolean running = true;

  private GroupCoordinator(List<GroupLoop> loops, IntSupplier partitionCount) {
    this.loops = loops;
    this.partitionCount = partitionCount;
  }

  /**
   * Starts a coordinator that coordinates nothing yet: the caller makes it a listener of
   * leaderships before the first one is taken on.
   *
   * @param eventLoops the loops that own groups, at least one
   * @param partitionCount partitions of the offsets topic, or {@link #UNKNOWN_COUNT}
   */
  public static GroupCoordinator start(
      GroupSettings settings,
      List<EventLoop> eventLoops,
      OffsetsLog log,
      IntSupplier partitionCount) {
    List<GroupLoop> loops = new ArrayList<>();
    for (EventLoop loop : eventLoops) {
      loops.add(new GroupLoop(loop, settings, log));
    }
    loops.forEach(loop -> loop.loop().execute(loop::startExpiry));
    return new GroupCoordinator(List.copyOf(loops), partitionCount);
  }

  /** Shows what there is to measure. */
  public void show(MetricsRegistry metrics) {
    GroupCounts.show(metrics, loops);
    GroupSums.show(metrics, loops.stream().map(GroupLoop::sums).toList());
  }

  /** Takes a request. It is replied to now or later, from any thread. */
  public void submit(Request request) {
    int count = partitionCount.getAsInt();
    if (request.group().isEmpty() && !request.mayBeNameless()) {
      request.to().reply(request.refused(ErrorCode.INVALID_GROUP_ID));
    } else if (!running) {
      request.to().reply(request.refused(ErrorCode.COORDINATOR_NOT_AVAILABLE));
    } else if (count == UNKNOWN_COUNT) {
      request.to().reply(request.refused(ErrorCode.NOT_COORDINATOR));
    } else {
      int partition = partitionOf(request.group(), count);
      GroupLoop owner = owner(partition);
      owner.loop().executeOrRun(() -> owner.handle(partition, request));
    }
  }

  /** The partition of the offsets topic, of so many, that a group belongs to. */
  public static int partitionOf(String group, int partitionCount) {
    int hash = group.hashCode();
    return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % partitionCount;
  }

  private GroupLoop owner(int partition) {
    return loops.get(partition % loops.size());
  }

  @Override
  public void onLeading(Partition partition, int leaderEpoch) {
    onOwner(partition.name(), number -> owner(number).onLeading(number, leaderEpoch));
  }

  @Override
  public void onFollowing(TopicPartition partition, int leaderEpoch) {
    onOwner(partition, number -> owner(number).onFollowing(number, leaderEpoch));
  }

  @Override
  public void onStopped(TopicPartition partition) {
    onOwner(partition, number -> owner(number).forget(number));
  }

  private void onOwner(TopicPartition partition, IntConsumer action) {
    if (partition.topic().equals(TOPIC)) {
      int number = partition.partition();
      owner(number).loop().execute(() -> action.accept(number));
    }
  }

  @Override
  public void onMetadata(MetadataImage before, MetadataImage after, MetadataDelta delta) {
    if (delta.removedPartitions().isEmpty()) {
      return;
    }
    List<TopicPartition> gone = new ArrayList<>();
    delta
        .removedPartitions()
        .forEach(each -> gone.add(new TopicPartition(each.topic(), each.partition())));
    loops.forEach(loop -> loop.loop().execute(() -> loop.onTopicsDeleted(gone)));
  }

  /** Refuses what comes and answers what waits. The loops are the caller's to stop. */
  public void stop() {
    running = false;
    loops.forEach(loop -> loop.loop().execute(loop::close));
  }
}
