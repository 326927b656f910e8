package io.classickafka.controller;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeOwner;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WriteResult;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.ControllerEpoch;
import io.classickafka.zk.ControllerRegistration;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.ZkPaths;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who is controller: watches {@code /controller}, and tries to become it when nobody is.
 *
 * <p>Winning is one atomic write that creates {@code /controller} and raises {@code
 * /controller_epoch} from the version read before, so no two controllers ever share an epoch. When
 * the answer is lost, the owner of the node decides: if it is this session, this broker won.
 *
 * <p>Owned by the controller's loop. Tells its listener every change once.
 */
final class ControllerElection {

  private static final Logger LOG = LogManager.getLogger(ControllerElection.class);
  private static final long RETRY_MS = 1_000;
  private static final int REMEMBERED_SESSIONS = 256;

  /** Hears who is controller. */
  interface Listener {

    /**
     * This broker is controller from now on.
     *
     * @param epochVersion of {@code /controller_epoch}, the fence of every write
     */
    void onElected(int epoch, int epochVersion);

    /** Another broker is controller, or nobody ({@link #NOBODY}). */
    void onOther(int brokerId);
  }

  /** No broker is known to be controller. */
  static final int NOBODY = -1;

  private final CoordinationClient client;
  private final EventLoop loop;
  private final int brokerId;
  private final Listener listener;
  private final Set<Long> ownSessions = new LinkedHashSet<>();

  /** Counts what makes answers that are still under way worthless. */
  private long round;

  private long session;
  private boolean elected;
  private int electedVersion;

  /** The deciding write is under way: its answer is worth more than the watch it sets off. */
  private boolean standing;

  /**
   * The answer to a deciding write was lost, or the office is not known to be given back, and since
   * then nobody was seen to be controller.
   */
  private boolean inDoubt;

  /** Waits for that answer: this broker takes part in nothing any more. */
  private @Nullable Runnable leaving;

  ControllerElection(CoordinationClient client, EventLoop loop, int brokerId, Listener listener) {
    this.client = client;
    this.loop = loop;
    this.brokerId = brokerId;
    this.listener = listener;
  }

  /** Begins in a new session: looks, and stands for election. */
  void start(long sessionId) {
    session = sessionId;
    ownSessions.add(sessionId);
    if (ownSessions.size() > REMEMBERED_SESSIONS) {
      ownSessions.remove(ownSessions.iterator().next());
    }
    elected = false;
    standing = false;
    inDoubt = false;
    look();
  }

  /** The session is over; nothing is known until the next {@link #start}. */
  void stop() {
    round++;
    standing = false;
    elected = false;
    inDoubt = false;
  }

  /** A write met another epoch than ours: finds out who is controller. */
  void doubt() {
    if (elected) {
      look();
    }
  }

  /** Gives the office back, so that another broker takes it. */
  void resign(int epochVersion) {
    elected = false;
    inDoubt = true;
    long mine = ++round;
    try {
      listener.onOther(NOBODY);
    } finally {
      giveBack(
          epochVersion,
          status -> onGivenBack(mine, status == Status.OK),
          () -> onGivenBack(mine, false));
    }
  }

  /**
   * Takes part in nothing any more, and gives the office back if this broker has it.
   *
   * @param over run when that is answered
   */
  void leave(Runnable over) {
    boolean leads = elected;
    boolean undecided = standing;
    boolean perhaps = inDoubt;
    stop();
    if (undecided) {
      leaving = over; // the answer under way tells whether there is something to give back
    } else if (leads) {
      giveBackForGood(electedVersion, over);
    } else if (perhaps) {
      giveBackIfWon(over);
    } else {
      over.run();
    }
  }

  private void onGivenBack(long mine, boolean surely) {
    if (mine == round) {
      inDoubt = !surely;
      lookLater();
    }
  }

  // Who leaves does not look again later.
  private void giveBackForGood(int epochVersion, Runnable over) {
    giveBack(
        epochVersion,
        status -> {
          if (status == Status.OK) {
            over.run();
          } else {
            giveBackIfWon(over);
          }
        },
        over);
  }

  /** Tells the status of the write, or that it was not sent. */
  private void giveBack(int epochVersion, Consumer<Status> answered, Runnable unsent) {
    try {
      client.write(
          List.of(
              new Op.Check(ZkPaths.CONTROLLER_EPOCH, epochVersion),
              new Op.Delete(ZkPaths.CONTROLLER, Op.ANY_VERSION)),
          result -> answered.accept(result.status()));
    } catch (RuntimeException | Error e) {
      unsent.run();
      throw e;
    }
  }

  /** No answer told whether this session has the office: the owner of the node does. */
  private void giveBackIfWon(Runnable over) {
    client.sync(
        synced ->
            client.read(
                ZkPaths.CONTROLLER,
                null,
                result -> {
                  NodeStat stat = result.stat();
                  if (stat == null || stat.ephemeralOwner() != session) {
                    over.run();
                    return;
                  }
                  client.write(
                      List.of(new Op.Delete(ZkPaths.CONTROLLER, stat.version())),
                      deleted -> over.run());
                }));
  }

  private void look() {
    long mine = ++round;
    client.exists(
        ZkPaths.CONTROLLER,
        event -> {
          if (mine == round && !standing) {
            look();
          }
        },
        looked -> {
          if (mine != round) {
            return;
          }
          if (looked.status() == Status.NO_NODE) {
            lost(NOBODY);
            readEpoch(mine);
          } else if (looked.status() == Status.OK) {
            client.read(
                ZkPaths.CONTROLLER,
                null,
                result -> {
                  if (mine == round) {
                    onController(mine, result);
                  }
                });
          } else {
            retry(mine, "look for the controller", looked.status());
          }
        });
  }

