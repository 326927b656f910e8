package io.classickafka.tools;

/** Why a tool could not do what it was asked, and what to do about it, in one line. */
class ToolFailure extends Exception {

  private static final long serialVersionUID = 1;

  private final String advice;

  ToolFailure(String message) {
    this(message, "");
  }

  /** A failure with what to do about it, which is not part of the message. */
  ToolFailure(String message, String advice) {
    super(message);
    this.advice = advice;
  }

  ToolFailure(String message, Throwable cause) {
    super(message, cause);
    this.advice = "";
  }

  /** The line that a person reads. */
  String line() {
    String all = advice.isEmpty() ? getMessage() : getMessage() + ": " + advice;
    return String.valueOf(all).replaceAll("\\s*\\R\\s*", " ");
  }
}
