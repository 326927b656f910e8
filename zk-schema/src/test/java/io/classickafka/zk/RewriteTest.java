package io.classickafka.zk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What changing a node keeps, and the small rules that go with some nodes. */
final class RewriteTest {

  @Test
  void changingOnePartitionKeepsIdReassignmentsRefusedEntriesAndUnknownFields() throws Exception {
    String path = ZkPaths.topic("t");
    TopicAssignment before =
        TopicAssignment.decode(
            path,
            utf8(
                "{\"version\":3,\"topic_id\":\"5zEkK1uGSzS2r3dnb0pBGA\",\"later\":1,"
                    + "\"partitions\":{\"0\":[1],\"1\":[2,2]},\"adding_replicas\":{\"0\":[3]},"
                    + "\"removing_replicas\":{\"0\":[1]}}"));
    TopicAssignment after = before.withPartition(2, PartitionAssignment.of(List.of(1, 2)));
    assertThat(text(after))
        .isEqualTo(
            "{\"version\":3,\"topic_id\":\"5zEkK1uGSzS2r3dnb0pBGA\","
                + "\"partitions\":{\"0\":[1],\"2\":[1,2],\"1\":[2,2]},"
                + "\"adding_replicas\":{\"0\":[3]},\"removing_replicas\":{\"0\":[1]},\"later\":1}");
  }

  @Test
  void assigningARefusedPartitionAnewReplacesIt() throws Exception {
    TopicAssignment before =
        TopicAssignment.decode(ZkPaths.topic("t"), utf8("{\"partitions\":{\"1\":[2,2]}}"));
    assertThat(text(before.withPartition(1, PartitionAssignment.of(List.of(2)))))
        .contains("\"partitions\":{\"1\":[2]}");
  }

  @Test
  void givingATopicItsIdChangesNothingElse() throws Exception {
    TopicAssignment before =
        TopicAssignment.decode(
            ZkPaths.topic("t"),
            utf8("{\"version\":2,\"partitions\":{\"0\":[1]},\"adding_replicas\":{\"0\":[4]}}"));
    TopicAssignment after = before.withTopicId(new ZkUuid(1, 2));
    assertThat(after.partitions()).isEqualTo(before.partitions());
    assertThat(text(after)).contains("\"topic_id\":\"AAAAAAAAAAEAAAAAAAAAAg\"");
  }

  @Test
  void changingSettingsKeepsUnknownFieldsOfTheNode() throws Exception {
    EntityConfig before =
        EntityConfig.decode(
            ZkPaths.topicConfig("t"), utf8("{\"config\":{\"a\":\"b\"},\"later\":{\"x\":[]}}"));
    assertThat(text(before.with(new TreeMap<>())))
        .isEqualTo("{\"version\":1,\"config\":{},\"later\":{\"x\":[]}}");
  }

  @Test
  void renewingATokenKeepsEverythingElse() throws Exception {
    String token =
        "{\"version\":3,\"tokenId\":\"i\",\"owner\":\"User%3Aa\",\"tokenRequester\":\"User%3Ab\","
            + "\"renewers\":[\"User%3Ac\"],\"issueTimestamp\":1,\"maxTimestamp\":9,"
            + "\"expiryTimestamp\":3}";
    DelegationToken before = DelegationToken.decode(ZkPaths.delegationToken("i"), utf8(token));
    assertThat(text(before.withExpiry(5)))
        .isEqualTo(token.replace("\"expiryTimestamp\":3", "\"expiryTimestamp\":5"));
  }

  @Test
  void settingsDoNotShowTheirValues() {
    TreeMap<String, String> secret = new TreeMap<>();
    secret.put("password", "s3cr3t");
    assertThat(EntityConfig.of(secret).toString()).isEqualTo("EntityConfig[password]");
  }

  @Test
  void producerIdBlocksFollowOneAnotherUntilIdsAreUsedUp() {
    ProducerIdBlock first = ProducerIdBlock.next(null, 1).orElseThrow();
    assertThat(first).isEqualTo(new ProducerIdBlock(1, 0, 999));
    assertThat(ProducerIdBlock.next(first, 2)).contains(new ProducerIdBlock(2, 1000, 1999));
    long last = Long.MAX_VALUE - ProducerIdBlock.SIZE;
    assertThat(ProducerIdBlock.next(new ProducerIdBlock(1, 0, last), 1))
        .contains(new ProducerIdBlock(1, last + 1, Long.MAX_VALUE));
    assertThat(ProducerIdBlock.next(new ProducerIdBlock(1, 0, last + 1), 1)).isEmpty();
  }

  @Test
  void generatedBrokerIdsStartAboveTheReservedOnes() {
    assertThat(BrokerSequence.brokerId(1, 1000)).hasValue(1001);
    assertThat(BrokerSequence.brokerId(Integer.MAX_VALUE, 1)).isEmpty();
  }

  @Test
  void controllerEpochGrowsByOneAndNeverWraps() {
    assertThat(ControllerEpoch.INITIAL.next()).isEqualTo(new ControllerEpoch(1));
    assertThatThrownBy(() -> new ControllerEpoch(Integer.MAX_VALUE).next())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void pathsOfNamesThatAreNotValidAreNotBuilt() {
    for (String name : List.of("", ".", "..", "a b", "a/b", "\u00fc", "x".repeat(250))) {
      assertThat(TopicName.isValid(name)).isFalse();
      assertThatThrownBy(() -> ZkPaths.topic(name)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(TopicName.isValid("x".repeat(249))).isTrue();
    assertThatThrownBy(() -> ZkPaths.broker(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ZkPaths.child(ZkPaths.TOPICS, "a/b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EncodedName.encode("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void topicsThatWouldShareAMetricNameHaveOneCollisionKey() {
    assertThat(TopicName.collisionKey("a.b")).isEqualTo(TopicName.collisionKey("a_b"));
    assertThat(TopicName.collisionKey("a.b")).isNotEqualTo(TopicName.collisionKey("ab"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ZnodePayload payload) {
    return new String(payload.encode(), StandardCharsets.UTF_8);
  }
}
