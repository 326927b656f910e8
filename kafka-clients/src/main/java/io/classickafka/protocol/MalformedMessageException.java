package io.classickafka.protocol;

/**
 * Bytes that are not the message they should be. The connection they came from is closed; the
 * message says where and why. Carries no stack trace: hostile peers cause it at will.
 */
public final class MalformedMessageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
