package io.classickafka.zk;

/**
 * One access rule of a resource.
 *
 * @param principal {@code Type:name}, for instance {@code User:alice} or {@code User:*}
 * @param host an address, or {@code *} for any
 */
public record AclEntry(
    String principal, AclPermission permission, AclOperation operation, String host) {
  public AclEntry {
    if (!isPrincipal(principal)) {
      throw new IllegalArgumentException("a principal must be Type:name");
    }
  }

  static boolean isPrincipal(String text) {
    return text.indexOf(':') > 0;
  }
}
