package io.classickafka.api;

import io.classickafka.log.AppendResult;
import io.classickafka.log.ConversionCost;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.replica.HostedPartition;
import io.classickafka.replica.Partition;
import io.classickafka.replica.PartitionRegistry;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.seam.EventLoop;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Produce: checks what can be checked, hands each partition's records to its loop, and answers when
 * the last partition has settled. The frame is held until then, so the records are appended
 * straight from it.
 */
public final class ProduceHandler implements ApiHandler {

  private static final Logger LOG = LogManager.getLogger(ProduceHandler.class);

  private static final short NO_ACKS = 0;
  private static final short ALL_ACKS = -1;

  private final PartitionRegistry partitions;
  private final MetadataCache metadata;
  private final Permissions permissions;
  private final TopicMetrics metrics;

  public ProduceHandler(
      PartitionRegistry partitions,
      MetadataCache metadata,
      Authorizer authorizer,
      TopicMetrics metrics) {
    this.partitions = partitions;
    this.metadata = metadata;
    this.permissions = new Permissions(authorizer);
    this.metrics = metrics;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    ProduceRequest request = (ProduceRequest) message;
    MetadataImage image = metadata.image();
    List<ProduceEntry> entries =
        new ProduceChecks(request, context.version(), context.clientId())
            .entries(
                topic -> permissions.onTopic(context, Operation.WRITE, topic),
                (topic, partition) -> image.partition(topic, partition) != null);
    new Run(context, request, entries).start();
  }

  @Override
  public @Nullable ApiMessage failure(ApiMessage message, short version, ErrorCode error) {
    ProduceRequest request = (ProduceRequest) message;
    if (request.acks() == NO_ACKS) {
      return null;
    }
    List<ProduceEntry> entries =
        new ProduceChecks(request, version, "").entries(topic -> true, (topic, index) -> true);
    for (ProduceEntry entry : entries) {
      entry.error = error;
    }
    return ProduceReplies.of(entries, version, new LeaderHints(MetadataImage.EMPTY, ""));
  }

  /** One request on its way. */
  private final class Run implements ProduceEntry.Run {
    private final RequestContext context;
    private final ProduceRequest request;
    private final List<ProduceEntry> entries;
    private final AtomicInteger unsettled;

    Run(RequestContext context, ProduceRequest request, List<ProduceEntry> entries) {
      this.context = context;
      this.request = request;
      this.entries = entries;
      // One more for this method, so that nobody answers before all are handed out.
      this.unsettled = new AtomicInteger(entries.size() + 1);
    }

    void start() {
      List<LoopPart> parts = new ArrayList<>(1);
      for (ProduceEntry entry : entries) {
        Partition partition = entry.open() ? find(entry) : null;
        if (partition == null) {
          settled();
        } else {
          entry.hosted = partition;
          entry.run = this;
          partOn(partition.loop(), parts).own.add(entry);
        }
      }
      for (LoopPart part : parts) {
        part.loop.execute(part);
      }
      settled();
    }

    /** There are few loops. */
    private LoopPart partOn(EventLoop loop, List<LoopPart> parts) {
      for (LoopPart part : parts) {
        if (part.loop == loop) {
          return part;
        }
      }
      LoopPart part = new LoopPart(loop);
      parts.add(part);
      return part;
    }

    /** What one loop does of the request. */
    private static final class LoopPart implements Runnable {
      private final EventLoop loop;
      private final List<ProduceEntry> own = new ArrayList<>(1);

      LoopPart(EventLoop loop) {
        this.loop = loop;
      }

      @Override
      public void run() {
        for (ProduceEntry entry : own) {
          try {
            Objects.requireNonNull(entry.hosted).produce(entry);
          } catch (RuntimeException | Error e) {
            // Who met it was told; the other partitions have yet to take theirs.
            LOG.error("append failed topic={} partition={}", entry.topic, entry.partition, e);
          }
        }
      }
    }

    private @Nullable Partition find(ProduceEntry entry) {
      HostedPartition hosted = partitions.find(entry.topic, entry.partition);
      if (hosted instanceof HostedPartition.Online online) {
        return online.partition();
      }
      entry.fail(hosted.absence());
      return null;
    }

