package io.classickafka.tools;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a tool waits for a first answer of a broker.
 *
 * @param tellAfterMs when to say what is waited for
 * @param refusedMs when every address refuses: longer than a broker takes to start, because a
 *     script may have started one a moment ago
 * @param silentMs when some address may still answer
 */
record Patience(long tellAfterMs, long refusedMs, long silentMs) {

  static final Patience DEFAULT = new Patience(1_000, 5_000, 8_000);

  /** That of a client with these settings: its own limit for a call, where it was set. */
  static Patience of(Map<String, ?> settings) {
    Long limitMs = number(settings.get("default.api.timeout.ms"));
    return limitMs == null ? DEFAULT : DEFAULT.with(limitMs);
  }

  /** This one with a limit for all that may go wrong; no socket can wait for more than an int. */
  Patience with(long limitMs) {
    long waitMs = Math.min(limitMs, Integer.MAX_VALUE);
    return new Patience(tellAfterMs, waitMs, waitMs);
  }

  /** This one, but no longer than a limit. */
  Patience atMost(long limitMs) {
    return new Patience(tellAfterMs, Math.min(refusedMs, limitMs), Math.min(silentMs, limitMs));
  }

  // What is no number is refused by the client itself, with a reason.
  private static @Nullable Long number(@Nullable Object value) {
    try {
      return value == null ? null : Long.valueOf(Long.parseLong(value.toString().strip()));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
