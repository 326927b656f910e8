package io.classickafka.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How bytes on a listener are protected and who the peer is known to be. */
public enum SecurityProtocol {
  PLAINTEXT(0),
  SSL(1),
  SASL_PLAINTEXT(2),
  SASL_SSL(3);

  private final short id;

  SecurityProtocol(int id) {
    this.id = (short) id;
  }

  /** The number in requests between brokers. */
  public short id() {
    return id;
  }

  public boolean usesTls() {
    return this == SSL || this == SASL_SSL;
  }

  public boolean usesSasl() {
    return this == SASL_PLAINTEXT || this == SASL_SSL;
  }

  /** The protocol of a name in any case, null when there is none. */
  public static @Nullable SecurityProtocol parse(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (SecurityProtocol protocol : values()) {
      if (protocol.name().equals(upper)) {
        return protocol;
      }
    }
    return null;
  }
}
