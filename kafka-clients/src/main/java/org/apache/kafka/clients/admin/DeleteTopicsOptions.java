package org.apache.kafka.clients.admin;

/** How topics are deleted. */
public class DeleteTopicsOptions extends AbstractOptions<DeleteTopicsOptions> {

  private boolean retryOnQuotaViolation = true;

  /** Try again after a quota was used up. */
  public DeleteTopicsOptions retryOnQuotaViolation(boolean value) {
    this.retryOnQuotaViolation = value;
    return this;
  }

  public boolean shouldRetryOnQuotaViolation() {
    return retryOnQuotaViolation;
  }
}
