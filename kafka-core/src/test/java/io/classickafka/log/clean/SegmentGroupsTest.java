package io.classickafka.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.clean.SegmentGroups.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentGroupsTest {

  private static List<List<Long>> groups(long bytes, long indexBytes, Member... members) {
    return SegmentGroups.of(List.of(members), bytes, indexBytes).stream()
        .map(group -> group.stream().map(Member::baseOffset).toList())
        .toList();
  }

  private static Member member(long base, long end, long bytes) {
    return new Member(base, end, bytes, 8, 12);
  }

  @Test
  void sumsOfSizesFitASegment() {
    assertThat(groups(100, 1000, member(0, 5, 50), member(5, 9, 50), member(9, 12, 1)))
        .containsExactly(List.of(0L, 5L), List.of(9L));
    assertThat(groups(100, 1000, member(0, 5, 500), member(5, 9, 1)))
        .containsExactly(List.of(0L), List.of(5L));
  }

  @Test
  void sumsOfIndexesFitAnIndex() {
    assertThat(groups(100, 24, member(0, 5, 1), member(5, 9, 1), member(9, 12, 1)))
        .containsExactly(List.of(0L, 5L), List.of(9L));
    Member tall = new Member(5, 9, 1, 20, 0);
    assertThat(groups(100, 24, member(0, 5, 1), tall)).containsExactly(List.of(0L), List.of(5L));
  }

  @Test
  void offsetsOfAGroupFitAnIndex() {
    long far = 1L + Integer.MAX_VALUE;
    assertThat(groups(100, 1000, member(0, 10, 1), member(10, far, 1), member(far, far + 5, 1)))
        .containsExactly(List.of(0L, 10L), List.of(far));
    assertThat(groups(100, 1000, member(0, 10, 1), member(10, far + 1, 1)))
        .containsExactly(List.of(0L), List.of(10L));
    // An empty one writes nothing that would need an offset.
    assertThat(groups(100, 1000, member(0, 10, 1), member(10, far + 9, 0)))
        .containsExactly(List.of(0L, 10L));
  }

  @Test
  void noSegmentsMakeNoGroups() {
    assertThat(groups(100, 100)).isEmpty();
  }
}
