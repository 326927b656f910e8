package org.apache.kafka.common.errors;

/** Transactional offset commits still pending. Error code UNSTABLE_OFFSET_COMMIT. */
public class UnstableOffsetCommitException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public UnstableOffsetCommitException(String message) {
    super(message);
  }
}
