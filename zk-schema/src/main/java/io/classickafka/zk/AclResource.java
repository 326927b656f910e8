package io.classickafka.zk;

/** What the rules of one ACL node are about. Names are stored verbatim, so none holds a slash. */
public record AclResource(AclResourceType type, AclPatternType pattern, String name) {
  public AclResource {
    if (!isStorable(name)) {
      throw new IllegalArgumentException("a resource name that cannot be a node name");
    }
  }

  /** ZooKeeper has no node for an empty name, a name with a slash, or a relative one. */
  public static boolean isStorable(String name) {
    return !name.isEmpty()
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0
        && !name.equals(".")
        && !name.equals("..")
        && JsonCodec.Text.isWellFormed(name);
  }
}
