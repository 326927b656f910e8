package org.apache.kafka.clients.admin;

/** Which topics are listed. */
public class ListTopicsOptions extends AbstractOptions<ListTopicsOptions> {

  private boolean listInternal = false;

  /** List the internal topics, too. */
  public ListTopicsOptions listInternal(boolean value) {
    this.listInternal = value;
    return this;
  }

  public boolean shouldListInternal() {
    return listInternal;
  }
}
