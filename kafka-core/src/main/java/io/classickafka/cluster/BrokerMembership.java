package io.classickafka.cluster;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeOwner;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WriteResult;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.BrokerRegistration;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.ZkPaths;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This broker's registration, {@code /brokers/ids/<id>}, in one session after another.
 *
 * <p>A node that is already there is one of three. Made in this session: the answer to its creation
 * was lost, and it is ours. Made in an earlier session of this process: the service has not noticed
 * yet that the session is over; it is replaced. Somebody else's: most likely a former process with
 * this id that was killed, whose session ends soon; we wait for that, at start for as long as a
 * session lives and a little more.
 *
 * <p>Owned by the loop of its client, except {@link #epoch} and {@link #latestEpoch}.
 */
public final class BrokerMembership {

  private static final Logger LOG = LogManager.getLogger(BrokerMembership.class);

  /** The epoch of a broker that is not registered. */
  public static final long NOT_REGISTERED = -1;

  /** How much longer than a session a node of another process may stay at start. */
  private static final long PATIENCE_MS = 5_000;

  private static final long RETRY_MS = 500;
  private static final int REMEMBERED_SESSIONS = 256;

  /** How a registration ended. */
  public sealed interface Outcome {

    /** The broker is registered under this epoch. */
    record Registered(long epoch) implements Outcome {}

    /** The broker cannot be registered; one line for a person. */
    record Refused(String reason) implements Outcome {}

    /** The session ended first; register again in the next one. */
    record SessionEnded() implements Outcome {}
  }

  private final CoordinationClient client;
  private final EventLoop loop;
  private final int brokerId;
  private final String path;
  private final int sessionTimeoutMs;
  private final Set<Long> ownSessions = new LinkedHashSet<>();
  private volatile long epoch = NOT_REGISTERED;
  private volatile long latestEpoch = NOT_REGISTERED;
  private BrokerRegistration registration;
  private boolean everRegistered;
  private @Nullable Attempt attempt;

  /**
   * A broker that is not registered yet.
   *
   * @param client on {@code loop}
   * @param registration what the node says
   */
  public BrokerMembership(
      CoordinationClient client,
      EventLoop loop,
      int brokerId,
      BrokerRegistration registration,
      int sessionTimeoutMs) {
    this.client = client;
    this.loop = loop;
    this.brokerId = brokerId;
    this.path = ZkPaths.broker(brokerId);
    this.registration = registration;
    this.sessionTimeoutMs = sessionTimeoutMs;
  }

  /** The epoch under which this broker is registered, or {@link #NOT_REGISTERED}. Any thread. */
  public long epoch() {
    return epoch;
  }

  /**
   * The epoch under which this broker is or was last registered. What is meant for an older one is
   * out of date also between two sessions. Any thread.
   */
  public long latestEpoch() {
    return latestEpoch;
  }

  /** Registers in a session; an attempt under way is given up. */
  public void register(long sessionId, Consumer<Outcome> reply) {
    forget();
    ownSessions.add(sessionId);
    if (ownSessions.size() > REMEMBERED_SESSIONS) {
      ownSessions.remove(ownSessions.iterator().next());
    }
    Attempt begun = new Attempt(sessionId, reply);
    attempt = begun;
    if (everRegistered) {
      begun.create();
    } else {
      begun.findSharedAddress();
    }
  }

  /** The session is over, and with it the registration and any attempt at one. */
  public void forget() {
    epoch = NOT_REGISTERED;
    Attempt given = attempt;
    attempt = null;
    if (given != null) {
      given.cancelTimer();
    }
  }

  /** Says something else from now on; a node that is there is rewritten. */
  public void update(BrokerRegistration changed) {
    registration = changed;
    if (epoch != NOT_REGISTERED) {
      client.write(
          List.of(new Op.SetData(path, changed.encode(), Op.ANY_VERSION)),
          result -> {
            if (result.status() == Status.CONNECTION_LOSS && epoch != NOT_REGISTERED) {
              update(registration);
            }
          });
    }
  }

  /** One registration, in one session. */
  private final class Attempt {
    private final long session;
    private final Consumer<Outcome> reply;
    private final long deadlineMs;
    private EventLoop.@Nullable Scheduled timer;
    private boolean waitingSaid;

    Attempt(long session, Consumer<Outcome> reply) {
      this.session = session;
      this.reply = reply;
      this.deadlineMs = loop.monotonicMs() + sessionTimeoutMs + PATIENCE_MS;
    }

    void cancelTimer() {
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
    }

    private boolean over() {
      return attempt != this;
    }

    private void end(Outcome outcome) {
      if (!over()) {
        attempt = null;
        cancelTimer();
        reply.accept(outcome);
      }
    }

    /** Looks for another broker that advertises one of our addresses. */
    void findSharedAddress() {
      client.children(
          ZkPaths.BROKER_IDS,
          null,
          result -> {
            if (over()) {
              return;
            }
            if (result.status() != Status.OK) {
              fail("cannot list " + ZkPaths.BROKER_IDS, result.status());
              return;
            }
            List<String> others = new ArrayList<>(result.children());
            others.remove(Integer.toString(brokerId));
            compareAddresses(others);
          });
    }

    private void compareAddresses(List<String> others) {
      if (others.isEmpty()) {
        create();
        return;
      }
      String other = ZkPaths.child(ZkPaths.BROKER_IDS, others.remove(others.size() - 1));
      client.read(
          other,
          null,
          result -> {
            if (over()) {
              return;
            }
            BrokerEndpoint shared = sharedEndpoint(other, result);
            if (shared == null) {
              compareAddresses(others);
            } else {
              retryLater(
                  "another broker advertises "
                      + shared.host()
                      + ":"
                      + shared.port()
                      + " in "
                      + other,
                  this::findSharedAddress);
            }
          });
    }

    private @Nullable BrokerEndpoint sharedEndpoint(String other, ReadResult result) {
      if (result.status() != Status.OK) {
        return null;
      }
      try {
        for (BrokerEndpoint theirs : BrokerRegistration.decode(other, result.data()).endpoints()) {
          for (BrokerEndpoint ours : registration.endpoints()) {
            if (theirs.port() == ours.port() && theirs.host().equalsIgnoreCase(ours.host())) {
              return theirs;
            }
          }
        }
      } catch (MalformedZnodeException e) {
        LOG.warn("broker node not readable path={} reason={}", e.path(), e.reason());
      }
      return null;
    }

    void create() {
      client.write(creation(List.of()), this::onCreated);
    }

    private List<Op> creation(List<Op> before) {
      List<Op> ops = new ArrayList<>(before);
      ops.add(new Op.Create(path, null, Lifetime.EPHEMERAL));
      // The second write of the same transaction is there for its answer: it has the czxid.
      ops.add(new Op.SetData(path, registration.encode(), 0));
      return ops;
    }

    private void onCreated(WriteResult result) {
      if (over()) {
        return;
      }
      switch (result.status()) {
        case OK -> {
          NodeStat stat = result.outcomes().get(result.outcomes().size() - 1).stat();
          if (stat == null) {
            throw new IllegalStateException("no stat for a node that was set");
          }
          registered(stat.czxid());
        }
        case NODE_EXISTS, CONNECTION_LOSS, BAD_VERSION, NO_NODE -> look();
        default -> fail("cannot create " + path, result.status());
      }
    }

    /** Finds out whose node is there. */
    private void look() {
      client.exists(
          path,
          event -> {
            if (!over() && timer != null) {
              cancelTimer();
              create();
            }
          },
          result -> {
            if (over()) {
              return;
            }
            NodeStat stat = result.stat();
            if (result.status() == Status.NO_NODE) {
              create();
            } else if (result.status() != Status.OK || stat == null) {
              fail("cannot read " + path, result.status());
            } else {
              found(stat);
            }
          });
    }

    private void found(NodeStat stat) {
      switch (NodeOwner.of(stat.ephemeralOwner(), session, ownSessions)) {
        case THIS_SESSION -> registered(stat.czxid());
        case FORMER_SESSION -> {
          LOG.info(
              "replacing the node of an own former session path={} session={}",
              path,
              Long.toHexString(stat.ephemeralOwner()));
          client.write(creation(List.of(new Op.Delete(path, stat.version()))), this::onCreated);
        }
        case ANOTHER ->
            retryLater(
                "broker id "
                    + brokerId
                    + " is taken by ZooKeeper session 0x"
                    + Long.toHexString(stat.ephemeralOwner()),
                this::create);
      }
    }

    private void retryLater(String why, Runnable step) {
      if (!everRegistered && loop.monotonicMs() >= deadlineMs) {
        end(new Outcome.Refused(why + "; it did not end within its session timeout"));
        return;
      }
      if (!waitingSaid) {
        waitingSaid = true;
        LOG.warn("waiting to register, a former process may not have expired yet reason={}", why);
      }
      cancelTimer();
      timer =
          loop.schedule(
              RETRY_MS,
              () -> {
                timer = null;
                if (!over()) {
                  step.run();
                }
              });
    }

    private void registered(long czxid) {
      epoch = czxid;
      latestEpoch = czxid;
      everRegistered = true;
      LOG.info("broker registered brokerId={} brokerEpoch={}", brokerId, czxid);
      end(new Outcome.Registered(czxid));
    }

    private void fail(String what, Status status) {
      end(
          status == Status.SESSION_EXPIRED
              ? new Outcome.SessionEnded()
              : new Outcome.Refused(what + " in ZooKeeper: " + status));
    }
  }
}
