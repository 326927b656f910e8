package io.classickafka.zk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read as the same value, whatever the value. */
final class RoundTripTest {

  @Property(tries = 200)
  void topicAssignment(@ForAll("assignments") TopicAssignment value) throws Exception {
    String path = ZkPaths.topic("t");
    assertThat(TopicAssignment.decode(path, value.encode())).isEqualTo(value);
  }

  @Property(tries = 200)
  void partitionState(
      @ForAll("leaders") int leader,
      @ForAll("ids") int leaderEpoch,
      @ForAll("brokerLists") List<Integer> isr,
      @ForAll boolean isRecovering,
      @ForAll("ids") int controllerEpoch)
      throws Exception {
    PartitionState value =
        new PartitionState(leader, leaderEpoch, isr, isRecovering, controllerEpoch);
    assertThat(PartitionState.decode(ZkPaths.partitionState("t", 0), value.encode()))
        .isEqualTo(value);
  }

  @Property(tries = 200)
  void brokerRegistration(@ForAll("registrations") BrokerRegistration value) throws Exception {
    assertThat(BrokerRegistration.decode(ZkPaths.broker(1), value.encode())).isEqualTo(value);
  }

  @Property(tries = 200)
  void entityConfig(@ForAll("textMaps") Map<String, String> config) throws Exception {
    EntityConfig value = EntityConfig.of(new TreeMap<>(config));
    assertThat(EntityConfig.decode(ZkPaths.topicConfig("t"), value.encode())).isEqualTo(value);
  }

  @Property(tries = 200)
  void configEntityByPathAndByNotification(@ForAll("entities") ConfigEntity entity)
      throws Exception {
    String path = ZkPaths.config(entity);
    assertThat(Znode.parse(path)).contains(new Znode.Config(entity));
    String change = ZkPaths.sequencePrefix(ZkPaths.CONFIG_CHANGES) + "0000000000";
    ConfigChangeNotification value = new ConfigChangeNotification(entity);
    assertThat(ConfigChangeNotification.decode(change, value.encode())).isEqualTo(value);
  }

  @Property(tries = 200)
  void aclChangeAndPath(@ForAll("resources") AclResource resource) throws Exception {
    AclChangeNotification value = new AclChangeNotification(resource);
    String path = ZkPaths.sequencePrefix(value.parent()) + "0000000000";
    assertThat(AclChangeNotification.decode(path, value.encode())).isEqualTo(value);
    assertThat(Znode.parse(ZkPaths.acl(resource))).contains(new Znode.Acl(resource));
  }

  @Property(tries = 200)
  void encodedName(@ForAll("names") String name) {
    String encoded = EncodedName.encode(name);
    assertThat(encoded).matches("[a-zA-Z0-9._%-]+");
    assertThat(EncodedName.decode(encoded)).contains(name);
  }

  @Property
  void topicId(@ForAll long high, @ForAll long low) {
    ZkUuid id = new ZkUuid(high, low);
    assertThat(id.toString()).hasSize(22);
    assertThat(ZkUuid.parse(id.toString())).contains(id);
    assertThat(ZkUuid.parse(id + "==")).contains(id);
  }

  @Property
  void sequenceNumber(@ForAll int number) {
    String name = SequenceNode.name(SequenceNode.ISR_CHANGE, number);
    assertThat(name).isEqualTo(String.format("isr_change_%010d", number));
    assertThat(SequenceNode.number(SequenceNode.ISR_CHANGE, name)).hasValue(number);
  }

  @Provide
  Arbitrary<Integer> ids() {
    return Arbitraries.integers().between(0, Integer.MAX_VALUE);
  }

  @Provide
  Arbitrary<Integer> leaders() {
    return Arbitraries.integers().between(PartitionState.NO_LEADER, Integer.MAX_VALUE);
  }

  @Provide
  Arbitrary<List<Integer>> brokerLists() {
    return ids().list().uniqueElements().ofMaxSize(5);
  }

