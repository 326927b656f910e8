package org.apache.kafka.clients.admin;

/** How topics are created. */
public class CreateTopicsOptions extends AbstractOptions<CreateTopicsOptions> {

  private boolean validateOnly = false;

  private boolean retryOnQuotaViolation = true;

  /** Only check whether the topics could be created. */
  public CreateTopicsOptions validateOnly(boolean value) {
    this.validateOnly = value;
    return this;
  }

  public boolean shouldValidateOnly() {
    return validateOnly;
  }

  /** Try again after a quota was used up. */
  public CreateTopicsOptions retryOnQuotaViolation(boolean value) {
    this.retryOnQuotaViolation = value;
    return this;
  }

  public boolean shouldRetryOnQuotaViolation() {
    return retryOnQuotaViolation;
  }
}
