package io.classickafka.zk;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How users, client ids and token principals, which may hold any character, become node names: URL
 * encoding with a blank as {@code %20} and an asterisk as {@code %2A}.
 */
public final class EncodedName {
  /** The node of the settings that hold where nothing more specific is set. Never encoded. */
  public static final String DEFAULT = "<default>";

  private EncodedName() {}

  public static String encode(String name) {
    if (name.isEmpty() || !JsonCodec.Text.isWellFormed(name)) {
      throw new IllegalArgumentException("a name that has no encoded form");
    }
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /**
   * The name that {@code encoded} stands for; empty when it is not exactly what {@link #encode}
   * makes of some name. Such a node could be read but never be found again by its name.
   */
  public static Optional<String> decode(String encoded) {
    if (encoded.isEmpty()) {
      return Optional.empty();
    }
    String name;
    try {
      name = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return !name.isEmpty() && JsonCodec.Text.isWellFormed(name) && encode(name).equals(encoded)
        ? Optional.of(name)
        : Optional.empty();
  }
}