  @Provide
  Arbitrary<TopicAssignment> assignments() {
    Arbitrary<PartitionAssignment> partition =
        Combinators.combine(
                ids().list().uniqueElements().ofMinSize(1).ofMaxSize(5),
                brokerLists(),
                brokerLists())
            .as(PartitionAssignment::new);
    Arbitrary<ZkUuid> id =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs().greaterOrEqual(1))
            .as(ZkUuid::new)
            .injectNull(0.2);
    Arbitrary<Map<Integer, PartitionAssignment>> partitions =
        Arbitraries.maps(ids(), partition).ofMaxSize(8);
    return Combinators.combine(id, partitions)
        .as(
            (topicId, map) ->
                new TopicAssignment(
                    topicId, new TreeMap<>(map), new TreeMap<>(), UnknownFields.NONE));
  }

  @Provide
  Arbitrary<BrokerRegistration> registrations() {
    Arbitrary<BrokerEndpoint> endpoint =
        Combinators.combine(
                Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(1).ofMaxLength(6),
                Arbitraries.of(BrokerEndpoint.SECURITY_PROTOCOLS),
                Arbitraries.of("b1.example", "my_host", "127.0.0.1", "fd00::1", "fe80::1%eth0"),
                Arbitraries.integers().between(0, 65_535))
            .as(BrokerEndpoint::new);
    Arbitrary<SortedMap<String, VersionRange>> features =
        Arbitraries.maps(texts(), Arbitraries.integers().between(0, 9))
            .ofMaxSize(3)
            .map(
                levels -> {
                  SortedMap<String, VersionRange> ranges = new TreeMap<>();
                  levels.forEach((name, level) -> ranges.put(name, new VersionRange(level, 9)));
                  return ranges;
                });
    return Combinators.combine(
            endpoint.list().uniqueElements(BrokerEndpoint::listener).ofMinSize(1).ofMaxSize(4),
            Arbitraries.integers(),
            Arbitraries.longs().greaterOrEqual(-1),
            texts().injectNull(0.3),
            features)
        .as(
            (endpoints, jmxPort, timestampMs, rack, ranges) ->
                new BrokerRegistration(
                    BrokerRegistration.NEWEST_VERSION,
                    endpoints,
                    jmxPort,
                    timestampMs,
                    rack,
                    ranges));
  }

  @Provide
  Arbitrary<Map<String, String>> textMaps() {
    return Arbitraries.maps(texts(), texts()).ofMaxSize(6);
  }

  @Provide
  Arbitrary<ConfigEntity> entities() {
    Arbitrary<String> name = names().injectNull(0.2);
    return Arbitraries.oneOf(
        Arbitraries.of("t", "a.b", "-").map(ConfigEntity.TopicEntity::new),
        name.map(ConfigEntity.ClientEntity::new),
        name.map(ConfigEntity.UserEntity::new),
        Combinators.combine(name, name).as(ConfigEntity.UserClientEntity::new),
        ids().injectNull(0.2).map(ConfigEntity.BrokerEntity::new),
        Arbitraries.of("127.0.0.1", "fd00::1", "host").map(ConfigEntity.IpEntity::new));
  }

  @Provide
  Arbitrary<AclResource> resources() {
    return Combinators.combine(
            Arbitraries.of(AclResourceType.ALL),
            Arbitraries.of(AclPatternType.values()),
            names().filter(AclResource::isStorable))
        .as(AclResource::new);
  }

  @Provide
  Arbitrary<String> names() {
    return texts().filter(text -> !text.isEmpty());
  }

  /** Any text, the awkward characters often. */
  private static Arbitrary<String> texts() {
    Arbitrary<String> awkward =
        Arbitraries.strings().withChars("<>default%+* /:\"\\\n\u00fc,=?~&").ofMaxLength(12);
    Arbitrary<String> any =
        Arbitraries.strings().ofMaxLength(12).filter(JsonCodec.Text::isWellFormed);
    return Arbitraries.oneOf(awkward, any, Arbitraries.of("<default>", "\ud83d\ude00", "clients"));
  }
}
