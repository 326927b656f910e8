package io.classickafka.config;

/** What this broker does with a property. */
public enum Support {
  /** The same as an Apache Kafka 3.9 broker does. */
  SAME("same"),
  /** Honoured, but what it steers differs here; the reason says how. */
  MAPPED("mapped"),
  /** A property of this broker that Apache's does not have. */
  OWN("own"),
  /** Not honoured by this version; a value in a file has no effect and is warned of once. */
  NOT_YET("not yet"),
  /** Without meaning here, for good; a value in a file has no effect and is warned of once. */
  IGNORED("ignored"),
  /**
   * Not honoured, and a value other than the default stops the start: ignoring it would cost data
   * or security.
   */
  REFUSED("refused");

  private final String label;

  Support(String label) {
    this.label = label;
  }

  /** The word used in documents. */
  public String label() {
    return label;
  }

  /** Whether a value given for the property takes effect. */
  public boolean honoured() {
    return this == SAME || this == MAPPED || this == OWN;
  }
}