    @Override
    public boolean needsAll() {
      return request.acks() == ALL_ACKS;
    }

    @Override
    public void onAppended(ProduceEntry entry, AppendResult result) {
      if (result instanceof AppendResult.Appended appended) {
        try {
          onAppended(Objects.requireNonNull(entry.hosted), entry, appended);
        } catch (RuntimeException | Error e) {
          onFault(entry, e);
        }
        return;
      }
      AppendResult.Rejected rejected = (AppendResult.Rejected) result;
      entry.fail(rejected.error());
      entry.logStartOffset = rejected.logStartOffset();
      entry.message = rejected.message();
      entry.recordErrors = rejected.recordErrors();
      try {
        count(entry);
      } finally {
        settled(entry);
      }
    }

    @Override
    public void onFailure(ProduceEntry entry, RuntimeException fault) {
      onFault(entry, fault);
    }

    private void onFault(ProduceEntry entry, Throwable fault) {
      if (!entry.settled) {
        entry.fail(ErrorCode.UNKNOWN_SERVER_ERROR);
      }
      try {
        LOG.error(
            "append failed topic={} partition={} correlationId={}",
            entry.topic,
            entry.partition,
            context.correlationId(),
            fault);
        count(entry);
      } finally {
        settled(entry);
      }
    }

    private void onAppended(
        Partition partition, ProduceEntry entry, AppendResult.Appended appended) {
      entry.baseOffset = appended.baseOffset();
      entry.logAppendTimeMs = appended.logAppendTimeMs();
      entry.logStartOffset = appended.logStartOffset();
      entry.conversion = appended.conversion();
      count(entry);
      long end = appended.lastOffset() + 1;
      if (request.acks() == ALL_ACKS) {
        partition.awaitReplicas(end, request.timeoutMs(), error -> settle(entry, error));
      } else if (request.acks() == NO_ACKS) {
        settled(entry);
      } else {
        partition.awaitDurable(end, request.timeoutMs(), error -> settle(entry, error));
      }
    }

    private void settle(ProduceEntry entry, ErrorCode error) {
      if (!entry.settled) {
        entry.fail(error);
        settled(entry);
      }
    }

    /**
     * On the partition's loop. One that waited when it met a fault may hear once more of its end,
     * which must not be taken for that of another.
     */
    private void settled(ProduceEntry entry) {
      if (!entry.settled) {
        entry.settled = true;
        settled();
      }
    }

    private void count(ProduceEntry entry) {
      TopicMetrics.Topic topic = metrics.topic(entry.topic);
      topic.mark(TopicMetrics.Kind.PRODUCE_REQUESTS, 1);
      if (entry.conversion.records() > 0) {
        topic.mark(TopicMetrics.Kind.PRODUCE_CONVERSIONS, entry.conversion.records());
      }
      switch (entry.error) {
        case NONE, NOT_LEADER_OR_FOLLOWER, UNKNOWN_TOPIC_OR_PARTITION, KAFKA_STORAGE_ERROR -> {}
        case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE ->
            topic.mark(TopicMetrics.Kind.BYTES_REJECTED, entry.records.sizeBytes());
        default -> topic.mark(TopicMetrics.Kind.FAILED_PRODUCES, 1);
      }
    }

    /** The last one answers. */
    private void settled() {
      if (unsettled.decrementAndGet() != 0) {
        return;
      }
      try {
        answer();
      } catch (RuntimeException | Error e) {
        context.fail(e);
      }
    }

    private void answer() {
      ConversionCost conversion = ConversionCost.NONE;
      for (ProduceEntry entry : entries) {
        conversion = conversion.plus(entry.conversion);
      }
      context.converted(conversion);
      if (request.acks() != NO_ACKS) {
        LeaderHints hints = new LeaderHints(metadata.image(), context.listener());
        ProduceResponse response = ProduceReplies.of(entries, context.version(), hints);
        context.respond(response);
        return;
      }
      for (ProduceEntry entry : entries) {
        if (entry.error != ErrorCode.NONE) {
          context.closeConnection(
              "produce without acks failed topic="
                  + entry.topic
                  + " partition="
                  + entry.partition
                  + " error="
                  + entry.error);
          return;
        }
      }
      context.respondNothing();
    }
  }
}
