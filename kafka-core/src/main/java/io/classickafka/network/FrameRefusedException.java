package io.classickafka.network;

/** Bytes that are no frame of ours. Carries no stack trace: hostile peers cause it at will. */
final class FrameRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  FrameRefusedException(String reason) {
    super(reason, null, false, false);
  }
}
