package io.classickafka.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes {@code docs/configuration.md} from the tables. */
final class ConfigurationDocument {

  private final StringBuilder out = new StringBuilder();

  private ConfigurationDocument() {}

  static String text() {
    ConfigurationDocument document = new ConfigurationDocument();
    document.introduction();
    for (PropertyTable table : BrokerProperties.tables()) {
      document.line("");
      document.line("## " + table.title());
      document.line("");
      document.line("| property | type | default | values | changes | meaning, and here |");
      document.line("|---|---|---|---|---|---|");
      for (Property<?> property : sorted(table.properties())) {
        document.row(property, changes(property));
      }
    }
    document.topics();
    return document.out.toString();
  }

  private void introduction() {
    line("# Configuration");
    line("");
    line("Generated from the tables in `io.classickafka.config`; do not edit. After a change of a");
    line("table, `mvn test -pl kafka-core -am -Dtest=ConfigurationDocumentTest");
    line("-Dsurefire.failIfNoSpecifiedTests=false -Dupdate=true` writes it again.");
    line("");
    line("A broker reads one `.properties` file and the `--override key=value` pairs of its");
    line("command line. Names, types, defaults and ranges are those of Apache Kafka 3.9. A value");
    line("out of its range, or values that do not fit, stop the start with one line each.");
    line("An unknown name is warned of once.");
    line("");
    line("The last column says what a property means and what this broker does with it:");
    line("");
    line("- *same*: what an Apache broker does.");
    line("- *mapped*: honoured, but what it steers differs here.");
    line("- *own*: Apache Kafka has no such property; the reason says what follows from it.");
    line("- *not yet*: no effect in this version; one warning when a file has it.");
    line("- *ignored*: no effect, for good; one warning when a file has it.");
    line(
        "- *refused*: another value than the default stops the start, because going on without it");
    line("  would cost data or security.");
    line("");
    line("*Changes* says when a value may change: `read-only` by a restart, `per-broker` at run");
    line("time for one broker, `cluster-wide` for one or for all, as Apache's broker has it. What");
    line("changes only by a restart of this broker is marked so: a change at run time is refused,");
    line("like that of what has no effect, and not in force where an Apache broker has stored it.");
    line("");
    line("`listener.name.<listener>.<property>` sets a property of security for one listener.");
    line("");
    line("Besides these, the tables have properties that are internal and left out here.");
  }

  private void topics() {
    line("");
    line("## Topics");
    line("");
    line("Values that a topic may have for itself. What it leaves open comes from the broker");
    line("property beside it.");
    line("");
    line("| property | type | default | values | broker property | meaning, and here |");
    line("|---|---|---|---|---|---|");
    for (Property<?> property : sorted(TopicProperties.ALL)) {
      List<Property.Fallback> fallbacks = property.fallbacks();
      row(property, fallbacks.isEmpty() ? "" : "`" + fallbacks.get(0).property() + "`");
    }
  }

  private void row(Property<?> property, String fifth) {
    if (property.internal()) {
      return;
    }
    String reason = property.reason();
    String here = "*" + property.support().label() + "*";
    if (!reason.isEmpty()) {
      here += ": " + reason + ".";
    }
    line(
        String.join(
            " | ",
            "| `" + property.name() + "`",
            property.type().label(),
            defaultOf(property),
            escaped(valuesOf(property)),
            fifth,
            escaped(property.documentation()) + " " + escaped(here) + " |"));
  }

  private static String changes(Property<?> property) {
    boolean restart =
        property.update() != Update.READ_ONLY
            && property.support().honoured()
            && !BrokerConfig.changesAtRunTime(property);
    return property.update().label() + (restart ? ", here by a restart" : "");
  }

  private static String defaultOf(Property<?> property) {
    String text = property.defaultText();
    if (text == null) {
      return "none";
    }
    return text.isEmpty() ? "empty" : "`" + escaped(text) + "`";
  }

  private static String valuesOf(Property<?> property) {
    String label = property.validValues();
    return label.equals(Constraint.release().label()) ? "a release, 0.8.0 to 3.9-IV0" : label;
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*/", "*\\/");
  }

  private static List<Property<?>> sorted(List<Property<?>> properties) {
    List<Property<?>> sorted = new ArrayList<>(properties);
    sorted.sort(Comparator.comparing(Property::name));
    return sorted;
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
