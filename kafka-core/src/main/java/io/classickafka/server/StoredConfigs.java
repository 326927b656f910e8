package io.classickafka.server;

import io.classickafka.api.TopicConfigs;
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.ConfigResult;
import io.classickafka.config.SettingsChange;
import io.classickafka.config.TopicConfig;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.ConfigChangeNotification;
import io.classickafka.zk.ConfigEntity;
import io.classickafka.zk.EntityConfig;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.SequenceNode;
import io.classickafka.zk.TopicName;
import io.classickafka.zk.ZkPaths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The settings stored in the tree of nodes: of topics, of this broker and of all brokers. They are
 * read at start, when a notification says that one changed, and when a topic is new here. What
 * cannot be read or understood changes nothing, with a warning.
 *
 * <p>{@link #of} and {@link #broker} answer from memory on any thread; all else is state of one
 * loop.
 */
final class StoredConfigs implements TopicConfigs {

  private static final Logger LOG = LogManager.getLogger(StoredConfigs.class);

  private static final int UNKNOWN_BROKER = -1;

  /** How long a notification stays; a broker that was away for longer reads everything. */
  private static final long NOTIFICATION_MS = 15 * 60_000;

  private final CoordinationClient client;
  private final EventLoop loop;
  private final BrokerConfig file;
  private final Map<String, TopicConfig> topics = new ConcurrentHashMap<>();
  private volatile BrokerConfig broker;
  private volatile TopicConfig defaults;

  private Consumer<String> onTopicChanged = topic -> {};
  private Runnable onBrokerChanged = () -> {};
  private Map<String, String> clusterDefaults = Collections.emptyMap();
  private Map<String, String> perBroker = Collections.emptyMap();
  private int brokerId = UNKNOWN_BROKER;
  private int lastChange = -1;

  /**
   * Settings as the file has them, until {@link #start}.
   *
   * @param client on {@code loop}
   */
  StoredConfigs(CoordinationClient client, EventLoop loop, BrokerConfig file) {
    this.client = client;
    this.loop = loop;
    this.file = file;
    this.broker = file;
    this.defaults = TopicConfig.defaults(file);
  }

  /** The broker's settings in force. Any thread. */
  BrokerConfig broker() {
    return broker;
  }

  @Override
  public TopicConfig of(String topic) {
    return topics.getOrDefault(topic, defaults);
  }

  /**
   * Reads everything and watches for changes from then on.
   *
   * @param ready run once, with null or the line for a person who starts the broker
   */
  void start(Consumer<@Nullable String> ready) {
    loop.execute(
        () -> {
          watchChanges(true);
          readAll(ready);
          client.onSession(
              event -> {
                if (event instanceof SessionEvent.Connected) {
                  watchChanges(false);
                }
              });
        });
  }

  /** Reads what is stored for this broker alone, now that it is known which one it is. */
  void identify(int id, Runnable then) {
    loop.execute(
        () -> {
          brokerId = id;
          readBroker(new ConfigEntity.BrokerEntity(id), then);
        });
  }

  /**
   * Tells of changes from now on, on the loop.
   *
   * @param topic gets a topic whose own settings changed
   * @param broker run when settings changed that every topic may inherit
   */
  void onChanged(Consumer<String> topic, Runnable broker) {
    loop.execute(
        () -> {
          onTopicChanged = topic;
          onBrokerChanged = broker;
        });
  }

  /**
   * What a change would make of what is stored for an entity, which is a topic, all brokers, or
   * this one. On the loop.
   */
  SettingsChange.Outcome outcome(
      ConfigEntity entity, SettingsChange change, Map<String, String> stored) {
    if (entity instanceof ConfigEntity.TopicEntity topic) {
      return change.ofTopic(topic.topic(), stored, broker);
    }
    boolean ofThis = ((ConfigEntity.BrokerEntity) entity).brokerId() != null;
    SettingsChange.Outcome outcome = change.ofBrokers(ofThis, stored);
    if (outcome instanceof SettingsChange.Changed changed) {
      ConfigResult<BrokerConfig> result =
          ofThis
              ? file.withDynamic(clusterDefaults, changed.settings())
              : file.withDynamic(changed.settings(), perBroker);
      if (result instanceof ConfigResult.Refused<BrokerConfig> refused) {
        return new SettingsChange.Refused(false, refused.errors().get(0));
      }
    }
    return outcome;
  }

  /** Reads an entity's settings and goes by them. On the loop. */
  void reread(ConfigEntity entity, Runnable then) {
    if (entity instanceof ConfigEntity.TopicEntity topic) {
      readTopic(
          topic.topic(),
          () -> {
            onTopicChanged.accept(topic.topic());
            then.run();
          });
    } else if (entity instanceof ConfigEntity.BrokerEntity changed
        && (changed.brokerId() == null || changed.brokerId() == brokerId)) {
      readBroker(
          changed,
          () -> {
            onBrokerChanged.run();
            then.run();
          });
    } else {
      then.run();
    }
  }

  /** Makes sure that the settings of topics that are new here are known. Any thread. */
  void prepare(Collection<String> names, Runnable then) {
    Countdown countdown = new Countdown(names.size(), then);
    loop.execute(() -> names.forEach(name -> readTopic(name, countdown)));
  }

  private void readAll(Consumer<@Nullable String> ready) {
    client.children(
        ZkPaths.CONFIG_TOPICS,
        null,
        result -> {
          if (result.status() != Status.OK && result.status() != Status.NO_NODE) {
            ready.accept("cannot list " + ZkPaths.CONFIG_TOPICS + ": " + result.status());
            return;
          }
          Countdown countdown =
              new Countdown(result.children().size() + 1, () -> ready.accept(null));
          readBroker(new ConfigEntity.BrokerEntity(null), countdown);
          result.children().forEach(name -> readTopic(name, countdown));
        });
  }

  private void readTopic(String name, Runnable then) {
    if (!TopicName.isValid(name)) {
      LOG.warn("not a topic's name path={}", ZkPaths.child(ZkPaths.CONFIG_TOPICS, name));
      then.run();
      return;
    }
    read(
        new ConfigEntity.TopicEntity(name),
        stored -> {
          if (stored.isEmpty()) {
            topics.remove(name);
          } else {
            ConfigResult.Accepted<TopicConfig> read = TopicConfig.stored(stored, broker);
            read.warnings()
                .forEach(warning -> LOG.warn("topic setting topic={} {}", name, warning));
            topics.put(name, read.config());
          }
        },
        then);
  }

  private void readBroker(ConfigEntity.BrokerEntity entity, Runnable then) {
    read(
        entity,
        stored -> {
          if (entity.brokerId() == null) {
            clusterDefaults = stored;
          } else {
            perBroker = stored;
          }
          applyBroker();
        },
        then);
  }

  private void applyBroker() {
    if (clusterDefaults.isEmpty() && perBroker.isEmpty() && broker == file) {
      return;
    }
    ConfigResult<BrokerConfig> result = file.withDynamic(clusterDefaults, perBroker);
    result.warnings().forEach(warning -> LOG.warn("broker setting {}", warning));
    if (result instanceof ConfigResult.Refused<BrokerConfig> refused) {
      refused.errors().forEach(error -> LOG.warn("broker settings not applied {}", error));
      return;
    }
    BrokerConfig changed = result.orThrow();
    broker = changed;
    defaults = TopicConfig.defaults(changed);
    topics.replaceAll((name, config) -> config.under(changed));
  }

  private void read(ConfigEntity entity, Consumer<Map<String, String>> use, Runnable then) {
    String path = ZkPaths.config(entity);
    client.read(
        path,
        null,
        result -> {
          if (result.status() == Status.OK || result.status() == Status.NO_NODE) {
            try {
              use.accept(EntityConfig.decode(path, result.data()).config());
            } catch (MalformedZnodeException e) {
              LOG.warn("settings not readable path={} reason={}", e.path(), e.reason());
            }
          } else {
            LOG.warn("settings not read path={} status={}", path, result.status());
          }
          then.run();
        });
  }

  // Also called with every new session, whose watches are none. What came before the first look is
  // read anyway.
  private void watchChanges(boolean first) {
    client.children(
        ZkPaths.CONFIG_CHANGES,
        event -> watchChanges(false),
        result -> {
          List<Integer> numbers = new ArrayList<>();
          for (String child : result.children()) {
            OptionalInt number = SequenceNode.number(SequenceNode.CONFIG_CHANGE, child);
            if (number.isPresent() && number.getAsInt() > lastChange) {
              numbers.add(number.getAsInt());
            }
          }
          Collections.sort(numbers);
          if (!numbers.isEmpty()) {
            lastChange = numbers.get(numbers.size() - 1);
          }
          if (!first) {
            numbers.forEach(this::readChange);
          }
          forgetOld(result.children(), 0);
        });
  }

  // Any broker may, whoever made them; they come in the order of their numbers.
  private void forgetOld(List<String> notifications, int index) {
    if (index >= notifications.size()) {
      return;
    }
    String path = ZkPaths.child(ZkPaths.CONFIG_CHANGES, notifications.get(index));
    client.exists(
        path,
        null,
        result -> {
          NodeStat stat = result.stat();
          if (stat == null) {
            forgetOld(notifications, index + 1);
          } else if (loop.wallClockMs() - stat.createdMs() > NOTIFICATION_MS) {
            client.write(
                List.of(new Op.Delete(path, Op.ANY_VERSION)),
                deleted -> forgetOld(notifications, index + 1));
          }
        });
  }

  private void readChange(int number) {
    String path =
        ZkPaths.child(
            ZkPaths.CONFIG_CHANGES, SequenceNode.name(SequenceNode.CONFIG_CHANGE, number));
    client.read(
        path,
        null,
        result -> {
          if (result.status() != Status.OK) {
            return;
          }
          try {
            changed(ConfigChangeNotification.decode(path, result.data()).entity());
          } catch (MalformedZnodeException e) {
            LOG.warn("config change not readable path={} reason={}", e.path(), e.reason());
          }
        });
  }

  private void changed(ConfigEntity entity) {
    LOG.info("settings changed entity={}", entity.entityPath());
    reread(entity, () -> {});
  }

  /** Runs a task when so many others have ended; at once when there are none. */
  private static final class Countdown implements Runnable {

    private int left;
    private final Runnable then;

    Countdown(int count, Runnable then) {
      this.left = count;
      this.then = then;
      if (count == 0) {
        then.run();
      }
    }

    @Override
    public void run() {
      if (--left == 0) {
        then.run();
      }
    }
  }
}
