package io.classickafka.coordination;

/** A watch fired. It says "look again": by now the node may look different. */
public record WatchEvent(String path, Kind kind) {

  /** What made the watch fire. */
  public enum Kind {
    /** The node was created. */
    CREATED,
    /** The node's data was set. */
    CHANGED,
    /** A child was created or deleted. */
    CHILDREN,
    /** The node was deleted. */
    DELETED
  }
}
