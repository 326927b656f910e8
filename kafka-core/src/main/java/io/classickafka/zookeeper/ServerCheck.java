package io.classickafka.zookeeper;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.utils.ZKPaths;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * Finds out at start whether the servers can carry a cluster, and creates the chroot.
 *
 * <p>A server must be ZooKeeper 3.5 or later, accept writes, and know atomic writes with version
 * checks. Runs on the main thread, with a client of its own that sees the whole tree.
 */
final class ServerCheck {

  private static final Logger LOG = LogManager.getLogger(ServerCheck.class);

  /** Every server since 3.5.0 shows its ensemble here. */
  private static final String SINCE_3_5 = "/zookeeper/config";

  private ServerCheck() {}

  @SuppressWarnings("try") // An interrupt while closing is one while asking: the caller's.
  static void run(ZooKeeperSettings settings, ZKClientConfig config)
      throws ZooKeeperUnavailableException, InterruptedException {
    CountDownLatch answered = new CountDownLatch(1);
    boolean[] refused = new boolean[1];
    try (ZooKeeper client =
        new ZooKeeper(
            settings.servers(),
            settings.sessionTimeoutMs(),
            event -> {
              refused[0] |= event.getState() == KeeperState.AuthFailed;
              if (event.getState() == KeeperState.SyncConnected || refused[0]) {
                answered.countDown();
              }
            },
            config)) {
      if (!answered.await(settings.connectionTimeoutMs(), TimeUnit.MILLISECONDS)) {
        throw new ZooKeeperUnavailableException(
            "cannot reach ZooKeeper at "
                + settings.servers()
                + " within "
                + settings.connectionTimeoutMs()
                + " ms (zookeeper.connect): is it running, and is the address right?");
      }
      if (refused[0]) {
        throw new ZooKeeperUnavailableException(
            "ZooKeeper at " + settings.servers() + " refuses this broker's credentials");
      }
      checkAbilities(settings, client);
      if (!settings.chroot().isEmpty()) {
        NodeAcls acls = new NodeAcls(settings.setAcl());
        ZKPaths.mkdirs(
            client, settings.chroot(), true, new ChrootAcls(acls.of(settings.chroot())), false);
      }
    } catch (KeeperException e) {
      throw new ZooKeeperUnavailableException(
          "ZooKeeper at " + settings.servers() + " cannot be used: " + e.getMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof ZooKeeperUnavailableException known) {
        throw known;
      }
      throw new ZooKeeperUnavailableException(
          "zookeeper.connect=" + settings.connect() + " is not valid: " + e.getMessage(), e);
    }
  }

  private static void checkAbilities(ZooKeeperSettings settings, ZooKeeper client)
      throws KeeperException, InterruptedException, ZooKeeperUnavailableException {
    if (client.exists(SINCE_3_5, false) == null) {
      throw new ZooKeeperUnavailableException(
          "ZooKeeper at " + settings.servers() + " is older than 3.5; upgrade it first");
    }
    client.multi(java.util.List.of(Op.check("/", -1)));
    int agreedMs = client.getSessionTimeout();
    if (agreedMs != settings.sessionTimeoutMs()) {
      LOG.warn(
          "zookeeper grants another session timeout wantedMs={} grantedMs={}",
          settings.sessionTimeoutMs(),
          agreedMs);
    }
  }

  private record ChrootAcls(java.util.List<org.apache.zookeeper.data.ACL> acls)
      implements org.apache.curator.utils.InternalACLProvider {

    @Override
    public java.util.List<org.apache.zookeeper.data.ACL> getDefaultAcl() {
      return acls;
    }

    @Override
    public java.util.List<org.apache.zookeeper.data.ACL> getAclForPath(String path) {
      return acls;
    }
  }
}
