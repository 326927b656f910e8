package io.classickafka.security;

import java.net.InetAddress;

/** Decides what a peer may do. Thread-safe; never blocks. */
@FunctionalInterface
public interface Authorizer {

  /** Without an authorizer everybody may do everything. */
  Authorizer ALLOW_ALL = (principal, host, operation, type, name) -> true;

  /**
   * Whether a principal may do something to a resource.
   *
   * @param host where the principal is connected from
   * @param name the resource's name; {@link ResourceType#CLUSTER_NAME} for the cluster
   */
  boolean allows(
      Principal principal, InetAddress host, Operation operation, ResourceType type, String name);

  /** The operations allowed on a resource, as a set of bits by {@link Operation#code}. */
  default int allowedOperations(
      Principal principal, InetAddress host, ResourceType type, String name) {
    int bits = 0;
    for (Operation operation : type.operations()) {
      if (allows(principal, host, operation, type, name)) {
        bits |= 1 << operation.code();
      }
    }
    return bits;
  }
}
