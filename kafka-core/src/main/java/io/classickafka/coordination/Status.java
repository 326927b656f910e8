package io.classickafka.coordination;

/** How an operation ended. */
public enum Status {
  /** It happened. */
  OK,
  /** A node that must exist does not. */
  NO_NODE,
  /** A node that must not exist does. */
  NODE_EXISTS,
  /** A node has another version than the operation demands. */
  BAD_VERSION,
  /** A node to be deleted has children. */
  NOT_EMPTY,
  /** The connection broke: a write may or may not have happened. */
  CONNECTION_LOSS,
  /** The session ended before an answer came: a write may or may not have happened. */
  SESSION_EXPIRED,
  /** The service refused: this identity may not do that. */
  NOT_AUTHORIZED,
  /** Too many operations wait for an answer; this one was not tried. */
  OVERLOADED,
  /** Anything else; the log has the service's own code. */
  FAILED;

  /** Whether a write that ended so may nevertheless have happened. */
  public boolean ambiguous() {
    return this == CONNECTION_LOSS || this == SESSION_EXPIRED;
  }
}
