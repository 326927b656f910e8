package io.classickafka.group;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records to be written in one batch, and why: what to do when they are committed. Immutable. */
public sealed interface Write {

  List<GroupRecord> records();

  /** The assignments that a leader brought. */
  record Assignments(
      GroupRecord.GroupStored record, int generation, Map<String, ByteSlice> assignments)
      implements Write {

    public Assignments {
      assignments = Collections.unmodifiableMap(new LinkedHashMap<>(assignments));
    }

    @Override
    public List<GroupRecord> records() {
      return List.of(record);
    }
  }

  /** A generation without members. */
  record NobodyLeft(GroupRecord.GroupStored record) implements Write {

    @Override
    public List<GroupRecord> records() {
      return List.of(record);
    }
  }

  /**
   * A static member came back under a new id and nothing else changed.
   *
   * @param before the member as it was
   * @param leaderBefore the group's leader before
   */
  record Replacement(
      GroupRecord.GroupStored record,
      String instanceId,
      String memberId,
      Member.Terms before,
      String idBefore,
      String leaderBefore,
      boolean canSkipAssignment)
      implements Write {

    @Override
    public List<GroupRecord> records() {
      return List.of(record);
    }
  }

  /**
   * Offsets of a commit.
   *
   * @param errors for each offset of the request, NONE for those that are written
   */
  record Offsets(ReplyTo to, String group, List<GroupRecord> records, List<ErrorCode> errors)
      implements Write {

    public Offsets {
      records = List.copyOf(records);
      errors = List.copyOf(errors);
    }
  }

  /** What expired, or went with its topic. */
  record Removal(String group, List<GroupRecord> records) implements Write {

    public Removal {
      records = List.copyOf(records);
    }
  }
}
