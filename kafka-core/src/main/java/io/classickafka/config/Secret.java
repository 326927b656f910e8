package io.classickafka.config;

/** A password. Its text form hides it, so that it cannot reach a log by accident. */
public record Secret(String value) {

  /** What is shown in its place. */
  public static final String HIDDEN = "[hidden]";

  @Override
  public String toString() {
    return HIDDEN;
  }
}
