package io.classickafka.protocol;

/**
 * A request, response, header or stored record, or a struct inside one. Mutable, owned by whoever
 * made it; equal when all its fields are.
 *
 * <p>Records fields are {@link io.classickafka.seam.Payload}s: a message that was read borrows them
 * from the frame (retain what is kept beyond it); a message to be written hands its counts over to
 * whoever sends what {@link MessageWriter#finish} returns.
 */
public interface ApiMessage {

  /**
   * Reads every field of a version; fields it does not have get their defaults.
   *
   * @throws MalformedMessageException when the bytes are not such a message
   * @throws UnsupportedVersionException when there is no such version
   */
  void read(MessageReader in, short version);

  /**
   * Writes the fields of a version.
   *
   * @throws UnsupportedVersionException when there is no such version, or a field that may not be
   *     dropped is set and the version does not have it
   */
  void write(MessageWriter out, short version);

  /** Tells the error codes that a response of a version carries, in order; others carry none. */
  default void visitErrors(short version, ErrorVisitor visitor) {}

  /** Sets for how long the client is held back, if the response has a place for it. */
  default void throttle(int ms) {}

  /** Says what is in it, for {@link MessageText#of}. */
  void describe(MessageText out);
}
