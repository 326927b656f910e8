package org.apache.kafka.clients.admin;

import org.jspecify.annotations.Nullable;

/** Which records of a partition are to be deleted. */
public class RecordsToDelete {

  private final long offset;

  private RecordsToDelete(long offset) {
    this.offset = offset;
  }

  /** All below an offset; -1 is the end of what is committed. */
  public static RecordsToDelete beforeOffset(long offset) {
    return new RecordsToDelete(offset);
  }

  public long beforeOffset() {
    return offset;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordsToDelete that && offset == that.offset;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset);
  }

  @Override
  public String toString() {
    return "(beforeOffset = " + offset + ")";
  }
}
