package io.classickafka.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataEndpoint;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataPartitionState;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataTopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class MetadataUpdateTest {

  private static final Uuid FIRST = new Uuid(1, 1);
  private static final Uuid SECOND = new Uuid(2, 2);

  private MetadataImage image = MetadataImage.EMPTY;
  private MetadataDelta delta = new MetadataDelta(false, List.of(), List.of());

  @Test
  void brokersAreReplacedAsAWhole() {
    apply(request(1, 2));
    apply(request(2, 3));
    assertThat(image.brokers().keys()).containsExactly(2, 3);
    assertThat(delta.brokersChanged()).isTrue();
    apply(request(2, 3));
    assertThat(delta.brokersChanged()).isFalse();
    BrokerEndpoint endpoint = Objects.requireNonNull(image.endpoint(3, "PLAINTEXT"));
    assertThat(endpoint.host()).isEqualTo("host3");
    assertThat(image.endpoint(3, "SSL")).isNull();
    assertThat(image.endpoint(1, "PLAINTEXT")).isNull();
  }

  @Test
  void aBrokerThatAppearsAnewIsBornAgain() {
    apply(request(1, 2));
    long first = image.birth(2);
    apply(request(1, 2));
    assertThat(image.birth(2)).isEqualTo(first);
    apply(request(1));
    assertThat(image.birth(2)).isEqualTo(MetadataImage.NOT_ALIVE);
    apply(request(1, 2, 3));
    assertThat(image.birth(2)).isGreaterThan(first).isNotEqualTo(image.birth(3));
  }

  @Test
  void partitionsAreMerged() {
    apply(request(1).topicStates(List.of(topic("t", FIRST, led(0, 1), led(1, 1)))));
    apply(request(1).topicStates(List.of(topic("t", FIRST, led(1, -1)))));
    assertThat(Objects.requireNonNull(image.partition("t", 0)).leader()).isEqualTo(1);
    assertThat(Objects.requireNonNull(image.partition("t", 1)).hasLeader()).isFalse();
    assertThat(delta.changedTopics()).containsExactly("t");
  }

  @Test
  void topicThatDoesNotChangeStaysTheSameObject() {
    apply(
        request(1)
            .topicStates(List.of(topic("a", FIRST, led(0, 1)), topic("b", SECOND, led(0, 1)))));
    TopicImage before = image.topic("b");
    apply(
        request(1, 2)
            .topicStates(List.of(topic("a", FIRST, led(0, 2)), topic("b", SECOND, led(0, 1)))));
    assertThat(image.topic("b")).isSameAs(before);
    assertThat(delta.changedTopics()).containsExactly("a");
  }

  @Test
  void deletedPartitionsGoAndTheTopicWithItsIdGoesWithTheLast() {
    apply(request(1).topicStates(List.of(topic("t", FIRST, led(0, 1), led(1, 1)))));
    apply(request(1).topicStates(List.of(topic("t", FIRST, led(0, -2)))));
    assertThat(Objects.requireNonNull(image.topic(FIRST)).partitions().keys()).containsExactly(1);
    apply(request(1).topicStates(List.of(topic("t", FIRST, led(1, -2)))));
    assertThat(image.topic("t")).isNull();
    assertThat(image.topic(FIRST)).isNull();
    assertThat(delta.removedPartitions())
        .containsExactly(new MetadataDelta.RemovedPartition("t", 1));
  }

  @Test
  void anotherIdIsAnotherTopic() {
    apply(request(1).topicStates(List.of(topic("t", FIRST, led(0, 1), led(1, 1)))));
    apply(request(1).topicStates(List.of(topic("t", SECOND, led(0, 1)))));
    assertThat(Objects.requireNonNull(image.topic("t")).partitions().keys()).containsExactly(0);
    assertThat(image.topic(FIRST)).isNull();
    assertThat(image.topicId("t")).isEqualTo(SECOND);
    assertThat(delta.removedPartitions()).hasSize(2);
  }

  @Test
  void idThatIsNoLongerSaidIsForgottenAndTheTopicStays() {
    apply(request(1).topicStates(List.of(topic("t", FIRST, led(0, 1)))));
    apply(request(1).topicStates(List.of(topic("t", Uuid.ZERO_UUID, led(0, 1)))));
    assertThat(image.topic(FIRST)).isNull();
    assertThat(image.partition("t", 0)).isNotNull();
    apply(request(1).topicStates(List.of(topic("t", FIRST, led(0, 1)))));
    assertThat(image.topic(FIRST)).isNotNull();
  }

  @Test
  void olderVersionsHavePartitionsWithoutTopicsAndBrokersWithoutListeners() {
    UpdateMetadataRequest old =
        new UpdateMetadataRequest()
            .controllerId(-1)
            .ungroupedPartitionStates(List.of(led(0, 1).topicName("t")))
            .liveBrokers(List.of(new UpdateMetadataBroker().id(1).v0Host("h").v0Port(9092)));
    apply(old);
    assertThat(image.controllerId()).isEqualTo(MetadataImage.NO_CONTROLLER);
    assertThat(image.partition("t", 0)).isNotNull();
    assertThat(image.endpoint(1, "PLAINTEXT")).isNotNull();
  }

  private void apply(UpdateMetadataRequest request) {
    MetadataUpdate.Result result = MetadataUpdate.apply(image, request);
    image = result.image();
    delta = result.delta();
  }

  private static UpdateMetadataRequest request(int... brokers) {
    List<UpdateMetadataBroker> live = new ArrayList<>();
    for (int id : brokers) {
      UpdateMetadataEndpoint endpoint =
          new UpdateMetadataEndpoint().listener("PLAINTEXT").host("host" + id).port(9092);
      live.add(new UpdateMetadataBroker().id(id).endpoints(List.of(endpoint)));
    }
    return new UpdateMetadataRequest().controllerId(1).liveBrokers(live);
  }

  private static UpdateMetadataTopicState topic(
      String name, Uuid id, UpdateMetadataPartitionState... partitions) {
    return new UpdateMetadataTopicState()
        .topicName(name)
        .topicId(id)
        .partitionStates(List.of(partitions));
  }

  private static UpdateMetadataPartitionState led(int partition, int leader) {
    return new UpdateMetadataPartitionState()
        .partitionIndex(partition)
        .leader(leader)
        .isr(List.of(1))
        .replicas(List.of(1));
  }
}
