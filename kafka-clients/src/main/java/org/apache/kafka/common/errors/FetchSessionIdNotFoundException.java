package org.apache.kafka.common.errors;

/** Fetch session unknown. Error code FETCH_SESSION_ID_NOT_FOUND. */
public class FetchSessionIdNotFoundException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public FetchSessionIdNotFoundException() {}

  public FetchSessionIdNotFoundException(String message) {
    super(message);
  }
}