  private void onController(long mine, ReadResult result) {
    NodeStat stat = result.stat();
    if (result.status() == Status.NO_NODE) {
      look();
      return;
    }
    if (result.status() != Status.OK || stat == null) {
      retry(mine, "read the controller", result.status());
      return;
    }
    NodeOwner owner = NodeOwner.of(stat.ephemeralOwner(), session, ownSessions);
    if (owner == NodeOwner.THIS_SESSION) {
      confirm(mine);
      return;
    }
    if (owner == NodeOwner.FORMER_SESSION) {
      // The service has not yet noticed that our former session is over.
      LOG.info("removing the controller node of an own former session");
      client.write(
          List.of(new Op.Delete(ZkPaths.CONTROLLER, stat.version())),
          deleted -> {
            if (mine == round) {
              look();
            }
          });
      return;
    }
    inDoubt = false;
    try {
      lost(ControllerRegistration.decode(ZkPaths.CONTROLLER, result.data()).brokerId());
    } catch (MalformedZnodeException e) {
      LOG.error("controller node not readable path={} reason={}", e.path(), e.reason());
      lost(NOBODY);
    }
  }

  /** The node is of this session: reads the epoch it came with, if no answer told it before. */
  private void confirm(long mine) {
    client.read(
        ZkPaths.CONTROLLER_EPOCH,
        null,
        result -> {
          if (mine != round) {
            return;
          }
          ControllerEpoch epoch = decoded(result);
          NodeStat stat = result.stat();
          if (epoch == null || stat == null) {
            retry(mine, "read the controller epoch", result.status());
          } else if (!elected) {
            won(epoch.epoch(), stat.version());
          } else if (stat.version() != electedVersion) {
            // Somebody wrote the epoch by hand: our fence fails for good, only a new one helps.
            LOG.error("controller epoch changed under its controller brokerId={}", brokerId);
            resign(stat.version());
          }
        });
  }

  private void readEpoch(long mine) {
    client.read(
        ZkPaths.CONTROLLER_EPOCH,
        null,
        result -> {
          if (mine != round) {
            return;
          }
          if (result.status() == Status.NO_NODE) {
            createEpoch(mine);
            return;
          }
          ControllerEpoch epoch = decoded(result);
          NodeStat stat = result.stat();
          if (epoch == null || stat == null) {
            retry(mine, "read the controller epoch", result.status());
          } else {
            stand(mine, epoch, stat.version());
          }
        });
  }

  private void createEpoch(long mine) {
    client.write(
        List.of(
            new Op.Create(
                ZkPaths.CONTROLLER_EPOCH, ControllerEpoch.INITIAL.encode(), Lifetime.PERSISTENT)),
        result -> {
          if (mine != round) {
            return;
          }
          switch (result.status()) {
            case OK, NODE_EXISTS, CONNECTION_LOSS -> readEpoch(mine);
            default -> retry(mine, "create the controller epoch", result.status());
          }
        });
  }

  private void stand(long mine, ControllerEpoch current, int version) {
    ControllerEpoch next = current.next();
    byte[] node = ControllerRegistration.of(brokerId, loop.wallClockMs()).encode();
    standing = true;
    client.write(
        List.of(
            new Op.Create(ZkPaths.CONTROLLER, node, Lifetime.EPHEMERAL),
            new Op.SetData(ZkPaths.CONTROLLER_EPOCH, next.encode(), version)),
        result -> {
          Runnable over = leaving;
          if (over != null) {
            leaving = null;
            switch (result.status()) {
              case OK -> giveBackForGood(wonVersion(result, version), over);
              case NODE_EXISTS, BAD_VERSION, CONNECTION_LOSS -> giveBackIfWon(over);
              default -> over.run();
            }
          }
          if (mine != round) {
            return;
          }
          standing = false;
          switch (result.status()) {
            case OK -> {
              won(next.epoch(), wonVersion(result, version));
              look();
            }
            case NODE_EXISTS, BAD_VERSION -> look();
            case CONNECTION_LOSS -> {
              inDoubt = true;
              look();
            }
            default -> retry(mine, "become controller", result.status());
          }
        });
  }

  private static int wonVersion(WriteResult result, int before) {
    NodeStat stat = result.outcomes().get(1).stat();
    return stat == null ? before + 1 : stat.version();
  }

  private void won(int epoch, int epochVersion) {
    elected = true;
    inDoubt = false;
    electedVersion = epochVersion;
    LOG.info("elected controller brokerId={} controllerEpoch={}", brokerId, epoch);
    listener.onElected(epoch, epochVersion);
  }

  private void lost(int other) {
    elected = false;
    listener.onOther(other);
  }

  private static @Nullable ControllerEpoch decoded(ReadResult result) {
    if (result.status() != Status.OK) {
      return null;
    }
    try {
      return ControllerEpoch.decode(ZkPaths.CONTROLLER_EPOCH, result.data());
    } catch (MalformedZnodeException e) {
      LOG.error("controller epoch not readable path={} reason={}", e.path(), e.reason());
      return null;
    }
  }

  private void retry(long mine, String what, Status status) {
    if (status == Status.SESSION_EXPIRED) {
      return; // the end of the session is told by itself
    }
    LOG.warn("cannot {} status={}", what, status);
    if (mine == round) {
      lookLater();
    }
  }

  private void lookLater() {
    long mine = round;
    loop.schedule(
        RETRY_MS,
        () -> {
          if (mine == round) {
            look();
          }
        });
  }
}
