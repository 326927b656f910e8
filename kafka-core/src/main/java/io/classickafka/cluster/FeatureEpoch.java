package io.classickafka.cluster;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.ZkPaths;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * How often the cluster's features were agreed upon: the version of {@code /feature}, as clients
 * see it in ApiVersions. Follows the node from {@link #start} on.
 *
 * <p>Owned by the loop of its client, except {@link #value}.
 */
public final class FeatureEpoch {

  private static final Logger LOG = LogManager.getLogger(FeatureEpoch.class);

  /** The node is not there, or was not read yet. */
  public static final long UNKNOWN = -1;

  private static final long RETRY_MS = 1_000;

  private final CoordinationClient client;
  private final EventLoop loop;
  private volatile long value = UNKNOWN;
  private long round;

  /** Not following yet. */
  public FeatureEpoch(CoordinationClient client, EventLoop loop) {
    this.client = client;
    this.loop = loop;
  }

  /** The epoch, or {@link #UNKNOWN}. Any thread. */
  public long value() {
    return value;
  }

  /** Follows the node, now and in every later session. */
  public void start() {
    client.onSession(
        event -> {
          if (event instanceof SessionEvent.Connected) {
            look();
          }
        });
  }

  private void look() {
    long mine = ++round;
    client.exists(
        ZkPaths.FEATURE,
        event -> {
          if (mine == round) {
            look();
          }
        },
        result -> {
          NodeStat stat = result.stat();
          if (mine != round || result.status() == Status.SESSION_EXPIRED) {
            return;
          }
          if (result.status() == Status.OK && stat != null) {
            value = stat.version();
          } else if (result.status() == Status.NO_NODE) {
            value = UNKNOWN;
          } else {
            LOG.warn(
                "cannot read, trying again path={} status={}", ZkPaths.FEATURE, result.status());
            loop.schedule(
                RETRY_MS,
                () -> {
                  if (mine == round) {
                    look();
                  }
                });
          }
        });
  }
}
