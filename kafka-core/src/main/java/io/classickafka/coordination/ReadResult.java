package io.classickafka.coordination;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a read or a look.
 *
 * @param data the node's data, or null: it has none, there is no node, or none was asked for
 * @param stat not null exactly when the status is {@link Status#OK}
 */
@SuppressWarnings("ArrayRecordComponent") // the array is never changed
public record ReadResult(Status status, byte @Nullable [] data, @Nullable NodeStat stat) {

  /** An answer without a node. */
  public static ReadResult failed(Status status) {
    return new ReadResult(status, null, null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReadResult that
        && status == that.status
        && Arrays.equals(data, that.data)
        && java.util.Objects.equals(stat, that.stat);
  }

  @Override
  public int hashCode() {
    return 31 * status.ordinal() + Arrays.hashCode(data);
  }
}
