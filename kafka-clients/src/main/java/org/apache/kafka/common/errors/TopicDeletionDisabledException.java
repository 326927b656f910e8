package org.apache.kafka.common.errors;

/** Topic deletion is turned off. Error code TOPIC_DELETION_DISABLED. */
public class TopicDeletionDisabledException extends ApiException {

  private static final long serialVersionUID = 1L;

  public TopicDeletionDisabledException() {}

  public TopicDeletionDisabledException(String message) {
    super(message);
  }
}
