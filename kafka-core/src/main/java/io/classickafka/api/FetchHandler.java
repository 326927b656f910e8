package io.classickafka.api;

import io.classickafka.log.ConversionCost;
import io.classickafka.log.ReadResult;
import io.classickafka.metadata.BrokerImage;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.FetchResponse.FetchableTopicResponse;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import io.classickafka.record.RecordBatch;
import io.classickafka.replica.FetchAnswer;
import io.classickafka.replica.FetchCall;
import io.classickafka.replica.FetchEnd;
import io.classickafka.replica.FetchKey;
import io.classickafka.replica.FetchReply;
import io.classickafka.replica.FetchSessions;
import io.classickafka.replica.FetchTarget;
import io.classickafka.replica.FetchTerms;
import io.classickafka.replica.FollowerIdentity;
import io.classickafka.replica.ReplicaChoice;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.seam.Payload;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Fetch, for consumers and followers: reads the request, lets the sessions answer, writes. */
public final class FetchHandler implements ApiHandler {

  private static final short FIRST_WITH_MAX_BYTES = 3;
  private static final short FIRST_WITH_MAGIC_1 = 2;
  private static final short FIRST_WITH_MAGIC_2 = 4;
  private static final short FIRST_WITH_STORAGE_ERROR = 6;
  private static final short FIRST_WITH_ZSTD = 10;
  private static final short FIRST_FROM_ANY_REPLICA = 11;
  private static final short FIRST_WITH_IDS = 13;
  private static final short FIRST_WITH_REPLICA_STATE = 15;
  private static final short FIRST_WITH_HINTS = 16;

  private final FetchSessions sessions;
  private final MetadataCache metadata;
  private final Permissions permissions;
  private final IntSupplier fetchMaxBytes;
  private final TopicMetrics metrics;
  private final boolean rackAware;

  /**
   * A handler.
   *
   * @param fetchMaxBytes {@code fetch.max.bytes} as it is now
   * @param rackAware whether consumers are sent to replicas in their rack
   */
  public FetchHandler(
      FetchSessions sessions,
      MetadataCache metadata,
      Authorizer authorizer,
      IntSupplier fetchMaxBytes,
      TopicMetrics metrics,
      boolean rackAware) {
    this.sessions = sessions;
    this.metadata = metadata;
    this.permissions = new Permissions(authorizer);
    this.fetchMaxBytes = fetchMaxBytes;
    this.metrics = metrics;
    this.rackAware = rackAware;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    FetchRequest request = (FetchRequest) message;
    short version = context.version();
    if (request.isolationLevel() < 0 || request.isolationLevel() > 1) {
      context.respond(failure(message, version, ErrorCode.INVALID_REQUEST));
      return;
    }
    FetchTerms terms = terms(request, context);
    FetchCall call =
        new FetchCall(
            terms,
            request.sessionId(),
            request.sessionEpoch(),
            version >= FIRST_WITH_IDS,
            listed(request, version),
            forgotten(request, version),
            new View(context, terms.fromFollower()));
    FetchEnd end = new FetchEnd();
    context.onDropped(end::now);
    if (terms.fromFollower()) {
      // It has something else to ask, or is to be left alone.
      context.onHurried(end::now);
    }
    // Everything was taken out of the request; a long poll must not hold on to its bytes.
    context.releaseFrame();
    sessions.fetch(call, context.loop(), end, reply -> answer(context, terms, call, reply));
  }

  /** Sends consumers that name their rack to a replica there, if the broker is set up to. */
  private @Nullable ReplicaChoice choice(String rack, String listener) {
    if (!rackAware || rack.isEmpty()) {
      return null;
    }
    MetadataImage image = metadata.image();
    return ReplicaChoice.sameRack(
        rack,
        id -> {
          BrokerImage broker = image.brokers().get(id);
          return broker == null || broker.endpoint(listener) == null ? null : broker.rack();
        });
  }

