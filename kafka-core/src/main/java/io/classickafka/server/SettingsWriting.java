package io.classickafka.server;

import io.classickafka.api.SettingsWriter;
import io.classickafka.config.SettingsChange;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WriteResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.ConfigChangeNotification;
import io.classickafka.zk.ConfigEntity;
import io.classickafka.zk.ControllerRegistration;
import io.classickafka.zk.EntityConfig;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.SequenceNode;
import io.classickafka.zk.ZkPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes settings into the tree of nodes: an entity's node and the notification by which every
 * broker learns of it, in one atomic write, and only if nobody else wrote it since it was read.
 *
 * <p>May be called from any thread; its state is its attempts', on the loop of its client.
 */
final class SettingsWriting implements SettingsWriter {

  private static final Logger LOG = LogManager.getLogger(SettingsWriting.class);

  /** Until there is a controller again, or the connection is back. */
  private static final int ATTEMPTS_MAX = 50;

  private static final long PAUSE_MS = 100;

  /** Places in the operations of a write. */
  private static final int CHECK_OF_TOPIC = 1;

  private final CoordinationClient client;
  private final EventLoop loop;
  private final StoredConfigs configs;

  /** Writes by the client, which is on the loop. */
  SettingsWriting(CoordinationClient client, EventLoop loop, StoredConfigs configs) {
    this.client = client;
    this.loop = loop;
    this.configs = configs;
  }

  @Override
  public void change(
      ConfigEntity entity, SettingsChange change, boolean validateOnly, Consumer<Outcome> reply) {
    Attempt attempt = new Attempt(entity, change, validateOnly, reply);
    loop.execute(attempt::begin);
  }

  /** One change, until it is written or refused. Of the loop. */
  private final class Attempt {

    private final ConfigEntity entity;
    private final String path;
    private final SettingsChange change;
    private final boolean validateOnly;
    private final Consumer<Outcome> reply;
    private int tries;

    /** A write was sent and its answer lost: it may have happened. */
    private boolean inDoubt;

    Attempt(
        ConfigEntity entity, SettingsChange change, boolean validateOnly, Consumer<Outcome> reply) {
      this.entity = entity;
      this.path = ZkPaths.config(entity);
      this.change = change;
      this.validateOnly = validateOnly;
      this.reply = reply;
    }

    void begin() {
      // While there is no controller, or one of the other kind, nobody may write settings.
      client.read(
          ZkPaths.CONTROLLER,
          null,
          result -> {
            NodeStat stat = result.stat();
            if (stat == null) {
              again();
              return;
            }
            try {
              if (ControllerRegistration.decode(ZkPaths.CONTROLLER, result.data()).isKraft()) {
                refuse(ErrorCode.STALE_CONTROLLER_EPOCH, "A KRaft controller owns the cluster.");
                return;
              }
            } catch (MalformedZnodeException e) {
              LOG.warn("controller not readable path={} reason={}", e.path(), e.reason());
            }
            readStored(stat.version());
          });
    }

    private void readStored(int controllerVersion) {
      client.read(
          path,
          null,
          result -> {
            if (result.status() != Status.OK && result.status() != Status.NO_NODE) {
              again();
              return;
            }
            try {
              decide(controllerVersion, EntityConfig.decode(path, result.data()), result.stat());
            } catch (MalformedZnodeException e) {
              LOG.warn("settings not readable path={} reason={}", e.path(), e.reason());
              refuse(ErrorCode.INVALID_CONFIG, "What is stored is not readable: " + e.reason());
            }
          });
    }

    private void decide(int controllerVersion, EntityConfig stored, @Nullable NodeStat stat) {
      SettingsChange.Outcome outcome = configs.outcome(entity, change, stored.config());
      if (outcome instanceof SettingsChange.Refused refused) {
        ErrorCode error = refused.ofValue() ? ErrorCode.INVALID_CONFIG : ErrorCode.INVALID_REQUEST;
        refuse(error, refused.reason());
        return;
      }
      SettingsChange.Changed changed = (SettingsChange.Changed) outcome;
      if (validateOnly) {
        done();
      } else if (inDoubt && changed.settings().equals(stored.config())) {
        applyHere();
      } else {
        write(controllerVersion, stored.with(changed.settings()), stat);
      }
    }

    private void write(int controllerVersion, EntityConfig next, @Nullable NodeStat stat) {
      List<Op> ops = new ArrayList<>();
      ops.add(new Op.Check(ZkPaths.CONTROLLER, controllerVersion));
      if (entity instanceof ConfigEntity.TopicEntity topic) {
        // No settings are left behind for a topic that was deleted meanwhile.
        ops.add(new Op.Check(ZkPaths.topic(topic.topic()), Op.ANY_VERSION));
      }
      ops.add(
          stat == null
              ? new Op.Create(path, next.encode(), Op.Lifetime.PERSISTENT)
              : new Op.SetData(path, next.encode(), stat.version()));
      ops.add(
          new Op.Create(
              ZkPaths.child(ZkPaths.CONFIG_CHANGES, SequenceNode.CONFIG_CHANGE),
              new ConfigChangeNotification(entity).encode(),
              Op.Lifetime.PERSISTENT_SEQUENTIAL));
      client.write(ops, this::onWritten);
    }

    private void onWritten(WriteResult result) {
      if (result.status() == Status.OK) {
        applyHere();
        return;
      }
      if (entity instanceof ConfigEntity.TopicEntity
          && result.refused(CHECK_OF_TOPIC, Status.NO_NODE)) {
        refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
        return;
      }
      switch (result.status()) {
        case CONNECTION_LOSS, SESSION_EXPIRED -> {
          inDoubt = true;
          again();
        }
        case BAD_VERSION, NODE_EXISTS, NO_NODE -> again();
        default -> {
          LOG.warn("settings not written path={} status={}", path, result.status());
          refuse(ErrorCode.UNKNOWN_SERVER_ERROR, "ZooKeeper refused it: " + result.status());
        }
      }
    }

    private void again() {
      if (++tries >= ATTEMPTS_MAX) {
        refuse(ErrorCode.REQUEST_TIMED_OUT, null);
      } else {
        loop.schedule(PAUSE_MS, this::begin);
      }
    }

    /** Whoever asks this broker next sees the change. */
    private void applyHere() {
      configs.reread(entity, this::done);
    }

    private void done() {
      reply.accept(new Outcome(ErrorCode.NONE, null));
    }

    private void refuse(ErrorCode error, @Nullable String message) {
      reply.accept(new Outcome(error, message));
    }
  }
}
