package io.classickafka.replica;

import com.codahale.metrics.Meter;
import io.classickafka.log.Origin;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.record.RecordFault;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is produced and fetched, of all topics together and of each. Thread-safe. */
public final class TopicMetrics {

  private final MetricsRegistry registry;
  private final Map<String, Topic> topics = new ConcurrentHashMap<>();
  private final Topic all;

  /** Registers the meters of all topics together; those of a topic come with its traffic. */
  public TopicMetrics(MetricsRegistry registry) {
    this.registry = registry;
    this.all = new Topic(null);
    for (Kind kind : Kind.values()) {
      all.meter(kind);
    }
  }

  /** What is counted, with its name in JMX and its unit. */
  public enum Kind {
    MESSAGES_IN("MessagesInPerSec", "messages"),
    BYTES_IN("BytesInPerSec", "bytes"),
    BYTES_OUT("BytesOutPerSec", "bytes"),
    BYTES_REJECTED("BytesRejectedPerSec", "bytes"),
    REPLICATION_BYTES_IN("ReplicationBytesInPerSec", "bytes"),
    REPLICATION_BYTES_OUT("ReplicationBytesOutPerSec", "bytes"),
    PRODUCE_REQUESTS("TotalProduceRequestsPerSec", "requests"),
    FETCH_REQUESTS("TotalFetchRequestsPerSec", "requests"),
    FAILED_PRODUCES("FailedProduceRequestsPerSec", "requests"),
    FAILED_FETCHES("FailedFetchRequestsPerSec", "requests"),
    PRODUCE_CONVERSIONS("ProduceMessageConversionsPerSec", "requests"),
    FETCH_CONVERSIONS("FetchMessageConversionsPerSec", "requests"),

    // Of all topics only.
    REASSIGNMENT_BYTES_IN("ReassignmentBytesInPerSec", "bytes"),
    REASSIGNMENT_BYTES_OUT("ReassignmentBytesOutPerSec", "bytes"),
    WRONG_MAGIC("InvalidMagicNumberRecordsPerSec", "requests"),
    WRONG_CRC("InvalidMessageCrcRecordsPerSec", "requests"),
    WRONG_SEQUENCE("InvalidOffsetOrSequenceRecordsPerSec", "requests"),
    NO_KEY("NoKeyCompactedTopicRecordsPerSec", "requests");

    private final String bean;
    private final String unit;

    Kind(String bean, String unit) {
      this.bean = bean;
      this.unit = unit;
    }
  }

  /** Counts for a topic and for all topics. */
  public void mark(String topic, Kind kind, long count) {
    topic(topic).mark(kind, count);
  }

  /** Counts what is counted for all topics only. */
  public void markAll(Kind kind, long count) {
    all.mark(kind, count);
  }

  /**
   * Counts what was refused because of the records themselves.
   *
   * @param records how many single records are at fault, 0 when their batch is
   */
  void onRejected(RecordFault fault, int records) {
    Kind kind =
        switch (fault) {
          case MAGIC, OLD_MAGIC -> Kind.WRONG_MAGIC;
          case CRC, INNER_CRC -> Kind.WRONG_CRC;
          case BASE_OFFSET, OFFSET_DELTA, INNER_OFFSET, PRODUCER -> Kind.WRONG_SEQUENCE;
          case KEY_MISSING -> Kind.NO_KEY;
          default -> null;
        };
    if (kind != null) {
      all.mark(kind, Math.max(1, records));
    }
  }

  /** The meters of one topic. */
  public Topic topic(String name) {
    Topic known = topics.get(name);
    return known != null ? known : topics.computeIfAbsent(name, Topic::new);
  }

  /** The topic has no partition here any more. */
  void forget(String name) {
    topics.remove(name);
    for (Kind kind : Kind.values()) {
      registry.remove(bean(name, kind));
    }
  }

  private static BeanName bean(@Nullable String topic, Kind kind) {
    BeanName bean = BeanName.of("kafka.server", "BrokerTopicMetrics", kind.bean);
    return topic == null ? bean : bean.with("topic", topic);
  }

  /** The meters of one topic, or of all. */
  public final class Topic {
    private final @Nullable String name;
    private final @Nullable Meter[] meters = new Meter[Kind.values().length];

    private Topic(@Nullable String name) {
      this.name = name;
    }

    /** Counts for this topic and for all topics. */
    public void mark(Kind kind, long count) {
      meter(kind).mark(count);
      if (this != all) {
        all.meter(kind).mark(count);
      }
    }

    /** Counts what was appended as leader; clients' requests are counted where they end. */
    void onAppended(Origin origin, long records, long bytes) {
      if (origin == Origin.COORDINATOR) {
        mark(Kind.PRODUCE_REQUESTS, 1);
      }
      mark(Kind.MESSAGES_IN, records);
      mark(Kind.BYTES_IN, bytes);
    }

    /**
     * Counts what was copied from the leader.
     *
     * @param added whether the replica here is being added to the partition
     */
    void onCopied(int bytes, boolean added) {
      mark(Kind.REPLICATION_BYTES_IN, bytes);
      if (added) {
        markAll(Kind.REASSIGNMENT_BYTES_IN, bytes);
      }
    }

    /** Two threads may both ask the registry, which gives them the same meter. */
    private Meter meter(Kind kind) {
      Meter meter = meters[kind.ordinal()];
      if (meter == null) {
        meter = registry.meter(bean(name, kind), kind.unit);
        meters[kind.ordinal()] = meter;
      }
      return meter;
    }
  }
}
