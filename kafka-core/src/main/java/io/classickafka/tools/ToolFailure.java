package io.classickafka.tools;

/** Why a tool could not do what it was asked, and what to do about it, in one line. */
class ToolFailure extends Exception {

  private static final long serialVersionUID = 1;

  ToolFailure(String message) {
    super(message);
  }

  ToolFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The line that a person reads. */
  String line() {
    return String.valueOf(getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
