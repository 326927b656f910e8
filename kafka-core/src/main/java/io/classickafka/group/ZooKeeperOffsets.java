package io.classickafka.group;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Status;
import io.classickafka.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of the oldest clients, which live in ZooKeeper: {@code
 * /consumers/<group>/offsets/<topic>/<partition>} holds a number. Thread-safe; nothing is kept
 * here.
 */
public final class ZooKeeperOffsets {

  private static final String ROOT = "/consumers";

  /**
   * What is stored.
   *
   * @param error UNKNOWN_TOPIC_OR_PARTITION when there is nothing
   */
  public record Found(ErrorCode error, long offset) {}

  private static final Found NOTHING = new Found(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1);

  private final CoordinationClient client;

  public ZooKeeperOffsets(CoordinationClient client) {
    this.client = client;
  }

  /** Whether a group's name can be the name of one node. Others would write elsewhere. */
  public static boolean isStorable(String group) {
    return !group.isEmpty()
        && !group.equals(".")
        && !group.equals("..")
        && group
            .chars()
            .allMatch(c -> c != '/' && c > 0x1f && (c < 0x7f || c > 0x9f) && c < 0xd800);
  }

  /** Stores an offset; answered on the client's loop. */
  public void commit(
      String group, TopicPartition partition, long offset, Consumer<ErrorCode> onDone) {
    byte[] data = Long.toString(offset).getBytes(StandardCharsets.UTF_8);
    String path = path(group, partition);
    client.write(
        List.of(new Op.SetData(path, data, Op.ANY_VERSION)),
        result -> {
          if (result.status() == Status.NO_NODE) {
            create(path, ROOT.length(), data, onDone);
          } else {
            onDone.accept(error(result.status()));
          }
        });
  }

  /** Creates the node below the slash at {@code parentEnd}, and so on down to the last one. */
  private void create(String path, int parentEnd, byte[] data, Consumer<ErrorCode> onDone) {
    int slash = path.indexOf('/', parentEnd + 1);
    boolean last = slash < 0;
    String node = last ? path : path.substring(0, slash);
    client.write(
        List.of(new Op.Create(node, last ? data : null, Op.Lifetime.PERSISTENT)),
        result -> {
          boolean there = result.status() == Status.OK || result.status() == Status.NODE_EXISTS;
          if (there && !last) {
            create(path, slash, data, onDone);
          } else if (result.status() == Status.NODE_EXISTS) {
            // Somebody else was first; the later commit stands.
            client.write(
                List.of(new Op.SetData(path, data, Op.ANY_VERSION)),
                again -> onDone.accept(error(again.status())));
          } else {
            onDone.accept(error(result.status()));
          }
        });
  }

  /** Looks an offset up; answered on the client's loop. */
  public void fetch(String group, TopicPartition partition, Consumer<Found> onDone) {
    client.read(
        path(group, partition),
        null,
        result -> {
          byte[] data = result.data();
          if (result.status() != Status.OK) {
            onDone.accept(
                result.status() == Status.NO_NODE
                    ? NOTHING
                    : new Found(error(result.status()), -1));
          } else {
            onDone.accept(data == null ? NOTHING : parse(data));
          }
        });
  }

  private static Found parse(byte[] data) {
    try {
      return new Found(
          ErrorCode.NONE, Long.parseLong(new String(data, StandardCharsets.UTF_8).strip()));
    } catch (NumberFormatException e) {
      return NOTHING;
    }
  }

  private static String path(String group, TopicPartition partition) {
    return ROOT + "/" + group + "/offsets/" + partition.topic() + "/" + partition.partition();
  }

  private static ErrorCode error(Status status) {
    return switch (status) {
      case OK -> ErrorCode.NONE;
      case NOT_AUTHORIZED -> ErrorCode.GROUP_AUTHORIZATION_FAILED;
      default -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
    };
  }
}
