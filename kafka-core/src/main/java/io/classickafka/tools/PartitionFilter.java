package io.classickafka.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which partitions are meant: rules, one of which must hold. */
final class PartitionFilter {

  private static final Pattern PAIR = Pattern.compile("([^:,]*)(?::([0-9]*)(-([0-9]*))?)?");

  /** A rule: topics, and the numbers from the first to below the end. */
  private record Rule(Predicate<String> topic, int first, int end) {}

  private final List<Rule> rules = new ArrayList<>();

  private PartitionFilter() {}

  /**
   * Topics and numbers of partitions apart; null stands for all.
   *
   * @param numbers with commas between them
   */
  static PartitionFilter of(@Nullable String topics, @Nullable String numbers) throws UsageFailure {
    PartitionFilter filter = new PartitionFilter();
    Predicate<String> topic = TopicFilter.of(topics);
    if (numbers == null || numbers.isBlank()) {
      filter.rules.add(new Rule(topic, 0, Integer.MAX_VALUE));
      return filter;
    }
    for (String text : numbers.split(",", -1)) {
      int number = number("--partitions", text.strip());
      filter.rules.add(new Rule(topic, number, number + 1));
    }
    return filter;
  }

  /**
   * Pairs like {@code topic:3}, {@code topic:2-5}, {@code topic:2-}, {@code :0} or {@code topic}.
   */
  static PartitionFilter ofPairs(String pairs) throws UsageFailure {
    PartitionFilter filter = new PartitionFilter();
    for (String pair : pairs.split(",", -1)) {
      Matcher matcher = PAIR.matcher(pair.strip());
      if (!matcher.matches()) {
        throw new UsageFailure("Invalid rule specification: " + pair);
      }
      String topic = String.valueOf(matcher.group(1));
      String first = matcher.group(2);
      String end = matcher.group(4);
      boolean range = matcher.group(3) != null;
      int from = first == null || first.isEmpty() ? 0 : number("--topic-partitions", first);
      int below = Integer.MAX_VALUE;
      if (range && end != null && !end.isEmpty()) {
        below = number("--topic-partitions", end);
      } else if (!range && first != null && !first.isEmpty()) {
        below = from + 1;
      }
      filter.rules.add(new Rule(TopicFilter.of(topic.isEmpty() ? null : topic), from, below));
    }
    return filter;
  }

  private static int number(String flag, String text) throws UsageFailure {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number < Integer.MAX_VALUE) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new UsageFailure(flag + " takes numbers of partitions, not '" + text + "'");
    }
    throw new UsageFailure(flag + " takes numbers of partitions, not '" + text + "'");
  }

  /** Whether some partition of a topic may be meant. */
  boolean mayHave(String topic) {
    return rules.stream().anyMatch(rule -> rule.topic().test(topic));
  }

  boolean has(String topic, int partition) {
    return rules.stream()
        .anyMatch(
            rule ->
                rule.topic().test(topic) && partition >= rule.first() && partition < rule.end());
  }
}
