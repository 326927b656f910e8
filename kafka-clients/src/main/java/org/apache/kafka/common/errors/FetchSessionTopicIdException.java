package org.apache.kafka.common.errors;

/** Session mixes topic names and ids. Error code FETCH_SESSION_TOPIC_ID_ERROR. */
public class FetchSessionTopicIdException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public FetchSessionTopicIdException(String message) {
    super(message);
  }
}
