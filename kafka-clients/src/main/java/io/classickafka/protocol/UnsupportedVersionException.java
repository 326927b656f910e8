package io.classickafka.protocol;

/** A message has no such version, or a field that is set cannot be said in it. */
public final class UnsupportedVersionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnsupportedVersionException(String message) {
    super(message);
  }
}
