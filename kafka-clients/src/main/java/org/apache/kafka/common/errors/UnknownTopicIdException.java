package org.apache.kafka.common.errors;

/** Topic id not known here. Error code UNKNOWN_TOPIC_ID. */
public class UnknownTopicIdException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public UnknownTopicIdException(String message) {
    super(message);
  }
}
