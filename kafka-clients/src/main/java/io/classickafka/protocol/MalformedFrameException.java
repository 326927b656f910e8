package io.classickafka.protocol;

/** Bytes that are no frame of ours. Carries no stack trace: hostile peers cause it at will. */
public final class MalformedFrameException extends Exception {

  private static final long serialVersionUID = 1L;

  public MalformedFrameException(String reason) {
    super(reason, null, false, false);
  }
}
