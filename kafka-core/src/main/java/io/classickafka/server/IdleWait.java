package io.classickafka.server;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.replica.FollowerIdentity;

/**
 * For how long a follower's fetch may go without an answer while there is nothing to say. Short
 * beside every time after which somebody concludes something from silence: the leader that a
 * follower lags, the follower that the leader is gone, the network that a connection is idle.
 */
final class IdleWait {

  /** Of {@code replica.lag.time.max.ms}: so much of it a follower may seem to have lost already. */
  private static final int SHARE_OF_LAG = 6;

  private static final int SHARE_OF_TIMEOUT = 3;

  private IdleWait() {}

  /** Whether this broker waits as long as leaders may let patient fetchers wait. */
  static boolean isPatient(BrokerConfig config) {
    return config.get(BrokerProperties.REPLICA_SOCKET_TIMEOUT_MS) / SHARE_OF_TIMEOUT
        >= FollowerIdentity.PATIENCE_MS;
  }

  /** How its fetchers name themselves. */
  static String clientId(BrokerConfig config, int brokerId) {
    return isPatient(config)
        ? FollowerIdentity.patientClientId(brokerId)
        : FollowerIdentity.clientId(brokerId);
  }

  /** How long this broker lets patient followers wait at most. */
  static long limitMs(BrokerConfig config) {
    long lagShareMs = config.get(BrokerProperties.REPLICA_LAG_TIME_MAX_MS) / SHARE_OF_LAG;
    long maxIdleMs = config.get(BrokerProperties.CONNECTIONS_MAX_IDLE_MS);
    return maxIdleMs < 0 ? lagShareMs : Math.min(lagShareMs, maxIdleMs / SHARE_OF_TIMEOUT);
  }
}
