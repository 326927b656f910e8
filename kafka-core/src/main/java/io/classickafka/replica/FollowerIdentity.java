package io.classickafka.replica;

/**
 * How the fetchers of this kind of broker name themselves in their requests. An Apache broker's do
 * otherwise, and fetch offsets of such a one say nothing of its disk.
 */
public final class FollowerIdentity {

  private static final String PREFIX = "classickafka-broker-";

  private FollowerIdentity() {}

  /** The client id of a broker's fetchers. */
  public static String clientId(int brokerId) {
    return PREFIX + brokerId;
  }

  /** Whether a client id is that of such a fetcher. */
  public static boolean isOurs(String clientId) {
    return clientId.startsWith(PREFIX);
  }
}
