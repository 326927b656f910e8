package io.classickafka.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ApiKey;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What is not a message but has to agree all the same: keys, header versions, ids as text. */
class ApacheNamesTest {

  private static final Class<?> KEYS = ApacheJars.load("org.apache.kafka.common.protocol.ApiKeys");

  @Test
  void servesTheApisOfAZooKeeperBroker() throws ReflectiveOperationException {
    List<String> theirs = new ArrayList<>();
    for (Object key : (Iterable<?>) KEYS.getMethod("zkBrokerApis").invoke(null)) {
      theirs.add(((Enum<?>) key).name());
    }
    List<String> ours = new ArrayList<>();
    for (ApiKey key : ApiKey.values()) {
      ours.add(key.name());
    }
    assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
  }

  @Test
  void keysVersionsAndHeadersAgree() throws ReflectiveOperationException {
    Method requestHeader = KEYS.getMethod("requestHeaderVersion", short.class);
    Method responseHeader = KEYS.getMethod("responseHeaderVersion", short.class);
    for (ApiKey ours : ApiKey.values()) {
      Object theirs = KEYS.getMethod("forId", int.class).invoke(null, (int) ours.id());
      assertThat(KEYS.getField("name").get(theirs)).isEqualTo(ours.apiName());
      assertThat(KEYS.getMethod("oldestVersion").invoke(theirs)).isEqualTo(ours.lowestVersion());
      assertThat(KEYS.getMethod("latestVersion").invoke(theirs)).isEqualTo(ours.highestVersion());
      for (short v = ours.lowestVersion(); v <= ours.highestVersion(); v++) {
        assertThat(ours.requestHeaderVersion(v)).isEqualTo(requestHeader.invoke(theirs, v));
        assertThat(ours.responseHeaderVersion(v)).isEqualTo(responseHeader.invoke(theirs, v));
        assertThat(v <= ours.deprecatedUpTo())
            .as("%s %s deprecated", ours, v)
            .isEqualTo(KEYS.getMethod("isVersionDeprecated", short.class).invoke(theirs, v));
      }
    }
  }

  @Test
  void clusterActionsAgreeButForTheOneThatAdminClientsSend() throws ReflectiveOperationException {
    for (ApiKey ours : ApiKey.values()) {
      Object theirs = KEYS.getMethod("forId", int.class).invoke(null, (int) ours.id());
      if (ours != ApiKey.UPDATE_FEATURES) {
        assertThat(KEYS.getField("clusterAction").getBoolean(theirs))
            .as(ours.apiName())
            .isEqualTo(ours.clusterAction());
      }
    }
  }

  @Test
  void idsHaveTheSameTextHashAndOrder() throws ReflectiveOperationException {
    Class<?> type = ApacheJars.load("org.apache.kafka.common.Uuid");
    Random random = new Random(1);
    Uuid before = Uuid.ZERO_UUID;
    Object theirsBefore = theirs(type, before);
    for (int i = 0; i < 1000; i++) {
      Uuid ours = new Uuid(random.nextLong(), random.nextLong() >> random.nextInt(64));
      Object theirs = theirs(type, ours);
      assertThat(ours).hasToString(theirs.toString());
      assertThat(ours.hashCode()).isEqualTo(theirs.hashCode());
      assertThat(Uuid.fromString(ours.toString())).isEqualTo(ours);
      int order = (Integer) type.getMethod("compareTo", type).invoke(theirs, theirsBefore);
      assertThat(Integer.signum(ours.compareTo(before))).isEqualTo(Integer.signum(order));
      before = ours;
      theirsBefore = theirs;
    }
  }

  private static Object theirs(Class<?> type, Uuid ours) throws ReflectiveOperationException {
    return type.getConstructor(long.class, long.class)
        .newInstance(ours.getMostSignificantBits(), ours.getLeastSignificantBits());
  }
}
