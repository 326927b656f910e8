package io.classickafka.protocol;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.util.List;

/**
 * The form of a message outside a request: an int16 version, then its fields. Keys and values of
 * the internal topics, the consumer protocol inside JoinGroup and SyncGroup, control records.
 */
public final class VersionedBlob {

  private VersionedBlob() {}

  /**
   * The version a blob says it has.
   *
   * @throws MalformedMessageException when it is too short to say
   */
  public static short version(ByteSlice blob) {
    return new MessageReader(blob).readInt16();
  }

  /**
   * Reads a blob of exactly the version it names; bytes after it are ignored.
   *
   * @return {@code message}
   * @throws UnsupportedVersionException when the message has no such version
   */
  public static <M extends ApiMessage> M read(ByteSlice blob, M message) {
    return read(blob, message, Short.MAX_VALUE);
  }

  /**
   * Reads a blob whose later versions only append fields: one above {@code highest} is read as
   * {@code highest}.
   *
   * @return {@code message}
   */
  public static <M extends ApiMessage> M read(ByteSlice blob, M message, short highest) {
    MessageReader in = new MessageReader(blob);
    short version = in.readInt16();
    message.read(in, version > highest ? highest : version);
    return message;
  }

  /** A message in a version, the version in front. */
  public static ByteSlice write(ApiMessage message, short version) {
    MessageWriter out = new MessageWriter();
    out.writeInt16(version);
    message.write(out, version);
    List<Payload> parts = out.finish();
    if (parts.size() == 1 && parts.get(0) instanceof ByteSlice bytes) {
      return bytes;
    }
    throw new IllegalArgumentException("a versioned blob holds no record sets: " + message);
  }
}
