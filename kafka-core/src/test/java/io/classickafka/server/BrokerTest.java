package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.client.ResponseHandler;
import io.classickafka.config.BrokerConfig;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse;
import io.classickafka.protocol.message.AlterPartitionRequest;
import io.classickafka.protocol.message.AlterPartitionResponse;
import io.classickafka.protocol.message.ApiVersionsRequest;
import io.classickafka.protocol.message.ApiVersionsResponse;
import io.classickafka.protocol.message.CreateTopicsRequest;
import io.classickafka.protocol.message.CreateTopicsResponse;
import io.classickafka.protocol.message.DeleteTopicsRequest;
import io.classickafka.protocol.message.DeleteTopicsResponse;
import io.classickafka.protocol.message.DescribeConfigsRequest;
import io.classickafka.protocol.message.DescribeConfigsResponse;
import io.classickafka.protocol.message.ElectLeadersRequest;
import io.classickafka.protocol.message.ElectLeadersResponse;
import io.classickafka.protocol.message.ListPartitionReassignmentsRequest;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.UpdateFeaturesRequest;
import io.classickafka.protocol.message.UpdateFeaturesResponse;
import io.classickafka.seam.netty.NettyTransport;
import io.classickafka.seam.netty.SocketOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole brokers in this process, against a real ZooKeeper server, over real sockets. */
class BrokerTest {

  @TempDir static Path shared;

  private static EmbeddedZooKeeper zooKeeper;
  private static int zooKeeperPort;
  private static int chroots;

  @TempDir Path folder;

  private final Map<String, String> settings = new LinkedHashMap<>();

