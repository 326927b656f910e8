package org.apache.kafka.common.errors;

import java.util.Collections;
import java.util.Set;

/** The topic name is illegal. Error code INVALID_TOPIC_EXCEPTION. */
public class InvalidTopicException extends ApiException {

  private static final long serialVersionUID = 1L;

  private final transient Set<String> invalidTopics;

  public InvalidTopicException(String message, Set<String> invalidTopics) {
    super(message);
    this.invalidTopics = invalidTopics;
  }

  public InvalidTopicException(Set<String> invalidTopics) {
    this("Invalid topics: " + invalidTopics, invalidTopics);
  }

  public InvalidTopicException(String message) {
    this(message, Collections.emptySet());
  }

  public InvalidTopicException() {
    this.invalidTopics = Collections.emptySet();
  }

  public InvalidTopicException(String message, Throwable cause) {
    super(message, cause);
    this.invalidTopics = Collections.emptySet();
  }

  public InvalidTopicException(Throwable cause) {
    super(cause);
    this.invalidTopics = Collections.emptySet();
  }

  /** The topics concerned; empty when they are not known. */
  public Set<String> invalidTopics() {
    return invalidTopics;
  }
}
