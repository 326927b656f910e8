package io.classickafka.quota;

import io.classickafka.protocol.ApiKey;
import io.classickafka.security.Principal;

/** Counts what clients use and says how long they are to be held back. Thread-safe. */
@FunctionalInterface
public interface Quotas {

  /** No quota is set for anybody. */
  Quotas NONE = (principal, clientId, api, requestBytes, handlingNs, nowMs) -> 0;

  /**
   * Records an answered request.
   *
   * @param handlingNs time spent on it
   * @param nowMs monotonic
   * @return milliseconds for which the connection is not to be read; 0 for none
   */
  int throttleMs(
      Principal principal,
      String clientId,
      ApiKey api,
      int requestBytes,
      long handlingNs,
      long nowMs);
}
