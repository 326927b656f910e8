package org.apache.kafka.clients.admin;

import org.apache.kafka.common.IsolationLevel;

/** How offsets are listed. */
public class ListOffsetsOptions extends AbstractOptions<ListOffsetsOptions> {

  private final IsolationLevel isolationLevel;

  public ListOffsetsOptions() {
    this(IsolationLevel.READ_UNCOMMITTED);
  }

  public ListOffsetsOptions(IsolationLevel isolationLevel) {
    this.isolationLevel = isolationLevel;
  }

  public IsolationLevel isolationLevel() {
    return isolationLevel;
  }
}
