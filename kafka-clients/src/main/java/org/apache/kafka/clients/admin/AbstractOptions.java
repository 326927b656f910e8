package org.apache.kafka.clients.admin;

import org.jspecify.annotations.Nullable;

/** What every admin call can be told. */
public abstract class AbstractOptions<T extends AbstractOptions<T>> {

  private @Nullable Integer timeoutMs;

  /** How long the call may take in milliseconds; null takes {@code default.api.timeout.ms}. */
  @SuppressWarnings("unchecked")
  public T timeoutMs(@Nullable Integer timeoutMs) {
    this.timeoutMs = timeoutMs;
    return (T) this;
  }

  public @Nullable Integer timeoutMs() {
    return timeoutMs;
  }
}
