package io.classickafka.quota;

import io.classickafka.security.Principal;

/** Counts what clients use and says how long they are to be held back. Thread-safe. */
@FunctionalInterface
public interface Quotas {

  /** No quota is set for anybody. */
  Quotas NONE = (kind, principal, clientId, amount, nowMs) -> 0;

  /** What is counted. */
  enum Kind {
    /** Bytes of Produce requests. */
    PRODUCE,
    /** Bytes of the answers to consumers' Fetch requests. */
    FETCH,
    /** Time spent on any request, in nanoseconds. */
    REQUEST
  }

  /**
   * Counts what a request has used.
   *
   * @param nowMs monotonic
   * @return milliseconds for which the client is to be held back; 0 for none
   */
  int throttleMs(Kind kind, Principal principal, String clientId, long amount, long nowMs);
}
