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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The settings stored in the tree of nodes: of topics, of this broker and of all brokers. They are
 * read in every new session, when a notification says that one changed, before a log of a topic is
 * made, and before they are shown. What cannot be understood changes nothing, with a warning.
 *
 * <p>{@link #of} and {@link #broker} answer from memory on any thread; all else is state of one
 * loop.
 */
final class StoredConfigs implements TopicConfigs {

  private static final Logger LOG = LogManager.getLogger(StoredConfigs.class);

  private static final int UNKNOWN_BROKER = -1;
  private static final int NO_CHANGE = -1;
  private static final long NO_SESSION = 0;
  private static final long RETRY_MS = 1_000;

  /** How long a notification stays. */
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
  private @Nullable Consumer<@Nullable String> onReady;
  private long session = NO_SESSION;
  // Whatever was begun in an older round tells nobody any more.
  private long round;
  private int lastChange = NO_CHANGE;

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
   * Reads everything and watches for changes, now and again in every later session: what changes
   * between two sessions is told by no watch, and its notification may be gone by then.
   *
   * @param ready run once, with null or the line for a person who starts the broker
   */
  void start(Consumer<@Nullable String> ready) {
    loop.execute(
        () -> {
          onReady = ready;
          client.onSession(
              event -> {
                if (event instanceof SessionEvent.Connected && event.sessionId() != session) {
                  session = event.sessionId();
                  begin();
                }
              });
        });
  }

  /** Reads what is stored for this broker alone, now that it is known which one it is. */
  void identify(int id, Runnable then) {
    loop.execute(
        () -> {
          brokerId = id;
          readSurely(new ConfigEntity.BrokerEntity(id), () -> true, then);
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

  /** Reads an entity's settings, if it can, and goes by them. On the loop. */
  void reread(ConfigEntity entity, Runnable then) {
    if (!concerns(entity)) {
      then.run();
      return;
    }
    read(
        entity,
        () -> {
          tell(entity);
          then.run();
        },
        status -> then.run());
  }

  /**
   * Makes sure that the settings of topics of which logs are to be made are known; waits for a
   * session if need be. Any thread.
   */
  void prepare(Collection<String> names, Runnable then) {
    List<String> wanted = List.copyOf(names);
    Countdown countdown = new Countdown(wanted.size(), then);
    loop.execute(() -> readLatest(wanted, countdown));
  }

  /**
   * Reads what is stored by now. That a topic is made is told by no notification: from a server
   * that is behind, its settings would be missing for as long as the session lasts.
   */
  private void readLatest(List<String> names, Runnable then) {
    client.sync(
        synced -> {
          if (synced == Status.OK || synced == Status.NOT_AUTHORIZED) {
            for (String name : names) {
              read(
                  new ConfigEntity.TopicEntity(name),
                  then,
                  status -> readLatestLater(List.of(name), status, then));
            }
          } else {
            readLatestLater(names, synced, then);
          }
        });
  }

  /** Behind the others again: it may be another server by then. */
  private void readLatestLater(List<String> names, Status status, Runnable then) {
    if (status == Status.NOT_AUTHORIZED) {
      names.forEach(name -> then.run());
    } else {
      loop.schedule(RETRY_MS, () -> readLatest(names, then));
    }
  }

  /**
   * Reads the settings of topics again, as far as it can, and goes by them: that a topic is made,
   * or gone, is told by no notification. Any thread.
   */
  void refresh(Collection<String> names, Runnable then) {
    List<String> wanted = List.copyOf(names);
    Countdown countdown = new Countdown(wanted.size(), then);
    loop.execute(
        () -> {
          for (String name : wanted) {
            ConfigEntity topic = new ConfigEntity.TopicEntity(name);
            Map<String, String> before = known(topic);
            read(
                topic,
                () -> {
                  tellOfChange(topic, before);
                  countdown.run();
                },
                status -> countdown.run());
          }
        });
  }

  private boolean concerns(ConfigEntity entity) {
    return entity instanceof ConfigEntity.TopicEntity
        || (entity instanceof ConfigEntity.BrokerEntity of
            && (of.brokerId() == null || of.brokerId() == brokerId));
  }

  private void tell(ConfigEntity entity) {
    if (entity instanceof ConfigEntity.TopicEntity topic) {
      onTopicChanged.accept(topic.topic());
    } else {
      onBrokerChanged.run();
    }
  }

  // The watch comes first, so that nothing changes unseen between it and the reads.
  private void begin() {
    long mine = ++round;
    lastChange = NO_CHANGE;
    watchChanges(mine, true);
    client.children(
        ZkPaths.CONFIG_TOPICS,
        null,
        result -> {
          if (isListed(ZkPaths.CONFIG_TOPICS, result.status(), mine)) {
            Set<String> names = new LinkedHashSet<>(result.children());
            names.addAll(topics.keySet());
            readAll(names, mine);
          }
        });
  }

  private void readAll(Set<String> names, long mine) {
    List<ConfigEntity> ofBroker = new ArrayList<>();
    ofBroker.add(new ConfigEntity.BrokerEntity(null));
    if (brokerId != UNKNOWN_BROKER) {
      ofBroker.add(new ConfigEntity.BrokerEntity(brokerId));
    }
    Countdown countdown = new Countdown(names.size() + ofBroker.size(), this::allRead);
    ofBroker.forEach(entity -> readAgain(entity, mine, countdown));
    names.forEach(name -> readAgain(new ConfigEntity.TopicEntity(name), mine, countdown));
  }

  private void allRead() {
    Consumer<@Nullable String> ready = onReady;
    onReady = null;
    if (ready != null) {
      ready.accept(null);
    }
  }

  /** Reads an entity of which no change is known, and tells when there was one. */
  private void readAgain(ConfigEntity entity, long mine, Runnable then) {
    Map<String, String> before = known(entity);
    readSurely(
        entity,
        () -> mine == round,
        () -> {
          tellOfChange(entity, before);
          then.run();
        });
  }

  private void tellOfChange(ConfigEntity entity, Map<String, String> before) {
    if (!known(entity).equals(before)) {
      LOG.info("settings found changed entity={}", entity.entityPath());
      tell(entity);
    }
  }

  private Map<String, String> known(ConfigEntity entity) {
    if (entity instanceof ConfigEntity.TopicEntity topic) {
      TopicConfig config = topics.get(topic.topic());
      return config == null ? Collections.emptyMap() : config.given();
    }
    return ((ConfigEntity.BrokerEntity) entity).brokerId() == null ? clusterDefaults : perBroker;
  }

  /** Whether a list is of use; if not, what is needed is begun again, now or in a next session. */
  private boolean isListed(String path, Status status, long mine) {
    if (mine != round || status == Status.SESSION_EXPIRED) {
      return false;
    }
    if (status == Status.OK || status == Status.NO_NODE) {
      return true;
    }
    Consumer<@Nullable String> ready = onReady;
    onReady = null;
    if (ready != null) {
      ready.accept("cannot list " + path + ": " + status);
    } else {
      LOG.warn("cannot list, reading all settings again path={} status={}", path, status);
      beginLater(mine);
    }
    return false;
  }

  private void beginLater(long mine) {
    loop.schedule(
        RETRY_MS,
        () -> {
          if (mine == round) {
            begin();
          }
        });
  }

  private void use(ConfigEntity entity, Map<String, String> stored) {
    if (entity instanceof ConfigEntity.TopicEntity topic) {
      useTopic(topic.topic(), stored);
    } else if (((ConfigEntity.BrokerEntity) entity).brokerId() == null) {
      clusterDefaults = stored;
      applyBroker();
    } else {
      perBroker = stored;
      applyBroker();
    }
  }

  private void useTopic(String name, Map<String, String> stored) {
    if (stored.isEmpty()) {
      topics.remove(name);
    } else {
      ConfigResult.Accepted<TopicConfig> read = TopicConfig.stored(stored, broker);
      read.warnings().forEach(warning -> LOG.warn("topic setting topic={} {}", name, warning));
      topics.put(name, read.config());
    }
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

  /**
   * Reads until there is an answer: to go on with other settings than the stored ones would delete
   * records, say.
   *
   * @param wanted asked before each repetition
   */
  private void readSurely(ConfigEntity entity, BooleanSupplier wanted, Runnable then) {
    read(
        entity,
        then,
        status -> {
          if (status == Status.NOT_AUTHORIZED) {
            then.run();
            return;
          }
          loop.schedule(
              RETRY_MS,
              () -> {
                if (wanted.getAsBoolean()) {
                  readSurely(entity, wanted, then);
                }
              });
        });
  }

  private void read(ConfigEntity entity, Runnable then, Consumer<Status> failed) {
    if (entity instanceof ConfigEntity.TopicEntity topic && !TopicName.isValid(topic.topic())) {
      LOG.warn("not a topic's name path={}", ZkPaths.child(ZkPaths.CONFIG_TOPICS, topic.topic()));
      then.run();
      return;
    }
    String path = ZkPaths.config(entity);
    client.read(
        path,
        null,
        result -> {
          if (result.status() != Status.OK && result.status() != Status.NO_NODE) {
            // The end of a session is told where it is noticed, and may fail many reads.
            LOG.log(
                result.status() == Status.SESSION_EXPIRED ? Level.DEBUG : Level.WARN,
                "settings not read path={} status={}",
                path,
                result.status());
            failed.accept(result.status());
            return;
          }
          try {
            use(entity, EntityConfig.decode(path, result.data()).config());
          } catch (MalformedZnodeException e) {
            LOG.warn("settings not readable path={} reason={}", e.path(), e.reason());
          }
          then.run();
        });
  }

  // What came before the first look is read anyway.
  private void watchChanges(long mine, boolean first) {
    client.children(
        ZkPaths.CONFIG_CHANGES,
        event -> {
          if (mine == round) {
            watchChanges(mine, false);
          }
        },
        result -> {
          if (isListed(ZkPaths.CONFIG_CHANGES, result.status(), mine)) {
            onChanges(result.children(), mine, first);
          }
        });
  }

  private void onChanges(List<String> notifications, long mine, boolean first) {
    List<Integer> numbers = new ArrayList<>();
    for (String child : notifications) {
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
      numbers.forEach(number -> readChange(number, mine));
    }
    forgetOld(notifications, 0);
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

  private void readChange(int number, long mine) {
    String path =
        ZkPaths.child(
            ZkPaths.CONFIG_CHANGES, SequenceNode.name(SequenceNode.CONFIG_CHANGE, number));
    client.read(
        path,
        null,
        result -> {
          if (mine != round || result.status() == Status.SESSION_EXPIRED) {
            return;
          }
          if (result.status() != Status.OK) {
            LOG.warn(
                "config change not read, reading all settings again path={} status={}",
                path,
                result.status());
            beginLater(mine);
            return;
          }
          try {
            changed(ConfigChangeNotification.decode(path, result.data()).entity(), mine);
          } catch (MalformedZnodeException e) {
            LOG.warn("config change not readable path={} reason={}", e.path(), e.reason());
          }
        });
  }

  private void changed(ConfigEntity entity, long mine) {
    LOG.info("settings changed entity={}", entity.entityPath());
    if (concerns(entity)) {
      readSurely(entity, () -> mine == round, () -> tell(entity));
    }
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
