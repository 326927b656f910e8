package org.apache.kafka.clients.admin;

/** What is left of a partition after records were deleted. */
public class DeletedRecords {

  private final long lowWatermark;

  public DeletedRecords(long lowWatermark) {
    this.lowWatermark = lowWatermark;
  }

  /** The first offset that a replica still holds. */
  public long lowWatermark() {
    return lowWatermark;
  }
}
