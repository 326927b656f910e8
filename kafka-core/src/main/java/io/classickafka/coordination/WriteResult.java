package io.classickafka.coordination;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a write.
 *
 * @param failedOp the index of the operation that the service refused, {@link #NO_OP} if there is
 *     none to name
 * @param outcomes one per operation when the status is {@link Status#OK}, else empty
 */
public record WriteResult(Status status, int failedOp, List<Outcome> outcomes) {

  /** No single operation is to blame. */
  public static final int NO_OP = -1;

  public WriteResult {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * What one operation of a successful write did.
   *
   * @param path the node, with the number it got if it is sequential
   * @param stat the node afterwards, for {@link Op.SetData}; null for the others
   */
  public record Outcome(String path, @Nullable NodeStat stat) {}

  /** All operations happened. */
  public static WriteResult ok(List<Outcome> outcomes) {
    return new WriteResult(Status.OK, NO_OP, outcomes);
  }

  /** None of the operations happened, or it is not known. */
  public static WriteResult failed(Status status, int failedOp) {
    return new WriteResult(status, failedOp, List.of());
  }

  /** Whether it failed because of this operation, with this status. */
  public boolean refused(int op, Status why) {
    return status == why && failedOp == op;
  }
}
