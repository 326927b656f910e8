package io.classickafka.zk;

/**
 * What a topic may be called. A name found in ZooKeeper is checked before it is used as a file name
 * or written anywhere: an unchecked blank in one ends up in checkpoint files.
 */
public final class TopicName {
  public static final int MAX_CHARS = 249;

  private TopicName() {}

  public static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_CHARS || name.equals(".") || name.equals("..")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /** Two topics with equal keys would share one metric name, so only one of them may exist. */
  public static String collisionKey(String name) {
    return name.replace('.', '_');
  }

  static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("not a topic name: '" + name + "'");
    }
    return name;
  }
}
