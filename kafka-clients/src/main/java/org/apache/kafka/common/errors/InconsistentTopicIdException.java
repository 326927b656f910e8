package org.apache.kafka.common.errors;

/** Topic id differs from the log. Error code INCONSISTENT_TOPIC_ID. */
public class InconsistentTopicIdException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public InconsistentTopicIdException(String message) {
    super(message);
  }
}
