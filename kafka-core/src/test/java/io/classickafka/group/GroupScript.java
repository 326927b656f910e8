package io.classickafka.group;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Plays a text of commands against the decisions and writes down what follows. Its time is its own;
 * timers fire when {@code advance} passes them. The commands:
 *
 * <pre>
 * set key=value ...                        settings; before the first command
 * join NAME group member=... [instance= protocols=a:meta,b:meta type= session= rebalance= id-known
 *      client= skip]
 * sync NAME group member=... gen=N [instance= type= name= assign=member:text,...]
 * beat NAME group member=... gen=N [instance=]
 * leave NAME group member[/instance],...
 * commit NAME group topic-0:offset[:metadata],... [member= gen= instance= at= expires=]
 * fetch NAME group topic-0,...|* [stable]
 * settle [ERROR]                           the oldest write
 * advance ms | expire | delete topic-0,... | reload | unload | show group
 * </pre>
 */
final class GroupScript {

  private static final long START_MS = 1_000_000;

  private final Map<String, String> set = new LinkedHashMap<>();
  private CoordinatorState state = new CoordinatorState();
  private final List<GroupRecord> log = new ArrayList<>();
  private final ArrayDeque<Write> writes = new ArrayDeque<>();
  private final Map<TimerKey, Long> timers = new LinkedHashMap<>();
  private final List<String> out = new ArrayList<>();
  private long nowMs = START_MS;
  private int ids;
  private long offsets;

