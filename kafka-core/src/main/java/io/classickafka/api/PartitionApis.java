package io.classickafka.api;

import io.classickafka.log.LogDirs;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.replica.FetchSessions;
import io.classickafka.replica.PartitionRegistry;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.security.Authorizer;
import io.classickafka.transaction.ProducerIds;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The APIs that write and read partitions, and those by which the controller commands replicas.
 *
 * @param sessions over the network loops
 * @param background for questions to the file systems
 * @param metadataUpdate puts an UpdateMetadata request into the cache; called on the cache's loop
 * @param fetchMaxBytes {@code fetch.max.bytes} as it is now
 * @param rackAware whether consumers are sent to replicas in their rack
 */
public record PartitionApis(
    Replicas replicas,
    FetchSessions sessions,
    LogDirs logDirs,
    Executor background,
    MetadataCache metadata,
    Consumer<UpdateMetadataRequest> metadataUpdate,
    ProducerIds producerIds,
    Authorizer authorizer,
    IntSupplier fetchMaxBytes,
    boolean rackAware,
    TopicMetrics metrics,
    ControlFence fence) {

  /** Adds the handlers. */
  public void register(ApiRegistry.Builder registry) {
    PartitionRegistry partitions = replicas.registry();
    registry
        .register(ApiKey.PRODUCE, new ProduceHandler(partitions, metadata, authorizer, metrics))
        .register(
            ApiKey.FETCH,
            new FetchHandler(sessions, metadata, authorizer, fetchMaxBytes, metrics, rackAware))
        .register(ApiKey.LIST_OFFSETS, new ListOffsetsHandler(partitions, metadata, authorizer))
        .register(
            ApiKey.OFFSET_FOR_LEADER_EPOCH,
            new OffsetForLeaderEpochHandler(partitions, metadata, authorizer))
        .register(ApiKey.DELETE_RECORDS, new DeleteRecordsHandler(partitions, metadata, authorizer))
        .register(
            ApiKey.DESCRIBE_LOG_DIRS, new DescribeLogDirsHandler(logDirs, background, authorizer))
        .register(
            ApiKey.ALTER_REPLICA_LOG_DIRS,
            new AlterReplicaLogDirsHandler(replicas, metadata, authorizer))
        .register(
            ApiKey.INIT_PRODUCER_ID, new InitProducerIdHandler(producerIds, metadata, authorizer))
        .register(ApiKey.LEADER_AND_ISR, new LeaderAndIsrHandler(replicas, fence))
        .register(ApiKey.STOP_REPLICA, new StopReplicaHandler(replicas, metadata, fence))
        .register(
            ApiKey.UPDATE_METADATA, new UpdateMetadataHandler(metadata, metadataUpdate, fence));
  }
}
