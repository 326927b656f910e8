package io.classickafka.cluster;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.coordination.Status;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.LogDirEventNotification;
import io.classickafka.zk.ZkPaths;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Tells the controller, by a node in {@code /log_dir_event_notification}, that this broker lost a
 * log directory; the controller then asks which replicas are gone, and moves leaders away.
 *
 * <p>One node says it, however many directories failed meanwhile. It is written again until an
 * answer says that it is there: a second node only makes the controller ask twice.
 *
 * <p>Owned by the loop of its client.
 */
public final class LogDirFailureNotice {

  private static final Logger LOG = LogManager.getLogger(LogDirFailureNotice.class);

  private static final long RETRY_MS = 1_000;

  private final CoordinationClient client;
  private final EventLoop loop;
  private final int brokerId;
  private boolean underWay;
  private boolean again;

  public LogDirFailureNotice(CoordinationClient client, EventLoop loop, int brokerId) {
    this.client = client;
    this.loop = loop;
    this.brokerId = brokerId;
  }

  /** A directory has failed, and the replicas in it answer so. */
  public void send() {
    if (underWay) {
      // The node on its way may have been seen before this failure.
      again = true;
      return;
    }
    underWay = true;
    write();
  }

  private void write() {
    Op create =
        new Op.Create(
            ZkPaths.sequencePrefix(ZkPaths.LOG_DIR_EVENTS),
            LogDirEventNotification.failure(brokerId).encode(),
            Lifetime.PERSISTENT_SEQUENTIAL);
    client.write(
        List.of(create),
        result -> {
          if (result.status() != Status.OK) {
            LOG.warn(
                "cannot announce a failed log dir, trying again brokerId={} status={}",
                brokerId,
                result.status());
            loop.schedule(RETRY_MS, this::write);
          } else if (again) {
            again = false;
            write();
          } else {
            underWay = false;
            LOG.info("failed log dir announced brokerId={}", brokerId);
          }
        });
  }
}
