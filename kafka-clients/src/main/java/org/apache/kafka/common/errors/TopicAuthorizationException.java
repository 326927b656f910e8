package org.apache.kafka.common.errors;

import java.util.Collections;
import java.util.Set;

/** The principal may not use the topics. Error code TOPIC_AUTHORIZATION_FAILED. */
public class TopicAuthorizationException extends AuthorizationException {

  private static final long serialVersionUID = 1L;

  private final transient Set<String> unauthorizedTopics;

  public TopicAuthorizationException(String message, Set<String> unauthorizedTopics) {
    super(message);
    this.unauthorizedTopics = unauthorizedTopics;
  }

  public TopicAuthorizationException(Set<String> unauthorizedTopics) {
    this("Not authorized to access topics: " + unauthorizedTopics, unauthorizedTopics);
  }

  public TopicAuthorizationException(String message) {
    this(message, Collections.emptySet());
  }

  /** The topics concerned; empty when they are not known. */
  public Set<String> unauthorizedTopics() {
    return unauthorizedTopics;
  }
}
