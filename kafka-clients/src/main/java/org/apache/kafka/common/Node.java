package org.apache.kafka.common;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A broker and one address of it. */
public class Node {

  private static final Node NO_NODE = new Node(-1, "", -1);

  private final int id;
  private final String host;
  private final int port;
  private final @Nullable String rack;

  public Node(int id, String host, int port) {
    this(id, host, port, null);
  }

  public Node(int id, String host, int port, @Nullable String rack) {
    this.id = id;
    this.host = host;
    this.port = port;
    this.rack = rack;
  }

  /** Stands for no node: id -1. */
  public static Node noNode() {
    return NO_NODE;
  }

  /** Whether this has no address. */
  public boolean isEmpty() {
    return host.isEmpty() || port < 0;
  }

  /** The broker id; negative for a bootstrap address whose id is not known yet. */
  public int id() {
    return id;
  }

  public String idString() {
    return Integer.toString(id);
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public boolean hasRack() {
    return rack != null;
  }

  /** The rack, null when the broker has none. */
  public @Nullable String rack() {
    return rack;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Node that
        && id == that.id
        && port == that.port
        && host.equals(that.host)
        && Objects.equals(rack, that.rack);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, host, port, rack);
  }

  @Override
  public String toString() {
    return host + ":" + port + " (id: " + id + " rack: " + rack + ")";
  }
}
