package org.apache.kafka.clients.admin;

import org.jspecify.annotations.Nullable;

/** How settings are altered. */
public class AlterConfigsOptions extends AbstractOptions<AlterConfigsOptions> {

  private boolean validateOnly = false;

  @Override
  public AlterConfigsOptions timeoutMs(@Nullable Integer timeoutMs) {
    super.timeoutMs(timeoutMs);
    return this;
  }

  public boolean shouldValidateOnly() {
    return validateOnly;
  }

  /** Only check whether the settings could be altered. */
  public AlterConfigsOptions validateOnly(boolean value) {
    this.validateOnly = value;
    return this;
  }
}
