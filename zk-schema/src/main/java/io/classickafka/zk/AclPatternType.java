package io.classickafka.zk;

/** How an access rule's resource name is matched; each has its own subtree. */
public enum AclPatternType {
  /** The name itself, or {@code *} for every name. */
  LITERAL,
  /** Every name that starts with it. */
  PREFIXED
}
