package io.classickafka.log;

/** Why files of a log were forced. Each is counted. */
enum ForceReason {
  /** Somebody waits for an append to be durable. */
  DURABILITY("durability"),
  /** A segment was sealed. */
  ROLL("roll"),
  /** {@code flush.messages} were appended. */
  MESSAGES("messages"),
  /** {@code flush.ms} passed. */
  INTERVAL("interval"),
  /** The log was cut. */
  TRUNCATION("truncation"),
  /** The log is closed. */
  CLOSE("close"),
  /** More segments were sealed than may wait for the background. */
  BACKLOG("backlog");

  private final String label;

  ForceReason(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  int bit() {
    return 1 << ordinal();
  }
}
