package io.classickafka.api;

import io.classickafka.config.SettingsChange;
import io.classickafka.config.SettingsChange.Edit;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.security.Operation;
import io.classickafka.zk.ConfigEntity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a request that alters settings, from their checks to their results. Thread-safe:
 * without state.
 */
final class SettingsAlteration {

  static final byte TOPIC = 2;
  static final byte BROKER = 4;
  static final byte BROKER_LOGGER = 8;

  /** Messages may quote what the client sent, which has no limit of its own. */
  private static final int MESSAGE_CHARS_MAX = 1_000;

  private final MetadataCache cache;
  private final int brokerId;
  private final SettingsWriter writer;
  private final LoggerLevels loggers;
  private final Permissions permissions;

  SettingsAlteration(
      MetadataCache cache,
      int brokerId,
      SettingsWriter writer,
      LoggerLevels loggers,
      Permissions permissions) {
    this.cache = cache;
    this.brokerId = brokerId;
    this.writer = writer;
    this.loggers = loggers;
    this.permissions = permissions;
  }

  /** A resource as requests name it. */
  record Resource(byte type, String name) {}

  /** A resource and what shall be done to it; a null kind of edit is one that nobody knows. */
  record Asked(Resource resource, boolean replacesAll, List<Asked.Entry> entries) {
    record Entry(String name, SettingsChange.@Nullable Kind kind, @Nullable String value) {}
  }

  /** How a resource fared. */
  record Result(Resource resource, ErrorCode error, @Nullable String message) {}

  /**
   * Alters what is asked, each resource by itself.
   *
   * @param answer gets a result for each, in their order; called once, on any loop
   */
  void run(
      RequestContext context,
      List<Asked> resources,
      boolean validateOnly,
      Consumer<List<Result>> answer) {
    Map<Resource, Integer> named = new LinkedHashMap<>();
    resources.forEach(asked -> named.merge(asked.resource(), 1, Integer::sum));
    Result[] results = new Result[resources.size()];
    // One more than resources, so that the answer comes after all have begun.
    AtomicInteger open = new AtomicInteger(resources.size() + 1);
    Runnable settle =
        () -> {
          if (open.decrementAndGet() == 0) {
            answer.accept(new ArrayList<>(Arrays.asList(results)));
          }
        };
    for (int i = 0; i < results.length; i++) {
      int index = i;
      Asked asked = resources.get(i);
      boolean twice = named.getOrDefault(asked.resource(), 0) > 1;
      begin(
          context,
          asked,
          twice,
          validateOnly,
          outcome -> {
            results[index] = result(asked.resource(), outcome);
            settle.run();
          });
    }
    settle.run();
  }

  private static Result result(Resource resource, SettingsWriter.Outcome outcome) {
    String message = outcome.message();
    if (outcome.error() == ErrorCode.NONE) {
      return new Result(resource, outcome.error(), null);
    }
    String told = message == null ? outcome.error().message() : message;
    boolean fits = told.length() <= MESSAGE_CHARS_MAX;
    return new Result(
        resource, outcome.error(), fits ? told : told.substring(0, MESSAGE_CHARS_MAX) + "...");
  }

  private void begin(
      RequestContext context,
      Asked asked,
      boolean twice,
      boolean validateOnly,
      Consumer<SettingsWriter.Outcome> reply) {
    SettingsWriter.Outcome refused = twice ? invalid("The resource is named twice.") : null;
    if (refused == null) {
      refused = malformed(asked);
    }
    if (refused == null) {
      refused =
          switch (asked.resource().type()) {
            case TOPIC -> topicRefusal(context, asked.resource().name());
            case BROKER -> brokerRefusal(context, asked.resource().name());
            case BROKER_LOGGER -> loggerRefusal(context, asked);
            default -> invalid("Resources of type " + asked.resource().type() + " have none.");
          };
    }
    if (refused != null) {
      reply.accept(refused);
      return;
    }
    if (asked.resource().type() == BROKER_LOGGER) {
      if (!validateOnly) {
        setLevels(asked);
      }
      reply.accept(new SettingsWriter.Outcome(ErrorCode.NONE, null));
      return;
    }
    writer.change(entity(asked.resource()), change(asked), validateOnly, reply);
  }

  private static ConfigEntity entity(Resource resource) {
    if (resource.type() == TOPIC) {
      return new ConfigEntity.TopicEntity(resource.name());
    }
    return new ConfigEntity.BrokerEntity(
        resource.name().isEmpty() ? null : Integer.valueOf(resource.name()));
  }

  private static SettingsChange change(Asked asked) {
    List<Edit> edits = new ArrayList<>();
    for (Asked.Entry entry : asked.entries()) {
      SettingsChange.Kind kind = entry.kind();
      if (kind != null) {
        edits.add(new Edit(entry.name(), kind, entry.value()));
      }
    }
    return new SettingsChange(asked.replacesAll(), edits);
  }

