package io.classickafka.api;

import io.classickafka.config.BrokerConfig;
import io.classickafka.controller.Controller;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiKey;
import io.classickafka.security.Authorizer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The APIs about the cluster, its topics and their settings.
 *
 * @param config the configuration in force
 * @param creator reaches the controller, wherever it is
 */
public record ClusterApis(
    int brokerId,
    String clusterId,
    MetadataCache cache,
    Controller controller,
    Supplier<BrokerConfig> config,
    TopicConfigs topicConfigs,
    TopicCreator creator,
    SettingsWriter settingsWriter,
    LoggerLevels loggers,
    Authorizer authorizer) {

  /**
   * Adds the handlers.
   *
   * @param offsetsPartitions how many partitions the offsets topic has, by which the coordinators
   *     of groups are found
   */
  public void register(ApiRegistry.Builder registry, IntSupplier offsetsPartitions) {
    Permissions permissions = new Permissions(authorizer);
    AutoCreation creation = new AutoCreation(cache, creator, config);
    SettingsAlteration alteration =
        new SettingsAlteration(cache, brokerId, settingsWriter, loggers, permissions);
    registry
        .register(
            ApiKey.METADATA, new MetadataHandler(cache, config, creation, permissions, clusterId))
        .register(
            ApiKey.DESCRIBE_CLUSTER, new DescribeClusterHandler(cache, permissions, clusterId))
        .register(ApiKey.CREATE_TOPICS, new CreateTopicsHandler(controller, config, permissions))
        .register(
            ApiKey.DELETE_TOPICS, new DeleteTopicsHandler(controller, cache, config, permissions))
        .register(ApiKey.CREATE_PARTITIONS, new CreatePartitionsHandler(controller, permissions))
        .register(
            ApiKey.DESCRIBE_CONFIGS,
            new DescribeConfigsHandler(cache, brokerId, config, topicConfigs, loggers, permissions))
        .register(ApiKey.ALTER_CONFIGS, new AlterConfigsHandler(alteration))
        .register(ApiKey.INCREMENTAL_ALTER_CONFIGS, new IncrementalAlterConfigsHandler(alteration))
        .register(ApiKey.ELECT_LEADERS, new ElectLeadersHandler(controller, permissions))
        .register(
            ApiKey.ALTER_PARTITION_REASSIGNMENTS,
            new AlterPartitionReassignmentsHandler(controller, permissions))
        .register(
            ApiKey.LIST_PARTITION_REASSIGNMENTS,
            new ListPartitionReassignmentsHandler(controller, permissions))
        .register(
            ApiKey.UPDATE_FEATURES, new UpdateFeaturesHandler(controller, config, permissions))
        .register(ApiKey.CONTROLLED_SHUTDOWN, new ControlledShutdownHandler(controller))
        .register(ApiKey.ALLOCATE_PRODUCER_IDS, new AllocateProducerIdsHandler(controller))
        .register(ApiKey.ALTER_PARTITION, new AlterPartitionHandler(controller))
        .register(
            ApiKey.FIND_COORDINATOR,
            new FindCoordinatorHandler(cache, creation, permissions, offsetsPartitions));
  }
}
