package io.classickafka.zk;

/**
 * What one kind of znode holds, as an immutable value. Each kind also has a static {@code decode}
 * that takes the node's path and data.
 */
public interface ZnodePayload {
  /** The exact bytes to store. The same value gives the same bytes on every JVM. */
  byte[] encode();
}
