package io.classickafka.replica;

/**
 * How the fetchers of this kind of broker name themselves in their requests. An Apache broker's do
 * otherwise, and fetch offsets of such a one say nothing of its disk.
 */
public final class FollowerIdentity {

  /** How long a patient fetcher waits for the answer to a fetch that has nothing to say. */
  public static final int PATIENCE_MS = 5_000;

  private static final String PREFIX = "classickafka-broker-";
  private static final String PATIENT = "-patient";

  private FollowerIdentity() {}

  /** The client id of a broker's fetchers. */
  public static String clientId(int brokerId) {
    return PREFIX + brokerId;
  }

  /**
   * The client id of a broker's fetchers that leave it to the leader when to answer a fetch that
   * names and forgets nothing, up to {@link #PATIENCE_MS}, while there is nothing to say. If they
   * have something to ask meanwhile they send a request behind it, at which the leader answers.
   */
  public static String patientClientId(int brokerId) {
    return clientId(brokerId) + PATIENT;
  }

  /** Whether a client id is that of such a patient fetcher. */
  public static boolean isPatient(String clientId) {
    return isOurs(clientId) && clientId.endsWith(PATIENT);
  }

  /** Whether a client id is that of a fetcher of this kind of broker. */
  public static boolean isOurs(String clientId) {
    return clientId.startsWith(PREFIX);
  }
}
