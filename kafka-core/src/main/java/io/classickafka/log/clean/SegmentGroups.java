package io.classickafka.log.clean;

import java.util.ArrayList;
import java.util.List;

/** Which neighbouring segments are cleaned into one. Pure. */
public final class SegmentGroups {

  /**
   * A sealed segment.
   *
   * @param endOffset base of the next one, exclusive
   */
  public record Member(
      long baseOffset, long endOffset, long sizeBytes, long indexBytes, long timeIndexBytes) {}

  private SegmentGroups() {}

  /**
   * Runs of segments, each of which fits one segment even if nothing goes from it.
   *
   * @param members in order
   * @param segmentBytes largest sum of sizes, but for a single segment
   * @param indexBytes largest sum of index sizes of one kind
   */
  public static List<List<Member>> of(List<Member> members, long segmentBytes, long indexBytes) {
    List<List<Member>> groups = new ArrayList<>();
    List<Member> group = new ArrayList<>();
    long size = 0;
    long index = 0;
    long timeIndex = 0;
    for (Member next : members) {
      boolean fits =
          !group.isEmpty()
              && size + next.sizeBytes() <= segmentBytes
              && index + next.indexBytes() <= indexBytes
              && timeIndex + next.timeIndexBytes() <= indexBytes
              // Offsets in an index count from the base and have 31 bits.
              && (next.sizeBytes() == 0
                  || next.endOffset() - 1 - group.get(0).baseOffset() <= Integer.MAX_VALUE);
      if (!fits) {
        group = new ArrayList<>();
        groups.add(group);
        size = 0;
        index = 0;
        timeIndex = 0;
      }
      group.add(next);
      size += next.sizeBytes();
      index += next.indexBytes();
      timeIndex += next.timeIndexBytes();
    }
    return groups;
  }
}
