package org.apache.kafka.common.errors;

/** Another transaction operation in progress. Error code CONCURRENT_TRANSACTIONS. */
public class ConcurrentTransactionsException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public ConcurrentTransactionsException(String message) {
    super(message);
  }
}