  private FetchTerms terms(FetchRequest request, RequestContext context) {
    short version = context.version();
    int replicaId =
        version >= FIRST_WITH_REPLICA_STATE
            ? request.replicaState().replicaId()
            : request.replicaId();
    boolean limited = version >= FIRST_WITH_MAX_BYTES;
    int asked = limited ? Math.max(0, request.maxBytes()) : Integer.MAX_VALUE;
    byte magic =
        version >= FIRST_WITH_MAGIC_2
            ? RecordBatch.MAGIC_2
            : version >= FIRST_WITH_MAGIC_1 ? RecordBatch.MAGIC_1 : RecordBatch.MAGIC_0;
    boolean follower = replicaId >= 0;
    return new FetchTerms(
        replicaId,
        request.maxWaitMs(),
        request.minBytes(),
        Math.min(asked, fetchMaxBytes.getAsInt()),
        request.isolationLevel() == 1,
        !limited,
        !follower
            && (version >= FIRST_FROM_ANY_REPLICA || replicaId == FetchTerms.DEBUGGING_CONSUMER),
        magic,
        version >= FIRST_WITH_ZSTD,
        version >= FIRST_WITH_REPLICA_STATE
            ? request.replicaState().replicaEpoch()
            : FetchTerms.NO_REPLICA_EPOCH,
        FollowerIdentity.isOurs(context.clientId()),
        follower || version < FIRST_FROM_ANY_REPLICA
            ? null
            : choice(request.rackId(), context.listener()),
        follower && FollowerIdentity.isPatient(context.clientId())
            ? FollowerIdentity.PATIENCE_MS
            : 0);
  }

  private static List<FetchCall.Listed> listed(FetchRequest request, short version) {
    List<FetchCall.Listed> listed = new ArrayList<>(request.topics().size());
    for (FetchRequest.FetchTopic topic : request.topics()) {
      for (FetchRequest.FetchPartition partition : topic.partitions()) {
        listed.add(
            new FetchCall.Listed(
                key(topic.topic(), topic.topicId(), partition.partition(), version),
                new FetchTarget(
                    partition.fetchOffset(),
                    partition.logStartOffset(),
                    partition.partitionMaxBytes(),
                    partition.currentLeaderEpoch(),
                    partition.lastFetchedEpoch())));
      }
    }
    return listed;
  }

  private static List<FetchKey> forgotten(FetchRequest request, short version) {
    List<FetchKey> forgotten = new ArrayList<>();
    for (FetchRequest.ForgottenTopic topic : request.forgottenTopicsData()) {
      for (int partition : topic.partitions()) {
        forgotten.add(key(topic.topic(), topic.topicId(), partition, version));
      }
    }
    return forgotten;
  }

  private static FetchKey key(String topic, Uuid topicId, int partition, short version) {
    return version >= FIRST_WITH_IDS
        ? FetchKey.byId(topicId, partition)
        : FetchKey.byName(topic, partition);
  }

  /** The topics as one sender may see them. */
  private final class View implements FetchCall.View {
    private final RequestContext context;
    private final boolean follower;

    View(RequestContext context, boolean follower) {
      this.context = context;
      this.follower = follower;
    }

    @Override
    public @Nullable String topicName(Uuid topicId) {
      return metadata.image().topicNames().get(topicId);
    }

    @Override
    public ErrorCode admits(String topic, int partition) {
      boolean allowed =
          follower
              ? permissions.onCluster(context, Operation.CLUSTER_ACTION)
              : permissions.onTopic(context, Operation.READ, topic);
      if (!allowed) {
        return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
      }
      return metadata.image().partition(topic, partition) == null
          ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
          : ErrorCode.NONE;
    }
  }

  private void answer(RequestContext context, FetchTerms terms, FetchCall call, FetchReply reply) {
    FetchResponse response;
    try {
      response = response(context, terms, call, reply);
    } catch (RuntimeException | Error e) {
      reply.entries().forEach(entry -> entry.records().release());
      context.fail(e);
      return;
    }
    context.respond(response);
  }

  private FetchResponse response(
      RequestContext context, FetchTerms terms, FetchCall call, FetchReply reply) {
    LeaderHints hints = new LeaderHints(metadata.image(), context.listener());
    FetchResponse response =
        new FetchResponse().errorCode(reply.error().code()).sessionId(reply.sessionId());
    List<FetchableTopicResponse> topics = response.responses();
    FetchKey last = null;
    ConversionCost conversion = ConversionCost.NONE;
    for (FetchReply.Entry entry : reply.entries()) {
      FetchKey key = entry.key();
      boolean sameTopic =
          last != null && last.topic().equals(key.topic()) && last.topicId().equals(key.topicId());
      if (!sameTopic) {
        topics.add(new FetchableTopicResponse().topic(key.topic()).topicId(key.topicId()));
        last = key;
      }
      String name = call.usesTopicIds() ? call.view().topicName(key.topicId()) : key.topic();
      PartitionData data = partition(entry, context.version(), name, hints);
      topics.get(topics.size() - 1).partitions().add(data);
      count(name, terms, entry);
      conversion = conversion.plus(entry.answer().conversion());
    }
    context.converted(conversion);
    for (LeaderHints.Node node : hints.nodes()) {
      response
          .nodeEndpoints()
          .add(
              new FetchResponse.NodeEndpoint()
                  .nodeId(node.id())
                  .host(node.host())
                  .port(node.port())
                  .rack(node.rack()));
    }
    return response;
  }

