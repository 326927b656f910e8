package org.apache.kafka.clients.admin;

/** How the levels of features are changed. */
public class UpdateFeaturesOptions extends AbstractOptions<UpdateFeaturesOptions> {

  private boolean validateOnly = false;

  /** The same as {@link #validateOnly()}. */
  @Deprecated
  public boolean dryRun() {
    return validateOnly;
  }

  public boolean validateOnly() {
    return validateOnly;
  }

  /** The same as {@link #validateOnly(boolean)}. */
  @SuppressWarnings("InlineMeSuggester") // Callers move on in their own time.
  @Deprecated
  public UpdateFeaturesOptions dryRun(boolean dryRun) {
    return validateOnly(dryRun);
  }

  /** Only check whether the levels could be changed. */
  public UpdateFeaturesOptions validateOnly(boolean validateOnly) {
    this.validateOnly = validateOnly;
    return this;
  }
}
