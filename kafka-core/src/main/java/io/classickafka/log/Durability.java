package io.classickafka.log;

/** When what was appended to a log counts: {@code durability} of a topic. */
public enum Durability {
  /** Once the operating system has it; other replicas are what survives the loss of power. */
  PAGE_CACHE("page-cache"),
  /** Once a force has covered it. */
  FLUSH("flush");

  private final String label;

  Durability(String label) {
    this.label = label;
  }

  /** The word used in settings. */
  public String label() {
    return label;
  }

  /** The mode of a setting that was checked. */
  public static Durability of(String label) {
    return label.equals(FLUSH.label) ? FLUSH : PAGE_CACHE;
  }
}