  private void count(@Nullable String topic, FetchTerms terms, FetchReply.Entry entry) {
    if (topic == null || entry.answer().error() != ErrorCode.NONE) {
      return;
    }
    TopicMetrics.Topic figures = metrics.topic(topic);
    figures.mark(TopicMetrics.Kind.FETCH_REQUESTS, 1);
    long converted = entry.answer().conversion().records();
    if (converted > 0) {
      figures.mark(TopicMetrics.Kind.FETCH_CONVERSIONS, converted);
    }
    int bytes = entry.records().sizeBytes();
    if (bytes > 0
        && terms.fromFollower()
        && sessions.isBeingAdded(topic, entry.key().partition(), terms.replicaId())) {
      metrics.markAll(TopicMetrics.Kind.REASSIGNMENT_BYTES_OUT, bytes);
    }
    if (bytes > 0) {
      figures.mark(
          terms.fromFollower()
              ? TopicMetrics.Kind.REPLICATION_BYTES_OUT
              : TopicMetrics.Kind.BYTES_OUT,
          bytes);
    }
  }

  private static PartitionData partition(
      FetchReply.Entry entry, short version, @Nullable String topic, LeaderHints hints) {
    FetchAnswer answer = entry.answer();
    ErrorCode error = answer.error();
    if (error == ErrorCode.KAFKA_STORAGE_ERROR && version < FIRST_WITH_STORAGE_ERROR) {
      error = ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    PartitionData data =
        new PartitionData()
            .partitionIndex(entry.key().partition())
            .errorCode(error.code())
            .highWatermark(answer.highWatermark())
            .lastStableOffset(answer.lastStableOffset())
            .logStartOffset(answer.logStartOffset())
            .abortedTransactions(aborted(answer.aborted()))
            .preferredReadReplica(answer.preferredReplica())
            .records(entry.records());
    if (answer.diverging() != null) {
      data.divergingEpoch(
          new FetchResponse.EpochEndOffset()
              .epoch(answer.diverging().leaderEpoch())
              .endOffset(answer.diverging().endOffset()));
    }
    boolean hinted =
        error == ErrorCode.NOT_LEADER_OR_FOLLOWER || error == ErrorCode.FENCED_LEADER_EPOCH;
    if (version >= FIRST_WITH_HINTS && hinted && topic != null) {
      PartitionImage leader = hints.leaderOf(topic, entry.key().partition());
      if (leader != null) {
        data.currentLeader(
            new FetchResponse.LeaderIdAndEpoch()
                .leaderId(leader.leader())
                .leaderEpoch(leader.leaderEpoch()));
      }
    }
    return data;
  }

  private static @Nullable List<FetchResponse.AbortedTransaction> aborted(
      @Nullable List<ReadResult.AbortedTransaction> aborted) {
    if (aborted == null) {
      return null;
    }
    List<FetchResponse.AbortedTransaction> listed = new ArrayList<>(aborted.size());
    for (ReadResult.AbortedTransaction transaction : aborted) {
      listed.add(
          new FetchResponse.AbortedTransaction()
              .producerId(transaction.producerId())
              .firstOffset(transaction.firstOffset()));
    }
    return listed;
  }

  @Override
  public void discard(ApiMessage response) {
    for (FetchableTopicResponse topic : ((FetchResponse) response).responses()) {
      for (PartitionData partition : topic.partitions()) {
        Payload records = partition.records();
        if (records != null) {
          records.release();
        }
      }
    }
  }

  @Override
  public FetchResponse failure(ApiMessage message, short version, ErrorCode error) {
    FetchRequest request = (FetchRequest) message;
    List<FetchableTopicResponse> topics = new ArrayList<>();
    for (FetchRequest.FetchTopic topic : request.topics()) {
      FetchableTopicResponse failed =
          new FetchableTopicResponse().topic(topic.topic()).topicId(topic.topicId());
      for (FetchRequest.FetchPartition partition : topic.partitions()) {
        FetchKey key = key(topic.topic(), topic.topicId(), partition.partition(), version);
        FetchAnswer answer = FetchAnswer.failed(error);
        failed
            .partitions()
            .add(
                partition(
                    new FetchReply.Entry(key, answer, answer.records()),
                    version,
                    null,
                    new LeaderHints(metadata.image(), "")));
      }
      topics.add(failed);
    }
    return new FetchResponse().errorCode(error.code()).responses(topics);
  }
}
