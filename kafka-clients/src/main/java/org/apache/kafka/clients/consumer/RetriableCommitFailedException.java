package org.apache.kafka.clients.consumer;

import org.apache.kafka.common.errors.RetriableException;

/** Offsets were not committed, but trying again may help. */
public class RetriableCommitFailedException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public RetriableCommitFailedException(Throwable cause) {
    super("the commit failed, but may succeed when repeated: " + cause.getMessage(), cause);
  }

  public RetriableCommitFailedException(String message) {
    super(message);
  }

  public RetriableCommitFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
