package io.classickafka.tools;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the console consumer reads, and where it begins.
 *
 * @param topic one topic; null when there is a pattern
 * @param pattern topics by a regular expression; null when there is a topic
 * @param partition one partition of the topic; null for all, shared within a group
 * @param offset of the partition; {@link #EARLIEST} or {@link #LATEST}
 */
record ConsumerStart(
    @Nullable String topic, @Nullable Pattern pattern, @Nullable Integer partition, long offset) {

  static final long LATEST = -1;
  static final long EARLIEST = -2;

  /** The start that the flags ask for. */
  static ConsumerStart of(Flags flags) throws UsageFailure {
    List<String> what = flags.given(List.of("--topic", "--include", "--whitelist"));
    if (what.size() != 1) {
      throw new UsageFailure("Exactly one of --include/--topic is required.");
    }
    String topic = flags.text("--topic");
    Integer partition = flags.number("--partition", 0, Integer.MAX_VALUE);
    if (partition != null && topic == null) {
      throw new UsageFailure("The topic is required when partition is specified.");
    }
    if (flags.has("--offset") && partition == null) {
      throw new UsageFailure("The partition is required when offset is specified.");
    }
    flags.refuseWith("--partition", List.of("--group"));
    flags.refuseWith("--offset", List.of("--from-beginning"));
    long otherwise = flags.has("--from-beginning") ? EARLIEST : LATEST;
    String offset = flags.text("--offset");
    return new ConsumerStart(
        topic,
        topic == null ? pattern(flags.required(what.get(0))) : null,
        partition,
        offset == null ? otherwise : offset(offset));
  }

  private static Pattern pattern(String text) throws UsageFailure {
    try {
      return Pattern.compile(text.strip().replace(',', '|').replace(" ", ""));
    } catch (PatternSyntaxException e) {
      throw new UsageFailure("'" + text + "' is no regular expression: " + e.getDescription());
    }
  }

  private static long offset(String text) throws UsageFailure {
    if (text.equalsIgnoreCase("earliest")) {
      return EARLIEST;
    }
    if (text.equalsIgnoreCase("latest")) {
      return LATEST;
    }
    try {
      long offset = Long.parseLong(text);
      if (offset >= 0) {
        return offset;
      }
    } catch (NumberFormatException e) {
      // Told below, like a negative one.
    }
    throw new UsageFailure(
        "--offset takes earliest, latest or a number from 0 on, not '" + text + "'");
  }

  /** Makes a consumer read it. */
  void apply(Consumer<?, ?> consumer) {
    if (pattern != null) {
      consumer.subscribe(pattern);
    } else if (topic != null && partition == null) {
      consumer.subscribe(List.of(topic));
    } else if (topic != null && partition != null) {
      List<TopicPartition> assigned = List.of(new TopicPartition(topic, partition));
      consumer.assign(assigned);
      if (offset == EARLIEST) {
        consumer.seekToBeginning(assigned);
      } else if (offset == LATEST) {
        consumer.seekToEnd(assigned);
      } else {
        consumer.seek(assigned.get(0), offset);
      }
    }
  }
}
