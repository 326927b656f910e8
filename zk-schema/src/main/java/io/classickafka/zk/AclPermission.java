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

  static Optional<AclPermission> ofText(String text) {
    return text.equals(ALLOW.text)
        ? Optional.of(ALLOW)
        : text.equals(DENY.text) ? Optional.of(DENY) : Optional.empty();
  }
}
