package org.apache.kafka.common.errors;

/** A quota was used up. Error code THROTTLING_QUOTA_EXCEEDED. */
public class ThrottlingQuotaExceededException extends RetriableException {

  private static final long serialVersionUID = 1L;

  private final int throttleTimeMs;

  public ThrottlingQuotaExceededException(String message) {
    this(0, message);
  }

  public ThrottlingQuotaExceededException(int throttleTimeMs, String message) {
    super(message);
    this.throttleTimeMs = throttleTimeMs;
  }

  public ThrottlingQuotaExceededException(int throttleTimeMs, String message, Throwable cause) {
    super(message, cause);
    this.throttleTimeMs = throttleTimeMs;
  }

  /** How long to wait before trying again, in milliseconds. */
  public int throttleTimeMs() {
    return throttleTimeMs;
  }
}