  @BeforeAll
  static void startZooKeeper() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      zooKeeperPort = free.getLocalPort();
    }
    Properties properties = new Properties();
    properties.setProperty("dataDir", shared.resolve("zookeeper").toString());
    properties.setProperty("clientPort", Integer.toString(zooKeeperPort));
    properties.setProperty("clientPortAddress", "127.0.0.1");
    properties.setProperty("admin.enableServer", "false");
    properties.setProperty("4lw.commands.whitelist", "srvr");
    zooKeeper = EmbeddedZooKeeper.start(properties);
  }

  @AfterAll
  static void stopZooKeeper() {
    zooKeeper.close();
  }

  @BeforeEach
  void settings() {
    settings.put("broker.id", "3");
    settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
    settings.put("log.dirs", folder.resolve("logs").toString());
    settings.put("zookeeper.connect", "127.0.0.1:" + zooKeeperPort + "/cluster" + chroots++);
    settings.put("zookeeper.connection.timeout.ms", "5000");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
  }

  private BrokerProcess start() throws Exception {
    return BrokerProcess.start(BrokerConfig.parse(settings).orThrow());
  }

  /** One request to a broker, and its answer. */
  private static ApiMessage ask(BrokerProcess broker, ApiKey api, int version, ApiMessage request)
      throws Exception {
    NettyTransport transport = NettyTransport.start("client", 1, SocketOptions.DEFAULT);
    try {
      BrokerConnection connection =
          new BrokerConnection(
              transport.loops().get(0),
              transport,
              "127.0.0.1",
              broker.ports().getOrDefault("PLAINTEXT", 0),
              new ConnectionSettings("test", 5_000, 10_000, 100, 1_000, 1, 10, false));
      CompletableFuture<ApiMessage> answer = new CompletableFuture<>();
      connection
          .loop()
          .execute(
              () ->
                  connection.send(
                      api,
                      (short) version,
                      request,
                      new ResponseHandler() {
                        @Override
                        public void onResponse(ApiMessage response, short answered) {
                          answer.complete(response);
                        }

                        @Override
                        public void onFailure(Failure failure, String detail) {
                          answer.completeExceptionally(new AssertionError(failure + " " + detail));
                        }
                      }));
      return answer.get(15, TimeUnit.SECONDS);
    } finally {
      transport.shutdown();
    }
  }

  private static CreateTopicsResponse.CreatableTopicResult create(
      BrokerProcess broker, String name, int partitions, int replicas, String... configs)
      throws Exception {
    CreateTopicsRequest.CreatableTopic topic =
        new CreateTopicsRequest.CreatableTopic()
            .name(name)
            .numPartitions(partitions)
            .replicationFactor((short) replicas);
    for (int i = 0; i < configs.length; i += 2) {
      topic
          .configs()
          .add(
              new CreateTopicsRequest.CreatableTopicConfig()
                  .name(configs[i])
                  .value(configs[i + 1]));
    }
    CreateTopicsResponse response =
        (CreateTopicsResponse)
            ask(
                broker,
                ApiKey.CREATE_TOPICS,
                7,
                new CreateTopicsRequest().topics(List.of(topic)).timeoutMs(10_000));
    return response.topics().get(0);
  }

  private static MetadataResponse.MetadataResponseTopic metadata(
      BrokerProcess broker, String topic, boolean create) throws Exception {
    MetadataRequest request =
        new MetadataRequest()
            .topics(List.of(new MetadataRequest.MetadataRequestTopic().name(topic)))
            .allowAutoTopicCreation(create);
    return ((MetadataResponse) ask(broker, ApiKey.METADATA, 12, request)).topics().get(0);
  }

  @Test
  void topicsAreCreatedDescribedAndDeleted() throws Exception {
    BrokerProcess broker = start();
    try {
      CreateTopicsResponse.CreatableTopicResult created =
          create(broker, "orders", 3, 1, "retention.ms", "60000");
      assertThat(ErrorCode.of(created.errorCode())).isEqualTo(ErrorCode.NONE);
      assertThat(created.numPartitions()).isEqualTo(3);
      assertThat(created.configs()).isNotEmpty();

      MetadataResponse.MetadataResponseTopic described = metadata(broker, "orders", false);
      assertThat(described.topicId()).isEqualTo(created.topicId());
      assertThat(described.partitions()).hasSize(3);
      assertThat(described.partitions()).allMatch(partition -> partition.leaderId() == 3);

      DescribeConfigsResponse configs =
          (DescribeConfigsResponse)
              ask(
                  broker,
                  ApiKey.DESCRIBE_CONFIGS,
                  4,
                  new DescribeConfigsRequest()
                      .resources(
                          List.of(
                              new DescribeConfigsRequest.DescribeConfigsResource()
                                  .resourceType((byte) 2)
                                  .resourceName("orders")
                                  .configurationKeys(List.of("retention.ms")))));
      assertThat(configs.results().get(0).configs())
          .singleElement()
          .satisfies(
              config -> {
                assertThat(config.value()).isEqualTo("60000");
                assertThat(config.configSource()).isEqualTo((byte) 1);
              });

      assertThat(ErrorCode.of(create(broker, "orders", 1, 1).errorCode()))
          .isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS);
      assertThat(ErrorCode.of(create(broker, "a/b", 1, 1).errorCode()))
          .isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
      assertThat(ErrorCode.of(create(broker, "lonely", 1, 2).errorCode()))
          .isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR);
      assertThat(ErrorCode.of(create(broker, "odd", 1, 1, "no.such", "1").errorCode()))
          .isEqualTo(ErrorCode.INVALID_CONFIG);

      DeleteTopicsResponse deleted =
          (DeleteTopicsResponse)
              ask(
                  broker,
                  ApiKey.DELETE_TOPICS,
                  5,
                  new DeleteTopicsRequest().topicNames(List.of("orders")).timeoutMs(10_000));
      assertThat(ErrorCode.of(deleted.responses().get(0).errorCode())).isEqualTo(ErrorCode.NONE);
      assertThat(ErrorCode.of(metadata(broker, "orders", false).errorCode()))
          .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    } finally {
      broker.stop();
    }
  }

  @Test
  void metadataCreatesATopicAndAnswersWithItsLeader() throws Exception {
    BrokerProcess broker = start();
    try {
      MetadataResponse.MetadataResponseTopic topic = metadata(broker, "at-first-sight", true);
      assertThat(ErrorCode.of(topic.errorCode())).isEqualTo(ErrorCode.NONE);
      assertThat(topic.partitions()).singleElement().matches(p -> p.leaderId() == 3);
      assertThat(ErrorCode.of(metadata(broker, "unwanted", false).errorCode()))
          .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      assertThat(ErrorCode.of(metadata(broker, "not a name", true).errorCode()))
          .isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
    } finally {
      broker.stop();
    }
  }

  @Test
  void onlyWhatIsServedIsAdvertised() throws Exception {
    BrokerProcess broker = start();
    try {
      ApiVersionsRequest request =
          new ApiVersionsRequest().clientSoftwareName("test").clientSoftwareVersion("1");
      ApiVersionsResponse versions =
          (ApiVersionsResponse) ask(broker, ApiKey.API_VERSIONS, 4, request);
      assertThat(versions.apiKeys())
          .extracting(ApiVersionsResponse.ApiVersion::apiKey)
          .contains(ApiKey.PRODUCE.id(), ApiKey.FETCH.id(), ApiKey.METADATA.id())
          .doesNotContain(ApiKey.END_TXN.id(), ApiKey.SASL_HANDSHAKE.id())
          .isSorted();
    } finally {
      broker.stop();
    }
  }

  @Test
  void aBrokerComesBackWithItsTopicsAndItsName() throws Exception {
    BrokerProcess broker = start();
    create(broker, "kept", 2, 1);
    broker.stop();
    assertThat(folder.resolve("logs/.kafka_cleanshutdown")).exists();
    settings.remove("broker.id");
    BrokerProcess again = start();
    try {
      assertThat(again.brokerId()).isEqualTo(3);
      // The controller tells of the brokers first, then of the partitions they lead.
      MetadataResponse.MetadataResponseTopic kept = metadata(again, "kept", false);
      for (int i = 0; i < 100 && kept.partitions().isEmpty(); i++) {
        kept = metadata(again, "kept", false);
      }
      assertThat(kept.partitions()).hasSize(2).allMatch(partition -> partition.leaderId() == 3);
    } finally {
      again.stop();
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("listeners", "PLAINTEXT://127.0.0.1:" + taken.getLocalPort());
      assertThatThrownBy(this::start)
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("PLAINTEXT://127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void anUnreachableZooKeeperIsNamed() throws Exception {
    String address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + free.getLocalPort();
    }
    settings.put("zookeeper.connect", address);
    settings.put("zookeeper.connection.timeout.ms", "300");
    assertThatThrownBy(this::start)
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining(address);
  }

  @Test
  void theDataOfAnotherClusterIsRefused() throws Exception {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("logs/meta.properties"),
        "version=0\nbroker.id=3\ncluster.id=AAAAAAAAAAAAAAAAAAAAAA\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("belongs to cluster AAAAAAAAAAAAAAAAAAAAAA");
  }

  @Test
  void theDataOfAnotherBrokerIsRefused() throws Exception {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(folder.resolve("logs/meta.properties"), "version=0\nbroker.id=7\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("broker.id=7");
  }

  @Test
  void aLogDirectoryInUseIsNamed() throws Exception {
    BrokerProcess broker = start();
    try {
      settings.put("zookeeper.connect", "127.0.0.1:" + zooKeeperPort + "/other" + chroots++);
      assertThatThrownBy(this::start)
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("in use by another process");
    } finally {
      broker.stop();
    }
  }

  @Test
  void aLogDirectoryThatIsNoneIsNamed() throws Exception {
    Files.writeString(folder.resolve("logs"), "a file");
    assertThatThrownBy(this::start)
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining(folder.resolve("logs").toString());
  }

  @Test
  void aProtocolThatIsNotServedIsRefused() {
    settings.put("listeners", "SSL://127.0.0.1:0");
    settings.put("inter.broker.listener.name", "SSL");
    settings.put("listener.security.protocol.map", "SSL:SSL");
    assertThatThrownBy(this::start).isInstanceOf(Exception.class).hasMessageContaining("SSL");
  }

  @Test
  void electionsMovesAndFeaturesAreAnsweredByTheController() throws Exception {
    BrokerProcess broker = start();
    try {
      assertThat(create(broker, "t", 1, 1).errorCode()).isZero();
      ElectLeadersResponse elected =
          (ElectLeadersResponse)
              ask(
                  broker,
                  ApiKey.ELECT_LEADERS,
                  2,
                  new ElectLeadersRequest()
                      .topicPartitions(
                          List.of(
                              new ElectLeadersRequest.TopicPartitions()
                                  .topic("t")
                                  .partitions(List.of(0, 7)))));
      assertThat(elected.errorCode()).isZero();
      assertThat(elected.replicaElectionResults().get(0).partitionResult())
          .extracting(result -> ErrorCode.of(result.errorCode()))
          .containsExactlyInAnyOrder(
              ErrorCode.ELECTION_NOT_NEEDED, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);

      AlterPartitionReassignmentsResponse moved =
          (AlterPartitionReassignmentsResponse)
              ask(
                  broker,
                  ApiKey.ALTER_PARTITION_REASSIGNMENTS,
                  0,
                  new AlterPartitionReassignmentsRequest()
                      .topics(List.of(move("t", List.of(3, 9)), move("u", null))));
      assertThat(moved.responses())
          .extracting(topic -> ErrorCode.of(topic.partitions().get(0).errorCode()))
          .containsExactly(
              ErrorCode.INVALID_REPLICA_ASSIGNMENT, ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
      ListPartitionReassignmentsResponse ongoing =
          (ListPartitionReassignmentsResponse)
              ask(
                  broker,
                  ApiKey.LIST_PARTITION_REASSIGNMENTS,
                  0,
                  new ListPartitionReassignmentsRequest().topics(null));
      assertThat(ongoing.errorCode()).isZero();
      assertThat(ongoing.topics()).isEmpty();

      UpdateFeaturesResponse features = updateFeatures(broker);
      assertThat(features.errorCode()).isZero();
      assertThat(features.results())
          .extracting(result -> ErrorCode.of(result.errorCode()))
          .containsExactly(ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_REQUEST);
    } finally {
      broker.stop();
    }
  }

  /** Members are ids until version 2; the code for one that may not join is known from then on. */
  @Test
  void everyVersionProposesAnInSyncSet() throws Exception {
    BrokerProcess broker = start();
    try {
      Uuid id = create(broker, "t", 1, 1).topicId();
      long epoch = brokerEpoch();
      for (int version = 0; version <= 3; version++) {
        AlterPartitionResponse same = propose(broker, version, epoch, id, 3);
        assertThat(same.errorCode()).isZero();
        AlterPartitionResponse.PartitionData agreed = same.topics().get(0).partitions().get(0);
        assertThat(ErrorCode.of(agreed.errorCode())).isEqualTo(ErrorCode.NONE);
        assertThat(agreed.isr()).containsExactly(3);
        AlterPartitionResponse other = propose(broker, version, epoch, id, 3, 9);
        assertThat(ErrorCode.of(other.topics().get(0).partitions().get(0).errorCode()))
            .isEqualTo(
                version < 2 ? ErrorCode.OPERATION_NOT_ATTEMPTED : ErrorCode.INELIGIBLE_REPLICA);
        AlterPartitionResponse former = propose(broker, version, epoch - 1, id, 3);
        assertThat(ErrorCode.of(former.errorCode())).isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
      }
    } finally {
      broker.stop();
    }
  }

  private long brokerEpoch() throws Exception {
    ZooKeeper client = new ZooKeeper(settings.get("zookeeper.connect"), 10_000, event -> {});
    try {
      return client.exists("/brokers/ids/3", false).getCzxid();
    } finally {
      client.close();
    }
  }

  private static AlterPartitionResponse propose(
      BrokerProcess broker, int version, long brokerEpoch, Uuid topicId, int... isr)
      throws Exception {
    AlterPartitionRequest.PartitionData partition = new AlterPartitionRequest.PartitionData();
    List<Integer> ids = Arrays.stream(isr).boxed().toList();
    if (version < 3) {
      partition.newIsr(ids);
    } else {
      partition.newIsrWithEpochs(
          ids.stream()
              .map(id -> new AlterPartitionRequest.BrokerState().brokerId(id).brokerEpoch(-1))
              .toList());
    }
    AlterPartitionRequest.TopicData topic =
        new AlterPartitionRequest.TopicData().partitions(List.of(partition));
    AlterPartitionRequest request =
        new AlterPartitionRequest()
            .brokerId(3)
            .brokerEpoch(brokerEpoch)
            .topics(List.of(version < 2 ? topic.topicName("t") : topic.topicId(topicId)));
    return (AlterPartitionResponse) ask(broker, ApiKey.ALTER_PARTITION, version, request);
  }

  @Test
  void aDialectWithoutFeaturesRefusesTheWholeRequest() throws Exception {
    settings.put("inter.broker.protocol.version", "2.6");
    BrokerProcess broker = start();
    try {
      UpdateFeaturesResponse features = updateFeatures(broker);
      assertThat(ErrorCode.of(features.errorCode())).isEqualTo(ErrorCode.INVALID_REQUEST);
      assertThat(features.results()).isEmpty();
    } finally {
      broker.stop();
    }
  }

  private static UpdateFeaturesResponse updateFeatures(BrokerProcess broker) throws Exception {
    List<UpdateFeaturesRequest.FeatureUpdateKey> updates = new ArrayList<>();
    for (String feature : List.of("metadata.version", "")) {
      updates.add(
          new UpdateFeaturesRequest.FeatureUpdateKey()
              .feature(feature)
              .maxVersionLevel((short) 20));
    }
    return (UpdateFeaturesResponse)
        ask(broker, ApiKey.UPDATE_FEATURES, 1, new UpdateFeaturesRequest().featureUpdates(updates));
  }

  private static AlterPartitionReassignmentsRequest.ReassignableTopic move(
      String topic, @Nullable List<Integer> target) {
    return new AlterPartitionReassignmentsRequest.ReassignableTopic()
        .name(topic)
        .partitions(
            List.of(
                new AlterPartitionReassignmentsRequest.ReassignablePartition()
                    .partitionIndex(0)
                    .replicas(target)));
  }
}
