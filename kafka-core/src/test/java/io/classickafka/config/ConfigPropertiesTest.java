package io.classickafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** What holds for any text that a file may contain. */
class ConfigPropertiesTest {

  @Property(tries = 300)
  void anyTextIsAcceptedOrRefusedButNeverThrows(
      @ForAll @IntRange(max = 328) int which, @ForAll @StringLength(max = 40) String text) {
    io.classickafka.config.Property<?> property = BrokerProperties.ALL.get(which);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("zookeeper.connect", "127.0.0.1:2181");
    properties.put(property.name(), text);
    ConfigResult<BrokerConfig> result = BrokerConfig.parse(properties);
    if (result instanceof ConfigResult.Refused<BrokerConfig> refused) {
      assertThat(refused.errors()).isNotEmpty();
    }
  }

  @Property(tries = 300)
  void renderedDefaultsParseBackToTheSameValue(@ForAll @IntRange(max = 328) int which) {
    io.classickafka.config.Property<?> property = BrokerProperties.ALL.get(which);
    String text = property.defaultText();
    if (text != null) {
      assertThat(property.type().parse(text)).isEqualTo(property.defaultValue());
    }
  }

  @Property(tries = 200)
  void listenersReadBackAsTheyWereWritten(
      @ForAll @AlphaChars @StringLength(min = 1, max = 12) String name,
      @ForAll @AlphaChars @StringLength(max = 12) String host,
      @ForAll @IntRange(max = 65535) int port) {
    Endpoint endpoint =
        new Endpoint(
            name.toUpperCase(java.util.Locale.ROOT), SecurityProtocol.PLAINTEXT, host, port);
    BrokerConfig config =
        BrokerConfigTest.config(
            "listeners=" + endpoint,
            "listener.security.protocol.map=" + name + ":PLAINTEXT",
            "inter.broker.listener.name=" + name);
    assertThat(config.listeners().bound()).containsExactly(endpoint);
    assertThat(config.listeners().interBroker()).isEqualTo(endpoint);
  }
}
