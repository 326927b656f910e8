package org.apache.kafka.clients.admin;

/** How topics get more partitions. */
public class CreatePartitionsOptions extends AbstractOptions<CreatePartitionsOptions> {

  private boolean validateOnly = false;

  private boolean retryOnQuotaViolation = true;

  public boolean validateOnly() {
    return validateOnly;
  }

  /** Only check whether the partitions could be made. */
  public CreatePartitionsOptions validateOnly(boolean value) {
    this.validateOnly = value;
    return this;
  }

  /** Try again after a quota was used up. */
  public CreatePartitionsOptions retryOnQuotaViolation(boolean value) {
    this.retryOnQuotaViolation = value;
    return this;
  }

  public boolean shouldRetryOnQuotaViolation() {
    return retryOnQuotaViolation;
  }
}
