package io.classickafka.zk;

/**
 * A znode's content is not what its kind must hold.
 *
 * <p>Somebody else wrote the node, so this is an expected outcome: it is checked, builds no stack
 * trace, and the reader skips that node only, with one warning. The reason names fields, never
 * values.
 */
public final class MalformedZnodeException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_REASON_CHARS = 300;

  private final String path;
  private final String reason;

  public MalformedZnodeException(String path, String reason) {
    super("malformed znode path=" + path + " reason=" + bounded(reason), null, false, false);
    this.path = path;
    this.reason = bounded(reason);
  }

  /** The znode's path below the chroot. */
  public String path() {
    return path;
  }

  /** What is wrong, in one printable line. */
  public String reason() {
    return reason;
  }

  // Field names come from the node too: a reason stays one short printable line whatever they are.
  private static String bounded(String reason) {
    StringBuilder line = new StringBuilder(Math.min(reason.length(), MAX_REASON_CHARS));
    for (int i = 0; i < reason.length(); i++) {
      if (line.length() == MAX_REASON_CHARS) {
        return line.append("...").toString();
      }
      char c = reason.charAt(i);
      line.append(c < ' ' || c == 0x7f || Character.isSurrogate(c) ? '?' : c);
    }
    return line.toString();
  }
}
