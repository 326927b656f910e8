package org.apache.kafka.clients.admin;

/** How settings are described. */
public class DescribeConfigsOptions extends AbstractOptions<DescribeConfigsOptions> {

  private boolean includeSynonyms = false;

  private boolean includeDocumentation = false;

  /** Tell where each value could come from. */
  public DescribeConfigsOptions includeSynonyms(boolean value) {
    this.includeSynonyms = value;
    return this;
  }

  public boolean includeSynonyms() {
    return includeSynonyms;
  }

  /** Tell what each setting means. */
  public DescribeConfigsOptions includeDocumentation(boolean value) {
    this.includeDocumentation = value;
    return this;
  }

  public boolean includeDocumentation() {
    return includeDocumentation;
  }
}
