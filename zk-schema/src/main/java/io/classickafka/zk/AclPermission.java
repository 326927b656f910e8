package io.classickafka.zk;

import java.util.Optional;

/** Whether an access rule allows or denies. */
public enum AclPermission {
  ALLOW("Allow"),
  DENY("Deny");

  private final String text;

  AclPermission(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whatever the case, as other brokers read it. */
  static Optional<AclPermission> ofText(String text) {
    return text.equalsIgnoreCase(ALLOW.text)
        ? Optional.of(ALLOW)
        : text.equalsIgnoreCase(DENY.text) ? Optional.of(DENY) : Optional.empty();
  }
}
