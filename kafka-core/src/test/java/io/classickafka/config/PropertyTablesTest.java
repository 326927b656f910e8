package io.classickafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds the tables against the names, types, defaults and ranges of Apache Kafka 3.9. */
class PropertyTablesTest {

  @Test
  void brokerTableListsEveryPropertyWithItsTypeDefaultRangeAndUpdateMode() {
    TreeMap<String, String> lines = new TreeMap<>();
    for (Property<?> property : BrokerProperties.ALL) {
      if (property.support() != Support.OWN) {
        lines.put(property.name(), line(property) + "\t" + property.update().label());
      }
    }
    assertThat(lines.values()).containsExactlyElementsOf(TableFile.rows("broker-properties.tsv"));
  }

  @Test
  void topicTableListsEveryPropertyWithItsTypeDefaultRangeAndBrokerProperty() {
    TreeMap<String, String> lines = new TreeMap<>();
    for (Property<?> property : TopicProperties.ALL) {
      if (property.support() != Support.OWN) {
        String broker =
            property.fallbacks().isEmpty() ? "" : property.fallbacks().get(0).property().name();
        lines.put(property.name(), line(property) + "\t" + broker);
      }
    }
    assertThat(lines.values()).containsExactlyElementsOf(TableFile.rows("topic-properties.tsv"));
  }

  @Test
  void everyPropertyHasASentenceAndEveryOtherFateThanTheSameHasAReason() {
    List<Property<?>> all = new ArrayList<>(BrokerProperties.ALL);
    all.addAll(TopicProperties.ALL);
    for (Property<?> property : all) {
      assertThat(property.documentation()).as(property.name()).endsWith(".");
      assertThat(property.reason().isEmpty())
          .as(property.name())
          .isEqualTo(property.support() == Support.SAME);
    }
  }

  @Test
  void defaultsPassTheirOwnChecks() {
    for (Property<?> property : BrokerProperties.ALL) {
      if (property.defaultValue() != null && property.support().honoured()) {
        assertThat(property.constraint().violation(property.defaultValue()))
            .as(property.name())
            .isNull();
      }
    }
  }

  private static String line(Property<?> property) {
    String text = property.defaultText();
    String shown = text == null ? "null" : text.isEmpty() ? "\"\"" : text;
    String valid =
        property.validValues().startsWith("[0.8.0") ? "releases" : property.validValues();
    return String.join("\t", property.name(), property.type().label(), shown, valid);
  }
}
