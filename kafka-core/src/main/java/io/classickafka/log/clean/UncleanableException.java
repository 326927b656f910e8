package io.classickafka.log.clean;

/** What a log holds cannot be cleaned. Says what and where. */
public final class UncleanableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UncleanableException(String message) {
    super(message);
  }
}
