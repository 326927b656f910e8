package io.classickafka.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kafka-configs.sh} is about.
 *
 * @param name null when none was given
 * @param isDefault whether it stands for all of its kind
 */
record ConfigsEntity(Kind kind, @Nullable String name, boolean isDefault) {

  private static final List<String> NOT_SERVED =
      List.of("clients", "users", "ips", "client-metrics");

  /** Kinds of entities that are served. */
  enum Kind {
    TOPICS("topics", ConfigResource.Type.TOPIC),
    BROKERS("brokers", ConfigResource.Type.BROKER),
    BROKER_LOGGERS("broker-loggers", ConfigResource.Type.BROKER_LOGGER);

    private final String plural;
    private final ConfigResource.Type type;

    Kind(String plural, ConfigResource.Type type) {
      this.plural = plural;
      this.type = type;
    }

    /** The word with {@code --entity-type}. */
    String plural() {
      return plural;
    }

    String singular() {
      return plural.substring(0, plural.length() - 1);
    }

    ConfigResource.Type type() {
      return type;
    }
  }

  private static final Map<String, Kind> SHORT = shortNames();

  private static Map<String, Kind> shortNames() {
    Map<String, Kind> names = new LinkedHashMap<>();
    names.put("--topic", Kind.TOPICS);
    names.put("--broker", Kind.BROKERS);
    names.put("--broker-logger", Kind.BROKER_LOGGERS);
    return names;
  }

  /** Adds the flags that name an entity. */
  static FlagTable addFlags(FlagTable table) {
    return table
        .texts("--entity-type", "<type>", "topics, brokers or broker-loggers.")
        .texts("--entity-name", "<name>", "A topic, or a broker's id.")
        .flag("--entity-default", "With brokers: all of them.")
        .text("--topic", "<name>", "Short for --entity-type topics --entity-name.")
        .text("--broker", "<id>", "Short for --entity-type brokers --entity-name.")
        .flag("--broker-defaults", "Short for --entity-type brokers --entity-default.")
        .text("--broker-logger", "<id>", "Short for --entity-type broker-loggers --entity-name.");
  }

  /** The entity that the flags name. */
  static ConfigsEntity of(Flags flags) throws UsageFailure {
    List<ConfigsEntity> named = new ArrayList<>();
    for (Map.Entry<String, Kind> flag : SHORT.entrySet()) {
      String name = flags.text(flag.getKey());
      if (name != null) {
        named.add(of(flag.getValue(), name));
      }
    }
    if (flags.has("--broker-defaults")) {
      named.add(new ConfigsEntity(Kind.BROKERS, null, true));
    }
    List<String> types = flags.texts("--entity-type");
    List<String> names = flags.texts("--entity-name");
    if (named.size() + types.size() == 0) {
      throw new UsageFailure("At least one entity type must be specified");
    }
    if (named.size() + types.size() > 1) {
      throw new UsageFailure("Only one entity type can be specified: " + TYPES_SERVED);
    }
    boolean isDefault = flags.has("--entity-default");
    if (types.isEmpty()) {
      if (!names.isEmpty() || isDefault) {
        throw new UsageFailure(
            "--entity-{type,name,default} should not be used in conjunction with specific entity"
                + " flags");
      }
      return named.get(0);
    }
    if (names.size() + (isDefault ? 1 : 0) > 1) {
      throw new UsageFailure("One entity can be specified at a time");
    }
    Kind kind = kind(types.get(0));
    return isDefault
        ? checked(new ConfigsEntity(kind, null, true))
        : names.isEmpty() ? new ConfigsEntity(kind, null, false) : of(kind, names.get(0));
  }

  private static final String TYPES_SERVED = "topics, brokers or broker-loggers";

  private static ConfigsEntity of(Kind kind, String name) throws UsageFailure {
    return checked(
        name.isEmpty()
            ? new ConfigsEntity(kind, null, true)
            : new ConfigsEntity(kind, name, false));
  }

  private static ConfigsEntity checked(ConfigsEntity entity) throws UsageFailure {
    if (entity.isDefault() && entity.kind() != Kind.BROKERS) {
      throw new UsageFailure(entity.kind().plural() + " have no settings in common: name one");
    }
    if (entity.kind() != Kind.TOPICS && entity.name() != null) {
      try {
        Integer.parseInt(entity.name());
      } catch (NumberFormatException e) {
        throw new UsageFailure(
            "The entity name for "
                + entity.kind().plural()
                + " must be a valid integer broker id, but it is: "
                + entity.name());
      }
    }
    return entity;
  }

  private static Kind kind(String type) throws UsageFailure {
    for (Kind kind : Kind.values()) {
      if (kind.plural().equals(type)) {
        return kind;
      }
    }
    if (NOT_SERVED.contains(type)) {
      throw new UsageFailure("settings of " + type + " are not served by this version");
    }
    throw new UsageFailure(
        "Invalid entity type " + type + ", the entity type must be one of " + TYPES_SERVED);
  }

  /** It as a resource; must be one, not all of a kind. */
  ConfigResource resource() {
    return new ConfigResource(kind.type(), name == null ? "" : name);
  }
}
