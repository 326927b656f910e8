package io.classickafka.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** {@code kafka-reassign-partitions.sh}: moves replicas between brokers. */
public final class ReassignPartitionsCommand implements Tool {

  private static final String GENERATE = "--generate";
  private static final String EXECUTE = "--execute";
  private static final String VERIFY = "--verify";
  private static final String CANCEL = "--cancel";
  private static final String LIST = "--list";

  private static final String FILE = "--reassignment-json-file";
  private static final String TOPICS = "--topics-to-move-json-file";
  private static final String BROKERS = "--broker-list";
  private static final String DIR_THROTTLE = "--replica-alter-log-dirs-throttle";

  private static final Map<String, List<String>> REQUIRED = new LinkedHashMap<>();
  private static final Map<String, List<String>> ALLOWED = new LinkedHashMap<>();

  static {
    action(GENERATE, List.of(TOPICS, BROKERS), List.of("--disable-rack-aware"));
    action(
        EXECUTE, List.of(FILE), List.of("--additional", "--throttle", DIR_THROTTLE, "--timeout"));
    action(VERIFY, List.of(FILE), List.of("--preserve-throttles"));
    action(CANCEL, List.of(FILE), List.of("--preserve-throttles", "--timeout"));
    action(LIST, List.of(), List.of());
  }

  private final AdminConnector connector;

  ReassignPartitionsCommand(AdminConnector connector) {
    this.connector = connector;
  }

  private static void action(String name, List<String> required, List<String> others) {
    REQUIRED.put(name, required);
    List<String> allowed = new ArrayList<>(required);
    allowed.addAll(others);
    ALLOWED.put(name, allowed);
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new ReassignPartitionsCommand(AdminConnector::overNetwork), args);
  }

  @Override
  public FlagTable flags() {
    return new FlagTable("kafka-reassign-partitions.sh", "Moves replicas between brokers.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--command-config", "<file>", "Properties for the admin client.")
        .flag(GENERATE, "Propose where replicas of topics could be. Nothing is moved.")
        .flag(EXECUTE, "Start the moves of a file, after printing what takes them back.")
        .flag(VERIFY, "Tell how the moves of a file stand, and take limits off after the last.")
        .flag(CANCEL, "Give up those moves of a file that are under way.")
        .flag(LIST, "List the moves under way.")
        .text(
            TOPICS,
            "<file>",
            "With --generate: {\"topics\": [{\"topic\": \"t\"}], \"version\": 1}.")
        .text(BROKERS, "<0,1,...>", "With --generate: the brokers that are to have replicas.")
        .flag("--disable-rack-aware", "With --generate: do not look at racks.")
        .text(
            FILE,
            "<file>",
            "The moves: {\"partitions\": [{\"topic\": \"t\", \"partition\": 0, \"replicas\":"
                + " [1, 2], \"log_dirs\": [\"/disk1\", \"any\"]}], \"version\": 1}, log_dirs being"
                + " optional.")
        .number(
            "--throttle",
            "With --execute: a limit in bytes per second for what each broker sends and fetches of"
                + " these moves. Replicas in sync are not held back.")
        .flag("--additional", "With --execute: although other moves are under way.")
        .flag("--preserve-throttles", "With --verify and --cancel: leave limits as they are.")
        .number("--timeout", "With --execute and --cancel: how many ms it may take to start.")
        .number(
            DIR_THROTTLE,
            "With --execute: a limit in bytes per second for what each broker copies between its"
                + " log directories.");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    String action = action(flags);
    String bootstrap = flags.required("--bootstrap-server");
    try {
      Map<String, Object> settings = PropertyText.load(flags.text("--command-config"));
      return perform(action, flags, bootstrap, settings, streams);
    } catch (UsageFailure e) {
      throw e;
    } catch (KafkaException | ToolFailure e) {
      // Where scripts look for it, and in their words.
      streams.out().println("Error: " + Failures.line(e));
      return ToolRun.FAILURE;
    }
  }

  private static String action(Flags flags) throws UsageFailure {
    List<String> given = flags.given(List.copyOf(ALLOWED.keySet()));
    if (given.size() != 1) {
      throw new UsageFailure(
          "Command must include exactly one action: --generate, --execute, --verify, --cancel or"
              + " --list");
    }
    String action = given.get(0);
    for (String required : REQUIRED.getOrDefault(action, List.of())) {
      flags.required(required);
    }
    for (List<String> some : ALLOWED.values()) {
      flags.allowOnly(action, some, ALLOWED.getOrDefault(action, List.of()));
    }
    return action;
  }

  private int perform(
      String action, Flags flags, String bootstrap, Map<String, Object> settings, Streams streams)
      throws ToolFailure {
    Integer timeoutMs = flags.number("--timeout", 1, Integer.MAX_VALUE);
    if (action.equals(GENERATE)) {
      List<String> topics = ReassignmentFile.topics(flags.required(TOPICS));
      List<Integer> brokers = brokers(flags.required(BROKERS));
      boolean racks = !flags.has("--disable-rack-aware");
      try (Admin admin = connector.connect(bootstrap, settings, streams.err())) {
        new Reassignment(admin, streams.out(), timeoutMs).generate(topics, brokers, racks);
      }
      return ToolRun.SUCCESS;
    }
    if (action.equals(LIST)) {
      try (Admin admin = connector.connect(bootstrap, settings, streams.err())) {
        new Reassignment(admin, streams.out(), timeoutMs).list();
      }
      return ToolRun.SUCCESS;
    }
    var targets = ReassignmentFile.targets(flags.required(FILE));
    var dirs = ReassignmentFile.dirs(flags.required(FILE));
    var limits =
        new ReplicationThrottle.Limits(limit(flags, "--throttle"), limit(flags, DIR_THROTTLE));
    boolean preserve = flags.has("--preserve-throttles");
    try (Admin admin = connector.connect(bootstrap, settings, streams.err())) {
      Reassignment reassignment = new Reassignment(admin, streams.out(), timeoutMs);
      if (action.equals(EXECUTE)) {
        reassignment.execute(targets, dirs, limits, flags.has("--additional"));
      } else if (action.equals(VERIFY)) {
        reassignment.verify(targets, dirs, preserve);
      } else {
        reassignment.cancel(targets, dirs, preserve);
      }
    }
    return ToolRun.SUCCESS;
  }

  private static @Nullable Long limit(Flags flags, String flag) throws ToolFailure {
    Long limit = flags.number(flag);
    if (limit != null && limit < 0) {
      throw new UsageFailure(flag + " must be at least 0, not " + limit);
    }
    return limit;
  }

  private static List<Integer> brokers(String list) throws ToolFailure {
    List<Integer> brokers = new ArrayList<>();
    TreeSet<Integer> twice = new TreeSet<>();
    for (String text : list.split(",", -1)) {
      try {
        Integer id = Integer.valueOf(text.strip());
        if (brokers.contains(id)) {
          twice.add(id);
        }
        brokers.add(id);
      } catch (NumberFormatException e) {
        throw new UsageFailure("--broker-list takes broker ids like 0,1,2, not '" + list + "'");
      }
    }
    if (!twice.isEmpty()) {
      throw new ToolFailure("Broker list contains duplicate entries: " + twice);
    }
    return brokers;
  }
}
