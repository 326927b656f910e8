package io.classickafka.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants done to the settings stored for a topic or for brokers, and what becomes of
 * them. Pure.
 *
 * <p>Only what is touched must be good: entries that another kind of broker stored, and that mean
 * nothing here, stay as they are.
 *
 * @param replacesAll whether what is not named goes; then every edit is a {@link Kind#SET}
 */
public record SettingsChange(boolean replacesAll, List<Edit> edits) {

  public SettingsChange {
    edits = List.copyOf(edits);
  }

  /** What is done to one entry. The last two are for lists. */
  public enum Kind {
    SET,
    DELETE,
    APPEND,
    SUBTRACT
  }

  /** One entry's edit; the value is not null unless it is deleted. */
  public record Edit(String name, Kind kind, @Nullable String value) {}

  /** What becomes of a change. */
  public sealed interface Outcome {}

  /** The settings to be stored. */
  public record Changed(SortedMap<String, String> settings) implements Outcome {}

  /**
   * Nothing is stored.
   *
   * @param ofValue whether a setting is wrong; else such a change is never possible
   */
  public record Refused(boolean ofValue, String reason) implements Outcome {}

  /** The change of a topic's own settings. */
  public Outcome ofTopic(String topic, Map<String, String> stored, BrokerConfig broker) {
    SortedMap<String, String> settings = new TreeMap<>();
    Refused refused = apply(stored, settings, TopicConfig::property);
    if (refused != null) {
      return refused;
    }
    Map<String, String> checked = new LinkedHashMap<>();
    Set<String> touched = touched();
    settings.forEach(
        (name, value) -> {
          Property<?> property = TopicConfig.property(name);
          if (touched.contains(name) || (property != null && property.problem(value) == null)) {
            checked.put(name, value);
          }
        });
    if (TopicConfig.parse(checked, broker) instanceof ConfigResult.Refused<TopicConfig> errors) {
      String error = errors.errors().get(0);
      return new Refused(
          true,
          error.startsWith("Invalid value")
              ? "Invalid config value for resource ConfigResource(type=TOPIC, name='"
                  + topic
                  + "'): "
                  + error
              : error);
    }
    return new Changed(settings);
  }

  /**
   * The change of the settings of one broker, which is this one, or of all brokers.
   *
   * @param perBroker whether they are this broker's
   */
  public Outcome ofBrokers(boolean perBroker, Map<String, String> stored) {
    SortedMap<String, String> settings = new TreeMap<>();
    Refused refused = refusedNames(perBroker);
    if (refused == null) {
      refused = apply(stored, settings, BrokerConfigParser::property);
    }
    if (refused != null) {
      return refused;
    }
    for (String name : touched()) {
      Property<?> property = BrokerConfigParser.property(name);
      String value = settings.get(name);
      if (property == null || value == null) {
        continue;
      }
      String problem = property.problem(value);
      if (problem != null) {
        return new Refused(false, "Invalid value " + problem);
      }
      String ineffective = ineffective(property);
      if (ineffective != null) {
        return new Refused(false, ineffective);
      }
    }
    return new Changed(settings);
  }

  private @Nullable Refused refusedNames(boolean perBroker) {
    Set<String> fixed = new LinkedHashSet<>();
    Set<String> ofOneBroker = new LinkedHashSet<>();
    for (Edit edit : edits) {
      Property<?> property = BrokerConfigParser.property(edit.name());
      if (property == null) {
        if (edit.kind() != Kind.DELETE) {
          return new Refused(false, "Unknown broker config name: " + edit.name());
        }
      } else if (property.update() == Update.READ_ONLY) {
        fixed.add(edit.name());
      } else if (property.update() == Update.PER_BROKER) {
        ofOneBroker.add(edit.name());
      }
      if (property != null && property.sensitive() && edit.kind() != Kind.DELETE) {
        return new Refused(
            false, edit.name() + " is a secret, which belongs in the broker's file only");
      }
    }
    if (!fixed.isEmpty()) {
      return new Refused(false, "Cannot update these configs dynamically: " + set(fixed));
    }
    if (!perBroker && !ofOneBroker.isEmpty()) {
      return new Refused(
          false,
          "Cannot update these configs at default cluster level, broker id must be specified: "
              + set(ofOneBroker));
    }
    return null;
  }

  private static String set(Set<String> names) {
    return "Set(" + String.join(", ", names) + ")";
  }

  private static @Nullable String ineffective(Property<?> property) {
    if (!property.support().honoured()) {
      return property + " has no effect on this broker: " + property.reason();
    }
    return BrokerConfig.changesAtRunTime(property)
        ? null
        : property + " cannot be changed while brokers run: set it in their files and restart them";
  }

  private Set<String> touched() {
    Set<String> touched = new LinkedHashSet<>();
    for (Edit edit : edits) {
      if (edit.kind() != Kind.DELETE) {
        touched.add(edit.name());
      }
    }
    return touched;
  }

  /** The definition of a setting by its name. */
  private interface Definitions {
    @Nullable Property<?> of(String name);
  }

  private @Nullable Refused apply(
      Map<String, String> stored, SortedMap<String, String> settings, Definitions definitions) {
    if (!replacesAll) {
      settings.putAll(stored);
    }
    for (Edit edit : edits) {
      String value = edit.value();
      if (edit.kind() == Kind.DELETE || value == null) {
        settings.remove(edit.name());
      } else if (edit.kind() == Kind.SET) {
        settings.put(edit.name(), value);
      } else {
        Property<?> property = definitions.of(edit.name());
        if (property == null || property.type() != PropertyType.LIST) {
          return new Refused(
              true,
              "Config value "
                  + (edit.kind() == Kind.APPEND ? "append" : "subtract")
                  + " is not allowed for config key: "
                  + edit.name());
        }
        String before = settings.get(edit.name());
        String text = before != null ? before : property.defaultText();
        settings.put(edit.name(), edited(edit.kind(), text == null ? "" : text, value));
      }
    }
    return null;
  }

  private static String edited(Kind kind, String before, String value) {
    Set<String> elements = new LinkedHashSet<>(elements(before));
    if (kind == Kind.APPEND) {
      elements.addAll(elements(value));
    } else {
      elements.removeAll(elements(value));
    }
    return String.join(",", elements);
  }

  private static List<String> elements(String list) {
    List<String> elements = new ArrayList<>();
    for (String element : list.split(",", -1)) {
      if (!element.isBlank()) {
        elements.add(element.strip());
      }
    }
    return elements;
  }
}
