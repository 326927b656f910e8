package io.classickafka.zk;

import io.classickafka.zk.Json.JsonObject;
import java.util.List;

/**
 * Fields of a znode that this version does not know, kept as they were read so that changing the
 * node does not drop what another writer put there.
 */
public final class UnknownFields {
  /** What a node written from scratch has. */
  public static final UnknownFields NONE = new UnknownFields(JsonObject.EMPTY);

  private final JsonObject object;

  private UnknownFields(JsonObject object) {
    this.object = object;
  }

  static UnknownFields of(JsonObject object) {
    return object.fields().isEmpty() ? NONE : new UnknownFields(object);
  }

  JsonObject object() {
    return object;
  }

  /** The fields' names, in the order they were read. */
  public List<String> names() {
    return List.copyOf(object.fields().keySet());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnknownFields that && object.equals(that.object);
  }

  @Override
  public int hashCode() {
    return object.hashCode();
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
