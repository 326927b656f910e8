package org.apache.kafka.common.errors;

/** Producer sequence was already written. Error code DUPLICATE_SEQUENCE_NUMBER. */
public class DuplicateSequenceException extends ApiException {

  private static final long serialVersionUID = 1L;

  public DuplicateSequenceException(String message) {
    super(message);
  }
}
