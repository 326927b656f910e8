package io.classickafka.log;

import java.nio.file.Path;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The names of files and directories, as facts. Pure. */
final class LogFiles {

  static final String LOG = ".log";
  static final String OFFSET_INDEX = ".index";
  static final String TIME_INDEX = ".timeindex";
  static final String TXN_INDEX = ".txnindex";
  static final String SNAPSHOT = ".snapshot";

  /** Waits for its delayed deletion. */
  static final String DELETED = ".deleted";

  /**
   * Was cut off, and waits for its delayed deletion: the log may grow through the same offsets
   * again. A start deletes it, also one of Apache's, and must not take it for {@link #DELETED}:
   * that explains a gap behind a segment of the same offset.
   */
  static final String CUT_OFF = ".cut" + DELETED;

  /** A compaction's output, not complete. */
  static final String CLEANED = ".cleaned";

  /** A compaction's output, complete, about to replace its sources. */
  static final String SWAP = ".swap";

  static final String PARTITION_METADATA = "partition.metadata";
  static final String LOCK = ".lock";
  static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";
  static final String META_PROPERTIES = "meta.properties";

  private static final String DELETE_DIR = "-delete";
  private static final String FUTURE_DIR = "-future";
  private static final String STRAY_DIR = "-stray";
  private static final int MAX_NAME = 255;

  /** A dot and 32 digits. */
  private static final int UNIQUE_LENGTH = 33;

  private static final int OFFSET_DIGITS = 20;

  private LogFiles() {}

  /** The name of a segment's file: the offset in 20 digits, and the suffix. */
  static String name(long baseOffset, String suffix) {
    String digits = Long.toString(baseOffset);
    return "0".repeat(Math.max(0, OFFSET_DIGITS - digits.length())) + digits + suffix;
  }

  /** The offset in a name with this suffix, or -1 when it is not such a name. */
  static long offsetOf(String name, String suffix) {
    if (!name.endsWith(suffix)) {
      return -1;
    }
    String digits = name.substring(0, name.length() - suffix.length());
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      // More digits than a long has.
      return -1;
    }
  }

  /** What a directory inside a log directory is. */
  enum Kind {
    LIVE,
    DELETE,
    FUTURE,
    STRAY
  }

  /** A directory's name, understood. */
  record PartitionDir(TopicPartition partition, Kind kind) {}

  /** Understands a directory's name; null when it is not one of a partition. */
  static @Nullable PartitionDir parseDir(String name) {
    Kind kind = Kind.LIVE;
    String live = name;
    for (Kind other : new Kind[] {Kind.DELETE, Kind.FUTURE, Kind.STRAY}) {
      String suffix = suffix(other);
      if (name.endsWith(suffix)) {
        // <topic>-<partition>.<unique id><suffix>
        int dot = name.lastIndexOf('.');
        if (dot < 0 || dot + 1 >= name.length() - suffix.length()) {
          return null;
        }
        live = name.substring(0, dot);
        kind = other;
      }
    }
    int dash = live.lastIndexOf('-');
    if (dash <= 0 || dash == live.length() - 1) {
      return null;
    }
    String digits = live.substring(dash + 1);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    try {
      TopicPartition partition =
          new TopicPartition(live.substring(0, dash), Integer.parseInt(digits));
      return new PartitionDir(partition, kind);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static String liveDir(TopicPartition partition) {
    return partition.topic() + "-" + partition.partition();
  }

  /** The name a partition's directory gets when it is to be deleted; the topic is cut to fit. */
  static String deleteDir(TopicPartition partition, UUID unique) {
    String tail =
        "-" + partition.partition() + "." + unique.toString().replace("-", "") + DELETE_DIR;
    String topic = partition.topic();
    return topic.substring(0, Math.min(topic.length(), MAX_NAME - tail.length())) + tail;
  }

  /** The name of the directory that is to take the place of a partition's; never cut. */
  static String futureDir(TopicPartition partition, UUID unique) {
    return liveDir(partition) + "." + unique.toString().replace("-", "") + FUTURE_DIR;
  }

  /** Whether such a name is short enough for a file system. */
  static boolean mayMove(TopicPartition partition) {
    return liveDir(partition).length() + UNIQUE_LENGTH + FUTURE_DIR.length() <= MAX_NAME;
  }

  /** The name under which a future directory, or what it takes the place of, is deleted. */
  static String deletedName(Path future) {
    String name = future.getFileName().toString();
    return name.substring(0, name.length() - FUTURE_DIR.length()) + DELETE_DIR;
  }

  private static String suffix(Kind kind) {
    return switch (kind) {
      case LIVE -> "";
      case DELETE -> DELETE_DIR;
      case FUTURE -> FUTURE_DIR;
      case STRAY -> STRAY_DIR;
    };
  }
}
