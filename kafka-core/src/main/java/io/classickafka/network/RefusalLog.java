package io.classickafka.network;

import io.classickafka.api.Peer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One line for each connection that is closed because of what it sent; at most ten a second for
 * each reason, then a count. State of one network loop.
 */
final class RefusalLog {

  private static final Logger LOG = LogManager.getLogger(RefusalLog.class);

  private static final int LINES_PER_SECOND = 10;
  private static final int DETAIL_CHARACTERS = 120;

  private final Map<Refusal, Window> windows = new LinkedHashMap<>();

  /** Why a connection is closed; lines are limited for each. */
  enum Refusal {
    /** A size or the first bytes show that it is no frame for us. */
    FRAME,
    /** The frame was whole and cannot be served. */
    REQUEST,
    /** The frame did not arrive in time. */
    SLOW_FRAME
  }

  private static final class Window {
    long startMs;
    int lines;
    long suppressed;
  }

  void closed(Refusal refusal, String reason, String api, Peer peer, long nowMs) {
    Window window = windows.computeIfAbsent(refusal, key -> new Window());
    if (nowMs - window.startMs >= 1_000) {
      window.startMs = nowMs;
      window.lines = 0;
    }
    if (window.lines >= LINES_PER_SECOND) {
      window.suppressed++;
      return;
    }
    window.lines++;
    LOG.warn(
        "connection closed reason={} peer={} listener={} api={} notLogged={}",
        () -> escape(reason),
        () -> peer.address().getAddress().getHostAddress() + ":" + peer.address().getPort(),
        peer::listener,
        () -> api,
        () -> window.suppressed);
    window.suppressed = 0;
  }

  /** Quotes a reason, cut, with no character that could end the line or steer a terminal. */
  static String escape(String reason) {
    StringBuilder text = new StringBuilder("\"");
    int end = Math.min(reason.length(), DETAIL_CHARACTERS);
    for (int i = 0; i < end; i++) {
      char c = reason.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
