package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One fetch request.
 *
 * @param sessionId 0 for none
 * @param sessionEpoch {@link #INITIAL_EPOCH}, {@link #FINAL_EPOCH}, or the number of the fetch
 *     within its session
 * @param usesTopicIds whether partitions are named by topic ids
 * @param listed the partitions named, in order; in a session those that are new or changed
 * @param forgotten partitions to be dropped from the session
 */
public record FetchCall(
    FetchTerms terms,
    int sessionId,
    int sessionEpoch,
    boolean usesTopicIds,
    List<Listed> listed,
    List<FetchKey> forgotten,
    View view) {

  /** Asks for a session. */
  public static final int INITIAL_EPOCH = 0;

  /** Wants no session, and ends the one it names. */
  public static final int FINAL_EPOCH = -1;

  /** A partition named in the request. */
  public record Listed(FetchKey key, FetchTarget target) {}

  /** The topics as the caller may see them. Any thread. */
  public interface View {

    /** The name of a topic id, null when there is none. */
    @Nullable String topicName(Uuid topicId);

    /** Whether a partition exists and the caller may read it. */
    ErrorCode admits(String topic, int partition);
  }

  /** Whether it only goes on with its session as that is. */
  boolean saysNothing() {
    return !isFull() && listed.isEmpty() && forgotten.isEmpty();
  }

  boolean isFull() {
    return sessionEpoch == INITIAL_EPOCH || sessionEpoch == FINAL_EPOCH;
  }
}
