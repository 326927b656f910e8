package org.apache.kafka.common.errors;

/** Producer id not mapped to id. Error code INVALID_PRODUCER_ID_MAPPING. */
public class InvalidPidMappingException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidPidMappingException(String message) {
    super(message);
  }
}
