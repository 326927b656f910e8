package io.classickafka.zk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sample nodes of every kind and version: what they are read as, and what is written back. {@code
 * tree: same} says that nothing but the order of fields changes. {@code -Dupdate=true} rewrites the
 * outputs.
 */
final class GoldenTest {

  static List<GoldenFile> samples() {
    return GoldenFile.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sampleIsReadAndWrittenAsRecorded(GoldenFile sample) throws Exception {
    ZnodePayload value = Payloads.decode(sample.path(), sample.in());
    byte[] out = value.encode();
    Map<String, String> outputs = new LinkedHashMap<>();
    outputs.put("value", value.toString());
    outputs.put("out", new String(out, StandardCharsets.UTF_8));
    outputs.put("tree", sameTree(sample, out) ? "same" : "changed");
    if (GoldenFile.UPDATE) {
      sample.with(outputs).write();
      return;
    }
    assertThat(sample.lines()).containsAllEntriesOf(outputs);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsWrittenIsReadAsTheSameValue(GoldenFile sample) throws Exception {
    ZnodePayload first = Payloads.decode(sample.path(), sample.in());
    ZnodePayload second = Payloads.decode(sample.path(), first.encode());
    assertThat(second.encode()).isEqualTo(first.encode());
    // What a reader skipped for good is not written back, so only then do the values differ.
    if (!first.toString().contains("skipped=[field")) {
      assertThat(second.toString()).isEqualTo(first.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void pathIsParsedAndBuiltAlike(GoldenFile sample) {
    assertThat(Znode.parse(sample.path()).orElseThrow().path()).isEqualTo(sample.path());
  }

  @Test
  void everyKindOfPayloadHasASample() throws Exception {
    Set<Class<?>> seen = new LinkedHashSet<>();
    for (GoldenFile sample : GoldenFile.all()) {
      seen.add(Payloads.decode(sample.path(), sample.in()).getClass());
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            ClusterId.class,
            BrokerRegistration.class,
            TopicAssignment.class,
            PartitionState.class,
            ControllerRegistration.class,
            ControllerEpoch.class,
            ReassignPartitions.class,
            PreferredReplicaElection.class,
            IsrChangeNotification.class,
            LogDirEventNotification.class,
            EntityConfig.class,
            ConfigChangeNotification.class,
            ResourceAcls.class,
            AclChangeNotification.class,
            ProducerIdBlock.class,
            DelegationToken.class,
            DelegationTokenChange.class,
            FinalizedFeatures.class,
            MigrationState.class,
            ConsumerOffset.class);
  }

  private static boolean sameTree(GoldenFile sample, byte[] out) throws Exception {
    if (!sample.isJson()) {
      return new String(sample.in(), StandardCharsets.UTF_8)
          .equals(new String(out, StandardCharsets.UTF_8));
    }
    return JsonCodec.parseObject(sample.path(), sample.in())
        .equals(JsonCodec.parseObject(sample.path(), out));
  }
}
