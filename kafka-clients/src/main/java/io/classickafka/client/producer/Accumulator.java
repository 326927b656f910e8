package io.classickafka.client.producer;

import io.classickafka.client.cluster.ClusterMetadata;
import io.classickafka.client.cluster.PartitionSnapshot;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Fills batches, one open batch for each partition. State of the loop. */
final class Accumulator {

  private static final int SPARE_BUILDERS = 64;

  private final EventLoop loop;
  private final ClusterMetadata metadata;
  private final ProducerSettings settings;
  private final MemoryBudget memory;
  private final LiveBatches live;
  private final Consumer<PartitionQueue> onDue;
  private final Map<String, TopicQueues> topics = new LinkedHashMap<>();
  private final ArrayDeque<RecordBatchBuilder> spares = new ArrayDeque<>();

  /** The queues of one topic's partitions. */
  private static final class TopicQueues {
    final StickyPartition sticky = new StickyPartition();
    final Map<Integer, PartitionQueue> byPartition = new LinkedHashMap<>();
  }

  Accumulator(
      EventLoop loop,
      ClusterMetadata metadata,
      ProducerSettings settings,
      MemoryBudget memory,
      LiveBatches live,
      Consumer<PartitionQueue> onDue) {
    this.loop = loop;
    this.metadata = metadata;
    this.settings = settings;
    this.memory = memory;
    this.live = live;
    this.onDue = onDue;
  }

  /** Appends a record to its partition's open batch, or to a new one. */
  void append(PendingRecord record) {
    TopicQueues topic = topics.computeIfAbsent(record.topic, name -> new TopicQueues());
    boolean anywhere = record.partition == PendingRecord.ANY_PARTITION;
    if (anywhere) {
      record.partition = stickyPartition(record.topic, topic);
    }
    PartitionQueue queue = queue(record.topic, topic, record.partition);
    ProducerBatch batch = queue.last();
    boolean begun = batch == null || !batch.fits(record, settings.batchSizeBytes());
    if (batch != null && begun) {
      batch.markFull();
      onDue.accept(queue);
    }
    int sizeBytes = record.sizeBytes();
    try {
      batch = batch == null || begun ? begin(queue) : batch;
      batch.append(record, memory.units(sizeBytes));
    } catch (RuntimeException | Error e) {
      // No memory, as a rule. It is the record's fate and not that of those behind it.
      memory.giveBack(sizeBytes);
      record.fail(new KafkaException("the record could not be added to a batch", e));
      return;
    }
    if (begun) {
      enter(queue, batch);
    }
    boolean ended = batch.sizeBytes() >= settings.batchSizeBytes();
    if (ended) {
      batch.markFull();
      onDue.accept(queue);
    }
    if (anywhere) {
      // Without lingering a batch ends with the moment, not with its size.
      boolean atEnd = ended || batch.recordCount() == 1;
      topic.sticky.appended(sizeBytes, settings.batchSizeBytes(), atEnd);
    }
  }

  private PartitionQueue queue(String name, TopicQueues topic, int partition) {
    return topic.byPartition.computeIfAbsent(
        partition,
        index -> new PartitionQueue(new TopicPartition(name, index), settings.maxInFlight() == 1));
  }

  private ProducerBatch begin(PartitionQueue queue) {
    metadata.want(queue.partition.topic());
    RecordBatchBuilder builder = spares.pollLast();
    if (builder == null) {
      builder = new RecordBatchBuilder();
    }
    builder.open(settings.compression(), settings.compressionLevel());
    return new ProducerBatch(queue.partition, live.nextNumber(), loop.monotonicMs(), builder);
  }

  // Only with a record in it: an error may have come in between, and nobody sends an empty one.
  private void enter(PartitionQueue queue, ProducerBatch batch) {
    queue.add(batch);
    live.add(batch);
    if (settings.lingerMs() == 0 || memory.isShort()) {
      onDue.accept(queue);
    } else {
      loop.schedule(settings.lingerMs(), () -> onDue.accept(queue));
    }
  }

  private int stickyPartition(String name, TopicQueues topic) {
    if (topic.sticky.current() == StickyPartition.NONE) {
      TopicSnapshot known = metadata.snapshot().topic(name);
      // The sender made sure of the topic, but it may have gone since.
      List<PartitionSnapshot> partitions = known == null ? List.of() : known.partitions();
      if (partitions.isEmpty()) {
        return 0;
      }
      int[] waiting = new int[partitions.size()];
      for (int i = 0; i < waiting.length; i++) {
        PartitionSnapshot partition = partitions.get(i);
        PartitionQueue queue = topic.byPartition.get(partition.index());
        int batches = queue == null ? 0 : queue.waitingCount();
        waiting[i] = partition.hasLeader() ? batches : -1;
      }
      int drawn = StickyPartition.draw(waiting, settings.adaptivePartitions(), loop.random());
      topic.sticky.choose(partitions.get(drawn).index());
    }
    return topic.sticky.current();
  }

  /** The queue of a partition that records were appended to. */
  @Nullable PartitionQueue find(TopicPartition partition) {
    TopicQueues topic = topics.get(partition.topic());
    return topic == null ? null : topic.byPartition.get(partition.partition());
  }

  /** Every queue: for a flush, or when memory is short. */
  void forEach(Consumer<PartitionQueue> action) {
    topics.values().forEach(topic -> topic.byPartition.values().forEach(action));
  }

  /** Finishes a batch's bytes, and keeps the builder for another. */
  void close(ProducerBatch batch) {
    keep(batch.close());
  }

  /** Keeps the builder of a batch that will not be sent. */
  void discard(ProducerBatch batch) {
    keep(batch.discard());
  }

  private void keep(@Nullable RecordBatchBuilder builder) {
    if (builder != null) {
      if (spares.size() < SPARE_BUILDERS) {
        spares.addLast(builder);
      } else {
        builder.close();
      }
    }
  }

  void closeSpares() {
    spares.forEach(RecordBatchBuilder::close);
    spares.clear();
  }
}
