package io.classickafka.tools;

import io.classickafka.tools.TopicText.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** {@code kafka-topics.sh}: creates, lists, describes, alters and deletes topics. */
public final class TopicsCommand implements Tool {

  private static final String CREATE = "--create";
  private static final String LIST = "--list";
  private static final String DESCRIBE = "--describe";
  private static final String ALTER = "--alter";
  private static final String DELETE = "--delete";
  private static final List<String> ACTIONS = List.of(LIST, DESCRIBE, CREATE, ALTER, DELETE);

  private static final List<String> OF_CREATE =
      List.of(
          "--partitions",
          "--replication-factor",
          "--replica-assignment",
          "--config",
          "--if-not-exists");
  private static final List<String> OF_ALTER = List.of("--partitions", "--replica-assignment");
  private static final Map<String, View> VIEWS = views();

  private final AdminConnector connector;

  TopicsCommand(AdminConnector connector) {
    this.connector = connector;
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new TopicsCommand(AdminConnector::overNetwork), args);
  }

  private static Map<String, View> views() {
    Map<String, View> views = new LinkedHashMap<>();
    views.put("--topics-with-overrides", View.OVERRIDES);
    views.put("--under-replicated-partitions", View.UNDER_REPLICATED);
    views.put("--unavailable-partitions", View.UNAVAILABLE);
    views.put("--under-min-isr-partitions", View.UNDER_MIN_ISR);
    views.put("--at-min-isr-partitions", View.AT_MIN_ISR);
    return views;
  }

  @Override
  public FlagTable flags() {
    return new FlagTable("kafka-topics.sh", "Creates, lists, describes, alters and deletes topics.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--command-config", "<file>", "Properties for the admin client.")
        .flag(CREATE, "Create a topic.")
        .flag(LIST, "List topics.")
        .flag(DESCRIBE, "Describe topics, their settings and partitions.")
        .flag(ALTER, "Give topics more partitions.")
        .flag(DELETE, "Delete topics.")
        .text(
            "--topic",
            "<name>",
            "The topic. Except with --create, a regular expression with commas between"
                + " alternatives.")
        .text("--topic-id", "<id>", "With --describe: the topic by its id.")
        .number(
            "--partitions",
            "With --create: how many. Default: the broker's. With --alter: how many in all.")
        .number("--replication-factor", "With --create: replicas of each. Default: the broker's.")
        .text(
            "--replica-assignment",
            "<0:1,1:2,...>",
            "With --create and --alter: broker ids for each partition, the present ones too.")
        .texts("--config", "<name=value>", "With --create: a setting of the topic. Repeatable.")
        .texts("--delete-config", "<name>", "Not here: see kafka-configs.sh.")
        .flag("--if-not-exists", "With --create: do nothing when the topic exists.")
        .flag("--if-exists", "Except with --create and --list: do nothing when there is none.")
        .flag("--exclude-internal", "With --list and --describe: leave out internal topics.")
        .flag("--topics-with-overrides", "With --describe: topics with settings of their own.")
        .flag("--under-replicated-partitions", "With --describe: those with lagging replicas.")
        .flag("--unavailable-partitions", "With --describe: those without a leader.")
        .flag("--under-min-isr-partitions", "With --describe: those below min.insync.replicas.")
        .flag("--at-min-isr-partitions", "With --describe: those at min.insync.replicas.");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    check(flags);
    Map<String, Object> settings = PropertyText.load(flags.text("--command-config"));
    try (Admin admin =
        connector.connect(flags.required("--bootstrap-server"), settings, streams.err())) {
      perform(flags, admin, streams);
    } catch (UsageFailure e) {
      throw e;
    } catch (KafkaException | ToolFailure e) {
      // Where scripts look for it, and in their words.
      streams.out().println("Error while executing topic command : " + Failures.line(e));
      return ToolRun.FAILURE;
    }
    return ToolRun.SUCCESS;
  }

  private static void check(Flags flags) throws ToolFailure {
    List<String> actions = flags.given(ACTIONS);
    if (actions.size() != 1) {
      throw new UsageFailure(
          "Command must include exactly one action: --list, --describe, --create, --alter or"
              + " --delete");
    }
    flags.required("--bootstrap-server");
    String action = actions.get(0);
    if (action.equals(ALTER) || flags.has("--delete-config")) {
      refuseSettings(flags);
    }
    if (action.equals(CREATE) || action.equals(DELETE) || action.equals(ALTER)) {
      flags.required("--topic");
    }
    if (action.equals(ALTER)) {
      if (!flags.has("--partitions")) {
        throw new UsageFailure("Missing required argument \"[partitions]\"");
      }
    }
    List<String> views = List.copyOf(VIEWS.keySet());
    for (String view : views) {
      flags.refuseWith(view, views);
    }
    if (!action.equals(ALTER)) {
      flags.refuseWith("--replica-assignment", List.of("--partitions", "--replication-factor"));
    }
    flags.refuseWith("--topic-id", List.of("--topic"));
    List<String> allowed = action.equals(ALTER) ? OF_ALTER : List.of();
    flags.allowOnly(action, OF_CREATE, action.equals(CREATE) ? OF_CREATE : allowed);
    flags.allowOnly(action, views, action.equals(DESCRIBE) ? views : List.of());
    if (!action.equals(DESCRIBE)) {
      flags.refuseWith("--topic-id", List.of(action));
    }
    if (action.equals(CREATE) || action.equals(LIST)) {
      flags.refuseWith("--if-exists", List.of(action));
    }
  }

  // People try here what Apache's tool did long ago: told is the whole command that does it.
  private static void refuseSettings(Flags flags) throws ToolFailure {
    List<String> set = flags.texts("--config");
    List<String> deleted = flags.texts("--delete-config");
    if (set.isEmpty() && deleted.isEmpty()) {
      return;
    }
    StringBuilder command = new StringBuilder("kafka-configs.sh --bootstrap-server ");
    command.append(flags.required("--bootstrap-server"));
    command.append(" --alter --entity-type topics --entity-name ");
    command.append(flags.required("--topic"));
    List<String> pairs = new ArrayList<>();
    PropertyText.pairs("--config", set)
        .forEach(
            (name, value) ->
                pairs.add(name + "=" + (value.contains(",") ? "[" + value + "]" : value)));
    if (!pairs.isEmpty()) {
      command.append(" --add-config ").append(quoted(String.join(",", pairs)));
    }
    if (!deleted.isEmpty()) {
      command.append(" --delete-config ").append(quoted(String.join(",", deleted)));
    }
    throw new ToolFailure(
        "settings of a topic that exists are changed with another command: " + command);
  }

  private static String quoted(String text) {
    return text.matches("[\\w.,=:@%+/-]*") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static void perform(Flags flags, Admin admin, Streams streams) throws ToolFailure {
    if (flags.has(CREATE)) {
      create(flags, admin, streams);
    } else if (flags.has(LIST)) {
      for (String name : matching(flags, admin)) {
        streams.out().println(name);
      }
    } else if (flags.has(DESCRIBE)) {
      describe(flags, admin, streams);
    } else if (flags.has(ALTER)) {
      alter(flags, admin);
    } else {
      List<String> names = existing(flags, admin);
      Failures.await(admin.deleteTopics(names).all());
    }
  }

  private static void alter(Flags flags, Admin admin) throws ToolFailure {
    List<String> names = existing(flags, admin);
    Integer total = flags.number("--partitions", 1, Integer.MAX_VALUE);
    if (names.isEmpty() || total == null) {
      return;
    }
    String text = flags.text("--replica-assignment");
    List<List<Integer>> assignment =
        text == null ? null : new ArrayList<>(ReplicaAssignment.parse(text).values());
    Map<String, TopicDescription> topics =
        Failures.await(admin.describeTopics(names).allTopicNames());
    Map<String, NewPartitions> wanted = new LinkedHashMap<>();
    for (TopicDescription topic : inOrder(topics, names)) {
      int present = topic.partitions().size();
      wanted.put(
          topic.name(),
          assignment == null
              ? NewPartitions.increaseTo(total)
              : NewPartitions.increaseTo(
                  total,
                  assignment.subList(Math.min(present, assignment.size()), assignment.size())));
    }
    Failures.await(admin.createPartitions(wanted).all());
  }

  private static void create(Flags flags, Admin admin, Streams streams) throws ToolFailure {
    String name = flags.required("--topic");
    NewTopic topic = newTopic(flags, name);
    if (name.indexOf('.') >= 0 || name.indexOf('_') >= 0) {
      streams
          .out()
          .println(
              "WARNING: Due to limitations in metric names, '.' and '_' look the same there:"
                  + " use only one of them in the names of topics.");
    }
    try {
      Failures.await(admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      if (flags.has("--if-not-exists")) {
        return;
      }
      throw e;
    }
    streams.out().println("Created topic " + name + ".");
  }

  private static NewTopic newTopic(Flags flags, String name) throws UsageFailure {
    Map<String, String> settings = PropertyText.pairs("--config", flags.texts("--config"));
    String assignment = flags.text("--replica-assignment");
    if (assignment != null) {
      return new NewTopic(name, ReplicaAssignment.parse(assignment)).configs(settings);
    }
    Integer partitions = flags.number("--partitions", 1, Integer.MAX_VALUE);
    Integer replicas = flags.number("--replication-factor", 1, Short.MAX_VALUE);
    return new NewTopic(
            name,
            Optional.ofNullable(partitions),
            Optional.ofNullable(replicas).map(Integer::shortValue))
        .configs(settings);
  }

  // The names that --topic means, in order.
  private static List<String> matching(Flags flags, Admin admin) throws ToolFailure {
    Predicate<String> filter = TopicFilter.of(flags.text("--topic"));
    boolean internal = !flags.has("--exclude-internal");
    Map<String, TopicListing> all =
        Failures.await(
            admin.listTopics(new ListTopicsOptions().listInternal(internal)).namesToListings());
    List<String> names = new ArrayList<>();
    for (String name : new TreeMap<>(all).keySet()) {
      if (filter.test(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<String> existing(Flags flags, Admin admin) throws ToolFailure {
    List<String> names = matching(flags, admin);
    String asked = flags.text("--topic");
    if (names.isEmpty() && asked != null && !flags.has("--if-exists")) {
      throw new ToolFailure(
          "Topic '" + asked + "' does not exist as expected", "--list shows the topics there are");
    }
    return names;
  }

  private static void describe(Flags flags, Admin admin, Streams streams) throws ToolFailure {
    List<TopicDescription> topics = described(flags, admin);
    if (topics.isEmpty()) {
      return;
    }
    List<Integer> live = new ArrayList<>();
    for (Node node : Failures.await(admin.describeCluster().nodes())) {
      live.add(node.id());
    }
    Map<String, ConfigResource> resources = new LinkedHashMap<>();
    for (TopicDescription topic : topics) {
      resources.put(topic.name(), new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
    }
    Map<ConfigResource, Config> configs =
        Failures.await(admin.describeConfigs(resources.values()).all());
    View view = view(flags);
    Map<TopicPartition, PartitionReassignment> moves = moves(admin);
    for (TopicDescription topic : topics) {
      Config config = configs.get(resources.get(topic.name()));
      List<String> lines =
          TopicText.of(topic, config == null ? new Config(List.of()) : config, live, view, moves);
      lines.forEach(streams.out()::println);
    }
  }

  // Who may describe topics may not be allowed to see moves, and old brokers do not tell.
  private static Map<TopicPartition, PartitionReassignment> moves(Admin admin) throws ToolFailure {
    try {
      return Failures.await(admin.listPartitionReassignments().reassignments());
    } catch (ClusterAuthorizationException | UnsupportedVersionException e) {
      return Collections.emptyMap();
    }
  }

  private static View view(Flags flags) {
    for (Map.Entry<String, View> view : VIEWS.entrySet()) {
      if (flags.has(view.getKey())) {
        return view.getValue();
      }
    }
    return View.ALL;
  }

  private static List<TopicDescription> described(Flags flags, Admin admin) throws ToolFailure {
    String id = flags.text("--topic-id");
    if (id == null) {
      List<String> names = existing(flags, admin);
      return inOrder(Failures.await(admin.describeTopics(names).allTopicNames()), names);
    }
    Uuid topicId = topicId(id);
    Map<Uuid, TopicListing> byId = new LinkedHashMap<>();
    for (TopicListing topic :
        Failures.await(admin.listTopics(new ListTopicsOptions().listInternal(true)).listings())) {
      byId.put(topic.topicId(), topic);
    }
    TopicListing found = byId.get(topicId);
    if (found == null) {
      if (flags.has("--if-exists")) {
        return List.of();
      }
      throw new ToolFailure(
          "TopicId '" + id + "' does not exist as expected", "--describe shows the ids there are");
    }
    List<String> names = List.of(found.name());
    return inOrder(Failures.await(admin.describeTopics(names).allTopicNames()), names);
  }

  private static Uuid topicId(String text) throws UsageFailure {
    try {
      return Uuid.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--topic-id takes an id of 22 characters, not '" + text + "'");
    }
  }

  private static List<TopicDescription> inOrder(
      Map<String, TopicDescription> topics, List<String> names) {
    List<TopicDescription> ordered = new ArrayList<>();
    for (String name : names) {
      TopicDescription topic = topics.get(name);
      if (topic != null) {
        ordered.add(topic);
      }
    }
    return ordered;
  }
}
