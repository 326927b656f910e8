package io.classickafka.zk;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Names of persistent sequential nodes: a prefix and the number ZooKeeper appends. */
public final class SequenceNode {
  public static final String CONFIG_CHANGE = "config_change_";
  public static final String ACL_CHANGE = "acl_changes_";
  public static final String ISR_CHANGE = "isr_change_";
  public static final String LOG_DIR_EVENT = "log_dir_event_";
  public static final String TOKEN_CHANGE = "token_change_";

  // ZooKeeper prints its signed 32-bit counter with %010d; past its maximum it turns negative.
  private static final Pattern NUMBER = Pattern.compile("\\d{10}|-\\d{9,10}");

  private SequenceNode() {}

  /** The number at the end of {@code child}; empty when it is no node of this sequence. */
  public static OptionalInt number(String prefix, String child) {
    if (!child.startsWith(prefix)) {
      return OptionalInt.empty();
    }
    String digits = child.substring(prefix.length());
    if (!NUMBER.matcher(digits).matches()) {
      return OptionalInt.empty();
    }
    long number = Long.parseLong(digits);
    return number == (int) number ? OptionalInt.of((int) number) : OptionalInt.empty();
  }

  public static String name(String prefix, int number) {
    return prefix + padded(number);
  }

  private static String padded(int number) {
    String digits = Long.toString(Math.abs((long) number));
    String sign = number < 0 ? "-" : "";
    return sign + "0".repeat(Math.max(0, 10 - sign.length() - digits.length())) + digits;
  }
}
