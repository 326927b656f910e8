package io.classickafka.config;

/** When a broker property may change. */
public enum Update {
  /** Only by a restart. */
  READ_ONLY("read-only"),
  /** At run time, for one broker at a time. */
  PER_BROKER("per-broker"),
  /** At run time, for one broker or for all. */
  CLUSTER_WIDE("cluster-wide");

  private final String label;

  Update(String label) {
    this.label = label;
  }

  /** The word used in documents. */
  public String label() {
    return label;
  }
}
