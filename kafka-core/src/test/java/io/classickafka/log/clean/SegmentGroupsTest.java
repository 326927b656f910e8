package io.classickafka.log.clean;

import io.classickafka.log.RuleTables;
import io.classickafka.log.clean.SegmentGroups.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which segments are cleaned into one, as a table. */
class SegmentGroupsTest {

  @Test
  void neighboursThatFitOneSegment() {
    RuleTables.check("log", "segment-groups.txt", SegmentGroupsTest::row);
  }

  private static String row(String[] words) {
    String[] limits = words[0].substring("limit=".length()).split(",", -1);
    List<Member> members = new ArrayList<>();
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      members.add(member(word.split("[+:/,]", -1)));
    }
    List<List<Member>> groups =
        SegmentGroups.of(members, Long.parseLong(limits[0]), Long.parseLong(limits[1]));
    return groups.isEmpty()
        ? "none"
        : groups.stream().map(SegmentGroupsTest::bases).collect(Collectors.joining(" "));
  }

  private static Member member(String[] numbers) {
    long base = Long.parseLong(numbers[0]);
    boolean own = numbers.length > 3;
    return new Member(
        base,
        base + Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        own ? Long.parseLong(numbers[3]) : 8,
        own ? Long.parseLong(numbers[4]) : 12);
  }

  private static String bases(List<Member> group) {
    return group.stream()
        .map(member -> Long.toString(member.baseOffset()))
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
