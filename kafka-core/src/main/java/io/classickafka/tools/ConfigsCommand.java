package io.classickafka.tools;

import io.classickafka.tools.ConfigsEntity.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** {@code kafka-configs.sh}: shows and changes settings of topics, brokers and loggers. */
public final class ConfigsCommand implements Tool {

  private static final List<String> OF_ALTER =
      List.of("--add-config", "--add-config-file", "--delete-config");

  private final AdminConnector connector;

  ConfigsCommand(AdminConnector connector) {
    this.connector = connector;
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new ConfigsCommand(AdminConnector::overNetwork), args);
  }

  @Override
  public FlagTable flags() {
    FlagTable table =
        new FlagTable(
                "kafka-configs.sh", "Shows and changes settings of topics, brokers and loggers.")
            .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
            .text("--command-config", "<file>", "Properties for the admin client.")
            .flag("--describe", "Show settings.")
            .flag("--alter", "Change settings.")
            .flag("--all", "With --describe: also what was not set for the entity itself.")
            .text(
                "--add-config",
                "<k=v,...>",
                "With --alter: set these. Values with commas stand in brackets: k=[a,b].")
            .text("--add-config-file", "<file>", "With --alter: set what the properties file says.")
            .text("--delete-config", "<k,...>", "With --alter: go back to the defaults of these.")
            .flag("--force", "Ask nothing. No question is asked anyway.");
    return ConfigsEntity.addFlags(table);
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    if (flags.given(List.of("--describe", "--alter")).size() != 1) {
      throw new UsageFailure("Command must include exactly one action: --describe, --alter");
    }
    String bootstrap = flags.required("--bootstrap-server");
    ConfigsEntity entity = ConfigsEntity.of(flags);
    flags.refuseWith("--alter", List.of("--all"));
    flags.refuseWith("--describe", OF_ALTER);
    flags.refuseWith("--add-config", List.of("--add-config-file"));
    boolean alters = flags.has("--alter");
    if (alters) {
      checkAlter(flags, entity);
    }
    Map<String, String> added = alters ? ConfigsText.added(flags) : Collections.emptyMap();
    List<String> deleted = alters ? ConfigsText.deleted(flags) : List.of();
    Map<String, Object> settings = PropertyText.load(flags.text("--command-config"));
    try (Admin admin = connector.connect(bootstrap, settings, streams.err())) {
      if (alters) {
        alter(admin, entity, added, deleted, streams);
      } else {
        describe(admin, entity, flags.has("--all"), streams);
      }
    }
    return ToolRun.SUCCESS;
  }

  private static void checkAlter(Flags flags, ConfigsEntity entity) throws UsageFailure {
    if (flags.given(OF_ALTER).isEmpty()) {
      throw new UsageFailure(
          "At least one of --add-config, --add-config-file, or --delete-config must be specified"
              + " with --alter");
    }
    if (entity.name() == null && !entity.isDefault()) {
      throw new UsageFailure(
          "An entity name must be specified with --alter of " + entity.kind().plural());
    }
  }

  private static void alter(
      Admin admin,
      ConfigsEntity entity,
      Map<String, String> added,
      List<String> deleted,
      Streams streams)
      throws ToolFailure {
    ConfigResource resource = entity.resource();
    if (!deleted.isEmpty()) {
      List<String> unknown = new ArrayList<>(deleted);
      for (ConfigEntry entry : entries(admin, entity, resource, false)) {
        unknown.remove(entry.name());
      }
      if (!unknown.isEmpty()) {
        throw new ToolFailure(
            "Invalid config(s): " + String.join(",", unknown), "--describe shows what is set");
      }
    }
    List<AlterConfigOp> ops = new ArrayList<>();
    added.forEach(
        (name, value) -> ops.add(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET)));
    for (String name : deleted) {
      ops.add(new AlterConfigOp(new ConfigEntry(name, ""), OpType.DELETE));
    }
    Map<ConfigResource, Collection<AlterConfigOp>> change = Collections.singletonMap(resource, ops);
    Failures.await(admin.incrementalAlterConfigs(change).all());
    streams
        .out()
        .println(
            entity.isDefault()
                ? "Completed updating default config for "
                    + entity.kind().plural()
                    + " in the cluster."
                : "Completed updating config for "
                    + entity.kind().singular()
                    + " "
                    + entity.name()
                    + ".");
  }

  private static void describe(Admin admin, ConfigsEntity entity, boolean all, Streams streams)
      throws ToolFailure {
    for (ConfigsEntity one : each(admin, entity)) {
      streams
          .out()
          .println(
              one.isDefault()
                  ? "Default configs for " + one.kind().plural() + " in the cluster are:"
                  : (all ? "All" : "Dynamic")
                      + " configs for "
                      + one.kind().singular()
                      + " "
                      + one.name()
                      + " are:");
      for (ConfigEntry entry : entries(admin, one, one.resource(), all)) {
        String synonyms =
            entry.synonyms().stream()
                .map(other -> other.source() + ":" + other.name() + "=" + other.value())
                .collect(Collectors.joining(", "));
        streams
            .out()
            .println(
                "  "
                    + entry.name()
                    + "="
                    + entry.value()
                    + " sensitive="
                    + entry.isSensitive()
                    + " synonyms={"
                    + synonyms
                    + "}");
      }
    }
  }

  /** The entity itself, or all of its kind when none is named. */
  private static List<ConfigsEntity> each(Admin admin, ConfigsEntity entity) throws ToolFailure {
    if (entity.name() != null || entity.isDefault()) {
      return List.of(entity);
    }
    List<ConfigsEntity> all = new ArrayList<>();
    if (entity.kind() == Kind.TOPICS) {
      for (String topic :
          new TreeSet<>(
              Failures.await(
                  admin.listTopics(new ListTopicsOptions().listInternal(true)).names()))) {
        all.add(new ConfigsEntity(entity.kind(), topic, false));
      }
      return all;
    }
    List<Node> nodes = new ArrayList<>(Failures.await(admin.describeCluster().nodes()));
    nodes.sort(Comparator.comparingInt(Node::id));
    for (Node node : nodes) {
      all.add(new ConfigsEntity(entity.kind(), node.idString(), false));
    }
    if (entity.kind() == Kind.BROKERS) {
      all.add(new ConfigsEntity(entity.kind(), null, true));
    }
    return all;
  }

  private static List<ConfigEntry> entries(
      Admin admin, ConfigsEntity entity, ConfigResource resource, boolean all) throws ToolFailure {
    Map<ConfigResource, Config> described =
        Failures.await(
            admin
                .describeConfigs(
                    List.of(resource), new DescribeConfigsOptions().includeSynonyms(true))
                .all());
    Config config = described.get(resource);
    List<ConfigEntry> entries = new ArrayList<>();
    if (config != null) {
      for (ConfigEntry entry : config.entries()) {
        if (all || isOwn(entity, entry)) {
          entries.add(entry);
        }
      }
    }
    entries.sort(Comparator.comparing(ConfigEntry::name));
    return entries;
  }

  /** Whether a setting was set for the entity itself. */
  private static boolean isOwn(ConfigsEntity entity, ConfigEntry entry) {
    return switch (entity.kind()) {
      case TOPICS -> entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG;
      case BROKERS ->
          entry.source()
              == (entity.isDefault()
                  ? ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG
                  : ConfigSource.DYNAMIC_BROKER_CONFIG);
      case BROKER_LOGGERS -> true;
    };
  }
}