  /** What follows from one line. */
  List<String> play(String line) {
    out.clear();
    String[] words = line.strip().split("\\s+");
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        options.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      } else {
        options.put(words[i], "");
      }
    }
    switch (words[0]) {
      case "set" -> set.putAll(options);
      case "join" -> handle(join(words, options));
      case "sync" -> handle(sync(words, options));
      case "beat" ->
          handle(
              new GroupCommand.Heartbeat(
                  to(words[1]),
                  words[2],
                  number(options, "gen", -1),
                  options.getOrDefault("member", ""),
                  options.get("instance")));
      case "leave" -> handle(leave(words));
      case "commit" -> handle(commit(words, options));
      case "fetch" ->
          handle(
              new GroupCommand.Fetch(
                  to(words[1]),
                  words[2],
                  words[3].equals("*") ? null : partitions(words[3]),
                  options.containsKey("stable")));
      case "settle" -> settle(words.length > 1 ? ErrorCode.valueOf(words[1]) : ErrorCode.NONE);
      case "advance" -> advance(Long.parseLong(words[1]));
      case "expire" -> handle(new GroupCommand.Expire());
      case "delete" -> handle(new GroupCommand.TopicsDeleted(partitions(words[1])));
      case "unload" -> handle(new GroupCommand.Unload());
      case "reload" -> reload();
      case "show" -> show(words[1]);
      default -> throw new IllegalArgumentException(line);
    }
    return List.copyOf(out);
  }

  private GroupSettings settings() {
    return new GroupSettings(
        number(set, "session.min", 6000),
        number(set, "session.max", 1_800_000),
        number(set, "delay", 3000),
        number(set, "max", Integer.MAX_VALUE),
        number(set, "metadata.max", 4096),
        5000,
        (short) -1,
        number(set, "retention", 604_800_000),
        600_000,
        1 << 20,
        Compression.NONE);
  }

  private static int number(Map<String, String> options, String key, int otherwise) {
    String value = options.get(key);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  private ReplyTo to(String name) {
    return reply -> out.add(name + ": " + text(reply));
  }

  // Commands.

  private GroupCommand join(String[] words, Map<String, String> options) {
    List<MemberProtocol> protocols = new ArrayList<>();
    for (String each : options.getOrDefault("protocols", "range:" + words[1]).split(",")) {
      if (!each.isEmpty()) {
        String[] parts = each.split(":", 2);
        protocols.add(new MemberProtocol(parts[0], bytes(parts[1])));
      }
    }
    return new GroupCommand.Join(
        to(words[1]),
        words[2],
        options.getOrDefault("member", ""),
        options.get("instance"),
        options.getOrDefault("client", "c"),
        "/127.0.0.1",
        number(options, "session", 10_000),
        number(options, "rebalance", 60_000),
        options.getOrDefault("type", "work"),
        protocols,
        !options.containsKey("id-known"),
        options.containsKey("skip"));
  }

  private GroupCommand sync(String[] words, Map<String, String> options) {
    Map<String, ByteSlice> assignments = new LinkedHashMap<>();
    for (String each : options.getOrDefault("assign", "").split(",")) {
      if (!each.isEmpty()) {
        String[] parts = each.split(":", 2);
        assignments.put(parts[0], bytes(parts[1]));
      }
    }
    return new GroupCommand.Sync(
        to(words[1]),
        words[2],
        number(options, "gen", -1),
        options.getOrDefault("member", ""),
        options.get("instance"),
        options.get("type"),
        options.get("name"),
        assignments);
  }

  private GroupCommand leave(String[] words) {
    List<GroupCommand.Leaver> leavers = new ArrayList<>();
    for (String each : words[3].split(",")) {
      String[] parts = each.split("/", 2);
      leavers.add(new GroupCommand.Leaver(parts[0], parts.length == 1 ? null : parts[1]));
    }
    return new GroupCommand.Leave(to(words[1]), words[2], leavers);
  }

  private GroupCommand commit(String[] words, Map<String, String> options) {
    List<GroupCommand.OffsetToCommit> commits = new ArrayList<>();
    for (String each : words[3].split(",")) {
      String[] parts = each.split(":", 3);
      commits.add(
          new GroupCommand.OffsetToCommit(
              partition(parts[0]),
              new CommittedOffset(
                  Long.parseLong(parts[1]),
                  CommittedOffset.NO_EPOCH,
                  parts.length > 2 ? parts[2] : "",
                  number(options, "at", (int) nowMs),
                  number(options, "expires", -1))));
    }
    return new GroupCommand.Commit(
        to(words[1]),
        words[2],
        number(options, "gen", -1),
        options.getOrDefault("member", ""),
        options.get("instance"),
        commits);
  }

  /** {@code topics(a,b)} is a consumer's subscription, anything else the bytes of the text. */
  private static ByteSlice bytes(String text) {
    return text.startsWith("~")
        ? GoldenRecords.subscription(text.substring(1).split("\\+"))
        : ByteSlice.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static TopicPartition partition(String text) {
    int dash = text.lastIndexOf('-');
    return new TopicPartition(text.substring(0, dash), Integer.parseInt(text.substring(dash + 1)));
  }

  private static List<TopicPartition> partitions(String text) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String each : text.split(",")) {
      partitions.add(partition(each));
    }
    return partitions;
  }

  // Effects.

  private void handle(GroupCommand command) {
    GroupDecisions decisions = new GroupDecisions(settings(), () -> "id" + ++ids);
    for (GroupEffect effect : decisions.handle(state, command, nowMs)) {
      if (effect instanceof GroupEffect.Reply reply) {
        reply.to().reply(reply.reply());
      } else if (effect instanceof GroupEffect.Append append) {
        writes.add(append.write());
        append.write().records().forEach(record -> out.add("write " + text(record)));
      } else if (effect instanceof GroupEffect.SetTimer timer) {
        timers.remove(timer.timer());
        timers.put(timer.timer(), nowMs + timer.delayMs());
        out.add("timer " + text(timer.timer()) + " " + timer.delayMs());
      } else if (effect instanceof GroupEffect.CancelTimer timer) {
        if (timers.remove(timer.timer()) != null) {
          out.add("cancel " + text(timer.timer()));
        }
      } else {
        throw new AssertionError(effect);
      }
    }
  }

  private void settle(ErrorCode error) {
    Write write = writes.remove();
    long baseOffset = offsets;
    if (error == ErrorCode.NONE) {
      offsets += write.records().size();
      log.addAll(write.records());
    }
    handle(new GroupCommand.Settled(write, error, baseOffset));
  }

  private void advance(long ms) {
    long until = nowMs + ms;
    while (true) {
      TimerKey next =
          timers.entrySet().stream()
              .filter(timer -> timer.getValue() <= until)
              .min(Comparator.comparingLong(Map.Entry::getValue))
              .map(Map.Entry::getKey)
              .orElse(null);
      if (next == null) {
        break;
      }
      nowMs = Math.max(nowMs, Objects.requireNonNull(timers.remove(next)));
      out.add("at +" + (nowMs - START_MS) + " over " + text(next));
      handle(new GroupCommand.TimeOver(next));
    }
    nowMs = until;
  }

  /** As the next coordinator finds it, which knows nothing but the log's bytes. */
  private void reload() {
    state = new CoordinatorState();
    timers.clear();
    writes.clear();
    long offset = 0;
    for (GroupRecord record : log) {
      GroupRecord read = RecordFormat.read(RecordFormat.key(record), RecordFormat.value(record));
      state.replay(Objects.requireNonNull(read), offset++);
    }
    handle(new GroupCommand.Loaded());
  }

  private void show(String id) {
    Group group = state.group(id);
    out.add(group == null ? "no group" : text(group));
  }

  // Text.

  private static String text(TimerKey timer) {
    return (timer.kind() + "/" + timer.group() + "/" + timer.memberId())
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("/$", "");
  }

  private static String text(ByteSlice bytes) {
    String text = new String(bytes.toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    return text.chars().allMatch(c -> c > ' ' && c < 127) ? text : bytes.sizeBytes() + " bytes";
  }

  private static String text(@Nullable String text) {
    return text == null ? "-" : text.isEmpty() ? "''" : text;
  }

  private static String text(GroupReply reply) {
    if (reply instanceof GroupReply.Joined joined) {
      StringBuilder text = new StringBuilder("joined ").append(joined.error());
      text.append(" member=").append(text(joined.memberId()));
      if (joined.generation() >= 0) {
        text.append(" gen=").append(joined.generation());
        text.append(" type=").append(text(joined.protocolType()));
        text.append(" name=").append(text(joined.protocolName()));
        text.append(" leader=").append(text(joined.leader()));
      }
      text.append(joined.skipAssignment() ? " skip" : "");
      for (GroupReply.JoinedMember member : joined.members()) {
        text.append(" [").append(member.memberId());
        text.append(member.instanceId() == null ? "" : "/" + member.instanceId());
        text.append(" ").append(text(member.metadata())).append("]");
      }
      return text.toString();
    } else if (reply instanceof GroupReply.Synced synced) {
      return synced.error() != ErrorCode.NONE
          ? "synced " + synced.error()
          : "synced NONE type="
              + text(synced.protocolType())
              + " name="
              + text(synced.protocolName())
              + " assignment="
              + text(text(synced.assignment()));
    } else if (reply instanceof GroupReply.Heard heard) {
      return "heard " + heard.error();
    } else if (reply instanceof GroupReply.Left left) {
      StringBuilder text = new StringBuilder("left ").append(left.error());
      left.members()
          .forEach(
              each -> text.append(" ").append(text(each.memberId())).append("=" + each.error()));
      return text.toString();
    } else if (reply instanceof GroupReply.Committed committed) {
      return "committed " + committed.errors();
    } else if (reply instanceof GroupReply.Fetched fetched) {
      StringBuilder text = new StringBuilder("fetched ").append(fetched.error());
      fetched
          .offsets()
          .forEach(
              each ->
                  text.append(" ")
                      .append(each.partition())
                      .append("=")
                      .append(
                          each.error() != ErrorCode.NONE
                              ? each.error()
                              : each.committed() == null
                                  ? "none"
                                  : each.committed().offset()
                                      + (each.committed().metadata().isEmpty()
                                          ? ""
                                          : ":" + each.committed().metadata())));
      return text.toString();
    }
    throw new AssertionError(reply);
  }

  private static String text(GroupRecord record) {
    if (record instanceof GroupRecord.OffsetStored stored) {
      return "offset " + stored.group() + " " + stored.partition() + "=" + stored.offset().offset();
    } else if (record instanceof GroupRecord.OffsetRemoved removed) {
      return "offset " + removed.group() + " " + removed.partition() + " removed";
    } else if (record instanceof GroupRecord.GroupRemoved removed) {
      return "group " + removed.group() + " removed";
    } else if (record instanceof GroupRecord.GroupStored stored) {
      StringBuilder text = new StringBuilder("group ").append(stored.group());
      text.append(" gen=").append(stored.generation());
      text.append(" type=").append(text(stored.protocolType()));
      text.append(" name=").append(text(stored.protocolName()));
      text.append(" leader=").append(text(stored.leader()));
      for (GroupRecord.StoredMember member : stored.members()) {
        text.append(" [").append(member.memberId());
        text.append(member.instanceId() == null ? "" : "/" + member.instanceId());
        text.append(" ").append(text(member.subscription()));
        text.append(" -> ").append(text(text(member.assignment()))).append("]");
      }
      return text.toString();
    }
    throw new AssertionError(record);
  }

  private static String text(Group group) {
    StringBuilder text = new StringBuilder(group.phase.text());
    text.append(" gen=").append(group.generation);
    text.append(" type=").append(text(group.protocolType));
    text.append(" name=").append(text(group.protocolName));
    text.append(" leader=").append(text(group.leader));
    for (Member member : group.members()) {
      text.append(" [").append(member.id);
      text.append(member.isStatic() ? "/" + member.instanceId : "");
      text.append(" -> ").append(text(text(member.assignment))).append("]");
    }
    text.append(group.pendingMembers.isEmpty() ? "" : " pending=" + group.pendingMembers);
    text.append(group.offsets.isEmpty() ? "" : " offsets=" + group.offsets.size());
    return text.toString();
  }
}
