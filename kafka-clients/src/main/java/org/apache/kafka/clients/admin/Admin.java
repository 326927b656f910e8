package org.apache.kafka.clients.admin;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Looks after topics, settings and the cluster; see {@link AdminClient#create}. */
public interface Admin extends AutoCloseable {

  /** A client with the settings, {@code bootstrap.servers} among them. */
  static Admin create(Properties props) {
    return KafkaAdminClient.open(props);
  }

  /** A client with the settings, {@code bootstrap.servers} among them. */
  static Admin create(Map<String, Object> conf) {
    return KafkaAdminClient.open(conf);
  }

  @Override
  default void close() {
    close(Duration.ofMillis(Long.MAX_VALUE));
  }

  /** Refuses new calls, and ends those that are not done when the time is up. */
  void close(Duration timeout);

  default CreateTopicsResult createTopics(Collection<NewTopic> newTopics) {
    return createTopics(newTopics, new CreateTopicsOptions());
  }

  CreateTopicsResult createTopics(Collection<NewTopic> newTopics, CreateTopicsOptions options);

  default DeleteTopicsResult deleteTopics(Collection<String> topics) {
    return deleteTopics(TopicCollection.ofTopicNames(topics), new DeleteTopicsOptions());
  }

  default DeleteTopicsResult deleteTopics(Collection<String> topics, DeleteTopicsOptions options) {
    return deleteTopics(TopicCollection.ofTopicNames(topics), options);
  }

  default DeleteTopicsResult deleteTopics(TopicCollection topics) {
    return deleteTopics(topics, new DeleteTopicsOptions());
  }

  DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options);

  default ListTopicsResult listTopics() {
    return listTopics(new ListTopicsOptions());
  }

  ListTopicsResult listTopics(ListTopicsOptions options);

  default DescribeTopicsResult describeTopics(Collection<String> topicNames) {
    return describeTopics(TopicCollection.ofTopicNames(topicNames), new DescribeTopicsOptions());
  }

  default DescribeTopicsResult describeTopics(
      Collection<String> topicNames, DescribeTopicsOptions options) {
    return describeTopics(TopicCollection.ofTopicNames(topicNames), options);
  }

  default DescribeTopicsResult describeTopics(TopicCollection topics) {
    return describeTopics(topics, new DescribeTopicsOptions());
  }

  DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options);

  default DescribeClusterResult describeCluster() {
    return describeCluster(new DescribeClusterOptions());
  }

  DescribeClusterResult describeCluster(DescribeClusterOptions options);

  default DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources) {
    return describeConfigs(resources, new DescribeConfigsOptions());
  }

  DescribeConfigsResult describeConfigs(
      Collection<ConfigResource> resources, DescribeConfigsOptions options);

  default ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> topicPartitionOffsets) {
    return listOffsets(topicPartitionOffsets, new ListOffsetsOptions());
  }

  ListOffsetsResult listOffsets(
      Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options);

  /** Replaces all settings of resources; {@link #incrementalAlterConfigs} leaves the others. */
  @Deprecated
  default AlterConfigsResult alterConfigs(Map<ConfigResource, Config> configs) {
    return alterConfigs(configs, new AlterConfigsOptions());
  }

  /** Replaces all settings of resources; {@link #incrementalAlterConfigs} leaves the others. */
  @Deprecated
  AlterConfigsResult alterConfigs(Map<ConfigResource, Config> configs, AlterConfigsOptions options);

  default AlterConfigsResult incrementalAlterConfigs(
      Map<ConfigResource, Collection<AlterConfigOp>> configs) {
    return incrementalAlterConfigs(configs, new AlterConfigsOptions());
  }

  AlterConfigsResult incrementalAlterConfigs(
      Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options);

  default CreatePartitionsResult createPartitions(Map<String, NewPartitions> newPartitions) {
    return createPartitions(newPartitions, new CreatePartitionsOptions());
  }

  CreatePartitionsResult createPartitions(
      Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options);

  default DeleteRecordsResult deleteRecords(Map<TopicPartition, RecordsToDelete> recordsToDelete) {
    return deleteRecords(recordsToDelete, new DeleteRecordsOptions());
  }

  DeleteRecordsResult deleteRecords(
      Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options);

  default DescribeLogDirsResult describeLogDirs(Collection<Integer> brokers) {
    return describeLogDirs(brokers, new DescribeLogDirsOptions());
  }

  DescribeLogDirsResult describeLogDirs(
      Collection<Integer> brokers, DescribeLogDirsOptions options);

  default DescribeReplicaLogDirsResult describeReplicaLogDirs(
      Collection<TopicPartitionReplica> replicas) {
    return describeReplicaLogDirs(replicas, new DescribeReplicaLogDirsOptions());
  }

  DescribeReplicaLogDirsResult describeReplicaLogDirs(
      Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options);

  /** Moves replicas between the log directories of their brokers. */
  default AlterReplicaLogDirsResult alterReplicaLogDirs(
      Map<TopicPartitionReplica, String> replicaAssignment) {
    return alterReplicaLogDirs(replicaAssignment, new AlterReplicaLogDirsOptions());
  }

  AlterReplicaLogDirsResult alterReplicaLogDirs(
      Map<TopicPartitionReplica, String> replicaAssignment, AlterReplicaLogDirsOptions options);

  default ElectLeadersResult electLeaders(
      ElectionType electionType, @Nullable Set<TopicPartition> partitions) {
    return electLeaders(electionType, partitions, new ElectLeadersOptions());
  }

  /** Has leaders elected; null for all partitions that may need it. */
  ElectLeadersResult electLeaders(
      ElectionType electionType,
      @Nullable Set<TopicPartition> partitions,
      ElectLeadersOptions options);

  default AlterPartitionReassignmentsResult alterPartitionReassignments(
      Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments) {
    return alterPartitionReassignments(reassignments, new AlterPartitionReassignmentsOptions());
  }

  /** Moves replicas, or gives up moves under way where nothing is given. */
  AlterPartitionReassignmentsResult alterPartitionReassignments(
      Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
      AlterPartitionReassignmentsOptions options);

  default ListPartitionReassignmentsResult listPartitionReassignments() {
    return listPartitionReassignments(new ListPartitionReassignmentsOptions());
  }

  default ListPartitionReassignmentsResult listPartitionReassignments(
      Set<TopicPartition> partitions) {
    return listPartitionReassignments(partitions, new ListPartitionReassignmentsOptions());
  }

  default ListPartitionReassignmentsResult listPartitionReassignments(
      Set<TopicPartition> partitions, ListPartitionReassignmentsOptions options) {
    return listPartitionReassignments(Optional.of(partitions), options);
  }

  default ListPartitionReassignmentsResult listPartitionReassignments(
      ListPartitionReassignmentsOptions options) {
    return listPartitionReassignments(Optional.empty(), options);
  }

  /** The moves of replicas under way, among some partitions or all. */
  ListPartitionReassignmentsResult listPartitionReassignments(
      Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options);

  default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(String groupId) {
    return listConsumerGroupOffsets(groupId, new ListConsumerGroupOffsetsOptions());
  }

  @SuppressWarnings("deprecation") // What older applications say in the options is honoured.
  default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
      String groupId, ListConsumerGroupOffsetsOptions options) {
    return listConsumerGroupOffsets(
        Collections.singletonMap(
            groupId, new ListConsumerGroupOffsetsSpec().topicPartitions(options.topicPartitions())),
        options);
  }

  default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
      Map<String, ListConsumerGroupOffsetsSpec> groupSpecs) {
    return listConsumerGroupOffsets(groupSpecs, new ListConsumerGroupOffsetsOptions());
  }

  /** What groups have committed. */
  ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
      Map<String, ListConsumerGroupOffsetsSpec> groupSpecs,
      ListConsumerGroupOffsetsOptions options);

  default AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
      String groupId, Map<TopicPartition, OffsetAndMetadata> offsets) {
    return alterConsumerGroupOffsets(groupId, offsets, new AlterConsumerGroupOffsetsOptions());
  }

  /** Sets what a group has committed; the group must have no members. */
  AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
      String groupId,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      AlterConsumerGroupOffsetsOptions options);

  default DescribeFeaturesResult describeFeatures() {
    return describeFeatures(new DescribeFeaturesOptions());
  }

  DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options);

  UpdateFeaturesResult updateFeatures(
      Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options);

  /** The figures that the client keeps. */
  Map<MetricName, ? extends Metric> metrics();
}
