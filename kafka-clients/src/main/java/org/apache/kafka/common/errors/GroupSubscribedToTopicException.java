package org.apache.kafka.common.errors;

/** Group still subscribed to the topic. Error code GROUP_SUBSCRIBED_TO_TOPIC. */
public class GroupSubscribedToTopicException extends ApiException {

  private static final long serialVersionUID = 1L;

  public GroupSubscribedToTopicException(String message) {
    super(message);
  }
}
