package io.classickafka.protocol;

import io.classickafka.seam.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the text of a message for logs: bounded in length whatever the message holds, with bytes
 * and record sets as sizes, and with control characters escaped so that a peer's text cannot forge
 * a line.
 */
public final class MessageText {

  private static final int LONGEST = 2000;
  private static final int LONGEST_STRING = 120;
  private static final int MOST_ELEMENTS = 10;
  private static final String CUT = "...";

  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  private MessageText() {}

  /** The text of a message. */
  public static String of(ApiMessage message) {
    MessageText out = new MessageText();
    message.describe(out);
    if (out.text.length() > LONGEST) {
      out.text.setLength(LONGEST);
      out.text.append(CUT);
    }
    return out.text.toString();
  }

  /** Starts a message or a struct; its fields follow. */
  public void begin(String name) {
    text.append(name).append('(');
    first = true;
  }

  /** Ends what {@link #begin} started. */
  public void end() {
    text.append(')');
    first = false;
  }

  public void field(String name, boolean value) {
    if (name(name)) {
      text.append(value);
    }
  }

  public void field(String name, long value) {
    if (name(name)) {
      text.append(value);
    }
  }

  public void field(String name, double value) {
    if (name(name)) {
      text.append(value);
    }
  }

  /** A field that is a string, bytes, a record set, a struct, a uuid or a list of those. */
  public void field(String name, @Nullable Object value) {
    if (name(name)) {
      value(value);
    }
  }

  /** A field whose value is nobody's business. */
  public void hiddenField(String name) {
    if (name(name)) {
      text.append("[hidden]");
    }
  }

  private boolean name(String name) {
    if (isFull()) {
      return false;
    }
    if (!first) {
      text.append(", ");
    }
    first = false;
    text.append(name).append('=');
    return true;
  }

  private void value(@Nullable Object value) {
    if (value instanceof String string) {
      quoted(string);
    } else if (value instanceof byte[] bytes) {
      text.append(bytes.length).append(" bytes");
    } else if (value instanceof Payload payload) {
      text.append(payload.sizeBytes()).append(" bytes");
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof ApiMessage struct) {
      struct.describe(this);
    } else {
      text.append(value);
    }
  }

  private void list(List<?> list) {
    text.append('[');
    int shown = 0;
    for (Object element : list) {
      if (shown == MOST_ELEMENTS || isFull()) {
        text.append(shown == 0 ? "" : ", ").append(list.size() - shown).append(" more");
        break;
      }
      text.append(shown++ == 0 ? "" : ", ");
      value(element);
    }
    text.append(']');
  }

  private void quoted(String value) {
    text.append('"');
    int shown = Math.min(value.length(), LONGEST_STRING);
    for (int i = 0; i < shown; i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (isPlain(c)) {
        text.append(c);
      } else {
        text.append(String.format("\\u%04x", (int) c));
      }
    }
    text.append(shown < value.length() ? CUT : "").append('"');
  }

  private boolean isFull() {
    return text.length() >= LONGEST;
  }

  /** Whether a character can stand in a line: no control, no change of direction, no half pair. */
  private static boolean isPlain(char c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.UNASSIGNED;
  }
}
