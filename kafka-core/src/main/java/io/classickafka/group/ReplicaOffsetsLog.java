package io.classickafka.group;

import io.classickafka.log.AppendResult;
import io.classickafka.log.Log;
import io.classickafka.log.Origin;
import io.classickafka.log.ReadResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.HostedPartition;
import io.classickafka.replica.Partition;
import io.classickafka.replica.PartitionRegistry;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The offsets topic on this broker's replicas. Each call does its work on the partition's loop. */
public final class ReplicaOffsetsLog implements OffsetsLog {

  private static final Logger LOG = LogManager.getLogger(ReplicaOffsetsLog.class);
  private static final short ALL_IN_SYNC = -1;

  private final PartitionRegistry partitions;
  private final Executor background;
  private final GroupSettings settings;

  /**
   * Over replicas.
   *
   * @param background where files are read
   */
  public ReplicaOffsetsLog(
      PartitionRegistry partitions, Executor background, GroupSettings settings) {
    this.partitions = partitions;
    this.background = background;
    this.settings = settings;
  }

  @Override
  public void append(int number, int leaderEpoch, ByteSlice batch, Settlement settlement) {
    HostedPartition hosted = partitions.find(GroupCoordinator.TOPIC, number);
    if (!(hosted instanceof HostedPartition.Online online)) {
      settlement.settled(hosted.absence(), -1);
      return;
    }
    Partition partition = online.partition();
    partition.loop().executeOrRun(() -> append(partition, leaderEpoch, batch, settlement));
  }

  private void append(
      Partition partition, int leaderEpoch, ByteSlice batch, Settlement settlement) {
    if (!leads(partition, leaderEpoch)) {
      settlement.settled(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1);
      return;
    }
    boolean needsAll = settings.commitAcks() == ALL_IN_SYNC;
    AppendResult result = partition.append(batch, Origin.COORDINATOR, needsAll);
    if (result instanceof AppendResult.Rejected rejected) {
      settlement.settled(rejected.error(), -1);
    } else if (result instanceof AppendResult.Appended appended) {
      long baseOffset = appended.baseOffset();
      if (needsAll) {
        partition.awaitReplicas(
            appended.lastOffset() + 1,
            settings.commitTimeoutMs(),
            error -> settlement.settled(error, baseOffset));
      } else {
        settlement.settled(ErrorCode.NONE, baseOffset);
      }
    } else {
      throw new AssertionError(result);
    }
  }

  private static boolean leads(Partition partition, int leaderEpoch) {
    return partition.leads() && partition.leaderEpoch() == leaderEpoch;
  }

  @Override
  public void read(int number, int leaderEpoch, long fromOffset, Consumer<Chunk> reader) {
    HostedPartition hosted = partitions.find(GroupCoordinator.TOPIC, number);
    if (!(hosted instanceof HostedPartition.Online online)) {
      background.execute(() -> reader.accept(new Chunk.Failed(hosted.absence())));
      return;
    }
    Partition partition = online.partition();
    partition
        .loop()
        .executeOrRun(
            () -> {
              if (!leads(partition, leaderEpoch)) {
                hand(new ReadResult.Failed(ErrorCode.NOT_LEADER_OR_FOLLOWER, 0, 0), number, reader);
                return;
              }
              try {
                read(partition, fromOffset, result -> hand(result, number, reader));
              } catch (RuntimeException | Error e) {
                // Whoever loads waits for an answer, whatever it is.
                LOG.error("offsets topic not read partition={}", number, e);
                hand(new ReadResult.Failed(ErrorCode.UNKNOWN_SERVER_ERROR, 0, 0), number, reader);
              }
            });
  }

  private void hand(ReadResult result, int number, Consumer<Chunk> reader) {
    background.execute(() -> reader.accept(chunk(result, number)));
  }

  private void read(Partition partition, long fromOffset, Consumer<ReadResult> onResult) {
    Log log = partition.log();
    long from = Math.max(fromOffset, log.logStartOffset());
    long end = log.logEndOffset();
    if (from >= end) {
      onResult.accept(new ReadResult.Records(ByteSlice.empty(), log.logStartOffset(), end, null));
    } else if (log.isCold(from)) {
      int bytes = settings.loadBufferBytes();
      log.readCold(from, bytes, end, true, false, partition.loop(), onResult);
    } else {
      onResult.accept(log.read(from, settings.loadBufferBytes(), end, true, false));
    }
  }

  private static Chunk chunk(ReadResult result, int number) {
    if (result instanceof ReadResult.Failed failed) {
      return new Chunk.Failed(failed.error());
    }
    if (result instanceof ReadResult.Overtaken) {
      return Chunk.Overtaken.OVERTAKEN;
    }
    ReadResult.Records read = (ReadResult.Records) result;
    Payload payload = read.records();
    try {
      return new Chunk.Batches(copy(payload), read.logEndOffset());
    } catch (IOException e) {
      LOG.error("offsets topic not readable partition={}", number, e);
      return new Chunk.Failed(ErrorCode.KAFKA_STORAGE_ERROR);
    } catch (RuntimeException | Error e) {
      // Such as no memory for the copy.
      LOG.error("offsets topic not read partition={}", number, e);
      return new Chunk.Failed(ErrorCode.UNKNOWN_SERVER_ERROR);
    } finally {
      payload.release();
    }
  }

  private static ByteSlice copy(Payload payload) throws IOException {
    if (payload instanceof ByteSlice bytes) {
      return ByteSlice.wrap(bytes.toByteArray());
    }
    ByteBuffer copy = ByteBuffer.allocate(payload.sizeBytes());
    int read = ((FileSlice) payload).read(0, copy);
    return ByteSlice.wrap(copy.flip().limit(read));
  }
}
