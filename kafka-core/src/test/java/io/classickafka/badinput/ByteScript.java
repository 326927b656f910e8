package io.classickafka.badinput;

import io.classickafka.protocol.ApiKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * The small language in which the rows say what is sent; its words are listed in {@code README.md}
 * beside the rows. Words stand one after the other, separated by blanks; arguments by commas.
 */
final class ByteScript {

  private static final String CLIENT_ID = "bad-input";

  private ByteScript() {}

  /** The bytes that a script stands for. */
  static byte[] bytes(String script) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String word : split(script, ' ')) {
      out.writeBytes(word(word));
    }
    return out.toByteArray();
  }

  /** The parts between separators that are in no brackets; empty ones are left out. */
  static List<String> split(String script, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= script.length(); i++) {
      char c = i == script.length() ? separator : script.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      if (i == script.length() || (depth == 0 && c == separator)) {
        String part = script.substring(start, i).strip();
        if (!part.isEmpty()) {
          parts.add(part);
        }
        start = i + 1;
      }
    }
    return parts;
  }

  private static byte[] word(String word) {
    int open = word.indexOf('(');
    if (open < 0) {
      return bare(word);
    }
    if (!word.endsWith(")")) {
      throw new IllegalArgumentException("no closing bracket: " + word);
    }
    String name = word.substring(0, open);
    String inside = word.substring(open + 1, word.length() - 1);
    List<String> arguments = split(inside, ',');
    return switch (name) {
      case "i8" -> number(inside, Byte.BYTES);
      case "i16" -> number(inside, Short.BYTES);
      case "i32" -> number(inside, Integer.BYTES);
      case "i64" -> number(inside, Long.BYTES);
      case "uvarint" -> uvarint(Long.parseLong(inside));
      case "varint" -> varint(Long.parseLong(inside));
      case "text" -> inside.getBytes(StandardCharsets.UTF_8);
      case "str" -> join(number(utf8(inside).length, Short.BYTES), utf8(inside));
      case "cstr" -> join(uvarint(utf8(inside).length + 1L), utf8(inside));
      case "sized" -> sized(bytes(inside));
      case "frame" -> sized(bytes(inside));
      case "list" -> join(number(arguments.size(), Integer.BYTES), all(arguments));
      case "clist" -> join(uvarint(arguments.size() + 1L), all(arguments));
      case "times" -> times(Integer.parseInt(arguments.get(0)), arguments.get(1));
      case "random" -> random(arguments);
      case "part" -> join(number(arguments.get(0), 4), sized(all(rest(arguments, 1))));
      case "put" -> put(arguments);
      case "batch" -> BatchScript.batch(arguments);
      case "record" -> BatchScript.record(arguments);
      case "with" -> with(arguments);
      default -> request(name, bytes(inside));
    };
  }

  private static byte[] bare(String word) {
    return switch (word) {
      case "null" -> number(-1, Short.BYTES);
      case "batch" -> BatchScript.batch(List.of());
      case "record" -> BatchScript.record(List.of());
      default -> HexFormat.of().parseHex(word);
    };
  }

  static byte[] all(List<String> scripts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scripts.forEach(script -> out.writeBytes(bytes(script)));
    return out.toByteArray();
  }

  private static List<String> rest(List<String> arguments, int from) {
    return arguments.subList(from, arguments.size());
  }

  static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sized(byte[] bytes) {
    return join(number(bytes.length, Integer.BYTES), bytes);
  }

  private static byte[] number(String text, int size) {
    return number(Long.decode(text), size);
  }

  static byte[] number(long value, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value >> (8 * (size - 1 - i)));
    }
    return bytes;
  }

  static byte[] varint(long value) {
    return uvarint(value << 1 ^ value >> 63);
  }

  static byte[] uvarint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }

  private static byte[] times(int count, String script) {
    byte[] once = bytes(script);
    ByteBuffer out = ByteBuffer.allocate(count * once.length);
    for (int i = 0; i < count; i++) {
      out.put(once);
    }
    return out.array();
  }

  private static byte[] random(List<String> arguments) {
    byte[] bytes = new byte[Integer.parseInt(arguments.get(1))];
    new Random(Long.parseLong(arguments.get(0))).nextBytes(bytes);
    return bytes;
  }

  /** Produce to partition 0 of one topic: version, acks, topic, records. */
  private static byte[] put(List<String> arguments) {
    short version = Short.parseShort(arguments.get(0));
    String body =
        (version >= 3 ? "null " : "")
            + ("i16(" + arguments.get(1) + ") i32(1500) ")
            + ("list(str(" + arguments.get(2) + ") list(i32(0) sized(")
            + String.join(" ", rest(arguments, 3))
            + ")))";
    return request("Produce." + version, bytes(body));
  }

  /** Overwrites bytes: position, script of the new ones, script of the whole. */
  private static byte[] with(List<String> arguments) {
    byte[] whole = all(rest(arguments, 2));
    byte[] part = bytes(arguments.get(1));
    int position = Integer.parseInt(arguments.get(0));
    System.arraycopy(
        part, 0, whole, position < 0 ? whole.length + position : position, part.length);
    return whole;
  }

  /** A whole frame, for example {@code Metadata.1}. */
  private static byte[] request(String name, byte[] body) {
    int dot = name.indexOf('.');
    short version = Short.parseShort(name.substring(dot + 1));
    ApiKey api = api(name.substring(0, dot));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(number(api.id(), Short.BYTES));
    out.writeBytes(number(version, Short.BYTES));
    out.writeBytes(number(77, Integer.BYTES));
    out.writeBytes(number(CLIENT_ID.length(), Short.BYTES));
    out.writeBytes(utf8(CLIENT_ID));
    if (api.requestHeaderVersion(version) >= 2) {
      out.write(0);
    }
    out.writeBytes(body);
    return sized(out.toByteArray());
  }

  private static ApiKey api(String name) {
    for (ApiKey api : ApiKey.values()) {
      if (api.apiName().equals(name)) {
        return api;
      }
    }
    throw new IllegalArgumentException("no such word: " + name);
  }
}