  private static SettingsWriter.@Nullable Outcome malformed(Asked asked) {
    Set<String> names = new LinkedHashSet<>();
    List<String> valueless = new ArrayList<>();
    for (Asked.Entry entry : asked.entries()) {
      if (!names.add(entry.name())) {
        return invalid("A setting is named twice: " + entry.name());
      }
      if (entry.kind() == null) {
        return invalid("An unknown operation is asked for: " + entry.name());
      }
      if (entry.kind() != SettingsChange.Kind.DELETE && entry.value() == null) {
        valueless.add(entry.name());
      }
    }
    return valueless.isEmpty()
        ? null
        : invalid("Null value not supported for : " + String.join(", ", valueless));
  }

  private SettingsWriter.@Nullable Outcome topicRefusal(RequestContext context, String topic) {
    if (!permissions.onTopic(context, Operation.ALTER_CONFIGS, topic)) {
      return new SettingsWriter.Outcome(ErrorCode.TOPIC_AUTHORIZATION_FAILED, null);
    }
    if (topic.isEmpty()) {
      return invalid("Topics have no settings in common: name one.");
    }
    return cache.image().topic(topic) == null
        ? new SettingsWriter.Outcome(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null)
        : null;
  }

  private SettingsWriter.@Nullable Outcome brokerRefusal(RequestContext context, String name) {
    SettingsWriter.Outcome refused = name.isEmpty() ? null : nameRefusal(name);
    return refused != null ? refused : clusterRefusal(context);
  }

  private SettingsWriter.@Nullable Outcome clusterRefusal(RequestContext context) {
    return permissions.onCluster(context, Operation.ALTER_CONFIGS)
        ? null
        : new SettingsWriter.Outcome(ErrorCode.CLUSTER_AUTHORIZATION_FAILED, null);
  }

  private SettingsWriter.@Nullable Outcome nameRefusal(String name) {
    String problem = nameProblem(name, brokerId);
    return problem == null ? null : invalid(problem);
  }

  /** Why a resource is not this broker's; null when it is. */
  static @Nullable String nameProblem(String name, int brokerId) {
    try {
      return Integer.parseInt(name) == brokerId
          ? null
          : "Unexpected broker id, expected " + brokerId + " but received " + name;
    } catch (NumberFormatException e) {
      return "Broker id must be an integer, but it is: " + name;
    }
  }

  private SettingsWriter.@Nullable Outcome loggerRefusal(RequestContext context, Asked asked) {
    SettingsWriter.Outcome refused = clusterRefusal(context);
    if (refused == null) {
      refused = nameRefusal(asked.resource().name());
    }
    if (refused != null || asked.entries().isEmpty()) {
      return refused;
    }
    if (asked.replacesAll()) {
      return invalid("Levels are set one by one: by IncrementalAlterConfigs.");
    }
    Set<String> known = loggers.levels().keySet();
    for (Asked.Entry entry : asked.entries()) {
      refused = levelRefusal(entry, known);
      if (refused != null) {
        return refused;
      }
    }
    return null;
  }

  private static SettingsWriter.@Nullable Outcome levelRefusal(
      Asked.Entry entry, Set<String> known) {
    SettingsChange.Kind kind = entry.kind();
    if (kind != SettingsChange.Kind.SET && kind != SettingsChange.Kind.DELETE) {
      return invalid("A level is set or deleted, nothing else: " + entry.name());
    }
    if (!known.contains(entry.name())) {
      return wrong("Logger " + entry.name() + " does not exist!");
    }
    if (kind == SettingsChange.Kind.DELETE) {
      return entry.name().equals(LoggerLevels.ROOT)
          ? invalid("Removing the log level of the root logger is not allowed")
          : null;
    }
    return LoggerLevels.NAMES.contains(String.valueOf(entry.value()))
        ? null
        : wrong(
            "Cannot set the log level of "
                + entry.name()
                + " to "
                + entry.value()
                + ": the levels are "
                + String.join(", ", LoggerLevels.NAMES));
  }

  private void setLevels(Asked asked) {
    for (Asked.Entry entry : asked.entries()) {
      boolean set = entry.kind() == SettingsChange.Kind.SET;
      loggers.set(entry.name(), set ? entry.value() : null);
    }
  }

  private static SettingsWriter.Outcome invalid(String message) {
    return new SettingsWriter.Outcome(ErrorCode.INVALID_REQUEST, message);
  }

  private static SettingsWriter.Outcome wrong(String message) {
    return new SettingsWriter.Outcome(ErrorCode.INVALID_CONFIG, message);
  }
}
