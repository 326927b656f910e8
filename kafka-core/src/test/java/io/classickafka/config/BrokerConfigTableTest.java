package io.classickafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the table of broker configurations and their outcomes. */
class BrokerConfigTableTest {

  private static final String FILE = "broker-config.txt";

  @Test
  void configurationsComeOutAsTheTableSays() {
    String expected = TableFile.text(FILE);
    String actual = run(expected);
    if (TableFile.updating()) {
      TableFile.rewrite(FILE, actual);
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  /** The table with the outcomes worked out again. */
  private static String run(String table) {
    StringBuilder out = new StringBuilder();
    List<String> input = new ArrayList<>();
    boolean skippingOutcome = false;
    for (String line : table.split("\n", -1)) {
      if (skippingOutcome && !line.isEmpty()) {
        continue;
      }
      skippingOutcome = line.equals("=>");
      out.append(line).append('\n');
      if (line.equals("=>")) {
        for (String outcome : outcome(input)) {
          out.append(outcome).append('\n');
        }
        input.clear();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        input.add(line);
      }
    }
    return out.substring(0, out.length() - 1);
  }

  private static List<String> outcome(List<String> input) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("zookeeper.connect", "127.0.0.1:2181");
    List<String> asked = new ArrayList<>();
    for (String line : input) {
      int equals = line.indexOf('=');
      if (line.startsWith("? ")) {
        asked.add(line.substring(2));
      } else if (equals < 0) {
        properties.remove(line);
      } else {
        properties.put(line.substring(0, equals).trim(), line.substring(equals + 1));
      }
    }
    ConfigResult<BrokerConfig> result = BrokerConfig.parse(properties);
    List<String> lines = new ArrayList<>();
    if (result instanceof ConfigResult.Accepted<BrokerConfig> accepted) {
      lines.add("ok");
      for (String key : asked) {
        lines.add("  " + key + "=" + value(accepted.config(), key));
      }
    } else {
      for (String error : ((ConfigResult.Refused<BrokerConfig>) result).errors()) {
        lines.add("error " + error);
      }
    }
    for (String warning : result.warnings()) {
      lines.add("warning " + warning);
    }
    return lines;
  }

  private static String value(BrokerConfig config, String key) {
    switch (key) {
      case "listeners" -> {
        return config.listeners().bound().toString();
      }
      case "advertised" -> {
        return config.listeners().advertised().toString();
      }
      case "inter-broker" -> {
        return config.listeners().interBroker().toString();
      }
      case "control-plane" -> {
        return String.valueOf(config.listeners().controlPlane());
      }
      case "log.dirs" -> {
        return config.logDirs().toString();
      }
      default -> {
        for (Property<?> property : BrokerProperties.ALL) {
          if (property.name().equals(key)) {
            return String.valueOf(property.type().render(config.get(property)));
          }
        }
        throw new IllegalArgumentException(key);
      }
    }
  }
}
