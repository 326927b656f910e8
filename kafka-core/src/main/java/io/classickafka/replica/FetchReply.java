package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.Payload;
import java.util.List;

/**
 * The answer to a fetch. Holds one count of each payload.
 *
 * @param error of the fetch as a whole
 * @param sessionId the session to go on with, 0 for none
 * @param entries in the order of service
 */
public record FetchReply(ErrorCode error, int sessionId, List<Entry> entries) {

  /**
   * One partition.
   *
   * @param answer its records are not to be used
   * @param records what is sent of them
   */
  public record Entry(FetchKey key, FetchAnswer answer, Payload records) {}

  static FetchReply failed(ErrorCode error) {
    return new FetchReply(error, FetchSession.NO_ID, List.of());
  }
}
