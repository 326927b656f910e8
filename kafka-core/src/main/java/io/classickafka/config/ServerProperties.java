package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The broker as a whole: its identity, its threads, what it does for topics, its metrics. */
interface ServerProperties {

  PropertyTable SERVER_TABLE = new PropertyTable("Broker");

  Property<Integer> BROKER_ID =
      SERVER_TABLE
          .ofInt("broker.id", -1)
          .doc(
              "The number of this broker in its cluster. -1 lets the ensemble hand one"
                  + " out and keeps it in meta.properties.");

  Property<Integer> NODE_ID =
      SERVER_TABLE
          .ofInt("node.id", -1)
          .doc("The same as broker.id; either fills the other, and they must agree.");

  Property<Boolean> BROKER_ID_GENERATION_ENABLE =
      SERVER_TABLE
          .ofBoolean("broker.id.generation.enable", true)
          .doc("Lets a broker without a broker.id receive one from the ensemble.");

  Property<Integer> RESERVED_BROKER_MAX_ID =
      SERVER_TABLE
          .ofInt("reserved.broker.max.id", 1000)
          .atLeast(0)
          .doc(
              "Highest broker.id that may be written in a file; generated ones start"
                  + " above it.");

  Property<@Nullable String> BROKER_RACK =
      SERVER_TABLE
          .ofString("broker.rack")
          .doc(
              "The rack or zone of this broker; replicas of a partition are spread over"
                  + " racks.");

  Property<Integer> NUM_IO_THREADS =
      SERVER_TABLE
          .ofInt("num.io.threads", 8)
          .atLeast(1)
          .clusterWide()
          .mapped(
              "the number of partition loops, each of which owns its partitions; there"
                  + " is no shared pool of request handlers")
          .doc("How many loops do the work of partitions: append, read, replication.");

  Property<Integer> NUM_NETWORK_THREADS =
      SERVER_TABLE
          .ofInt("num.network.threads", 3)
          .atLeast(1)
          .clusterWide()
          .mapped("the number of event loops shared by all listeners, not per listener")
          .doc("How many loops read requests from sockets and write replies to them.");

  Property<Integer> BACKGROUND_THREADS =
      SERVER_TABLE
          .ofInt("background.threads", 10)
          .atLeast(1)
          .clusterWide()
          .doc(
              "How many threads do what must not hold up a partition: retention,"
                  + " deletion, cleaning, cold reads.");

  Property<Integer> NUM_RECOVERY_THREADS_PER_DATA_DIR =
      SERVER_TABLE
          .ofInt("num.recovery.threads.per.data.dir", 1)
          .atLeast(1)
          .clusterWide()
          .mapped(
              "where it is not set every core opens logs, whatever the default says; the"
                  + " threads are background threads, of which there are at least as many")
          .doc("How many threads check the logs of a log directory after an unclean stop.");

  Property<Boolean> AUTO_CREATE_TOPICS_ENABLE =
      SERVER_TABLE
          .ofBoolean("auto.create.topics.enable", true)
          .doc(
              "Creates a topic when a client asks for the metadata of one that does not"
                  + " exist.");

  Property<Boolean> DELETE_TOPIC_ENABLE =
      SERVER_TABLE.ofBoolean("delete.topic.enable", true).doc("Lets topics be deleted.");

  Property<Integer> NUM_PARTITIONS =
      SERVER_TABLE
          .ofInt("num.partitions", 1)
          .atLeast(1)
          .doc("Partitions of a topic created without a count.");

  Property<Integer> DEFAULT_REPLICATION_FACTOR =
      SERVER_TABLE
          .ofInt("default.replication.factor", 1)
          .doc("Replicas of a topic created without a factor.");

  Property<@Nullable String> CREATE_TOPIC_POLICY_CLASS_NAME =
      SERVER_TABLE
          .ofClass("create.topic.policy.class.name")
          .refused(
              "policies are not called yet, so topics that one would refuse would be" + " created")
          .doc("Class that may refuse the creation of a topic.");

  Property<@Nullable String> ALTER_CONFIG_POLICY_CLASS_NAME =
      SERVER_TABLE
          .ofClass("alter.config.policy.class.name")
          .refused(
              "policies are not called yet, so changes that one would refuse would be" + " made")
          .doc("Class that may refuse a change of configuration.");

  Property<Boolean> ALTER_CONFIG_POLICY_KRAFT_COMPATIBILITY_ENABLE =
      SERVER_TABLE
          .ofBoolean("alter.config.policy.kraft.compatibility.enable", false)
          .ignored(Reasons.KRAFT)
          .doc("Calls the configuration policy the way a KRaft controller does.");

  Property<Integer> REQUEST_TIMEOUT_MS =
      SERVER_TABLE
          .ofInt("request.timeout.ms", 30_000)
          .mapped(
              "the automatic creation only; requests between brokers wait for"
                  + " controller.socket.timeout.ms, those of followers for"
                  + " replica.socket.timeout.ms")
          .doc(
              "How long the broker's own requests and a topic's automatic creation may" + " take.");

  Property<String> INTER_BROKER_PROTOCOL_VERSION =
      SERVER_TABLE
          .ofString("inter.broker.protocol.version", "3.9-IV0")
          .accepting(Constraint.release())
          .mapped(
              "followers and changes of in-sync sets go by it; a controller of this version speaks"
                  + " the dialect of 3.9 whatever is named here, and an older release gives a"
                  + " warning")
          .doc(
              "The dialect of the oldest broker in the cluster, spoken between all of"
                  + " them. Raise it when the last old one is gone.");

  Property<Boolean> CONTROLLED_SHUTDOWN_ENABLE =
      SERVER_TABLE
          .ofBoolean("controlled.shutdown.enable", true)
          .doc("Moves leaders away before the broker stops.");

  Property<Integer> CONTROLLED_SHUTDOWN_MAX_RETRIES =
      SERVER_TABLE
          .ofInt("controlled.shutdown.max.retries", 3)
          .doc(
              "How many times a stopping broker asks the controller to move its leaders, the first"
                  + " included.");

  Property<Long> CONTROLLED_SHUTDOWN_RETRY_BACKOFF_MS =
      SERVER_TABLE
          .ofLong("controlled.shutdown.retry.backoff.ms", 5000L)
          .doc("Pause before it asks again.");

  Property<@Nullable String> SECURITY_PROVIDERS =
      SERVER_TABLE
          .ofString("security.providers")
          .notYet(Reasons.SECURITY)
          .doc("Security provider factories to install in the JVM.");

  Property<List<String>> METRIC_REPORTERS =
      SERVER_TABLE
          .ofList("metric.reporters")
          .clusterWide()
          .notYet(
              "reporters written against Apache's interface are not loaded; every"
                  + " metric is served over JMX")
          .doc("Classes that receive metrics besides JMX.");

  Property<Boolean> AUTO_INCLUDE_JMX_REPORTER =
      SERVER_TABLE
          .ofBoolean("auto.include.jmx.reporter", true)
          .ignored("every metric is served over JMX, always")
          .doc("Serves metrics over JMX even when metric.reporters does not name it.");

  Property<Integer> METRICS_NUM_SAMPLES =
      SERVER_TABLE
          .ofInt("metrics.num.samples", 2)
          .atLeast(1)
          .notYet("the windows of rate metrics are fixed")
          .doc("Number of windows a rate or maximum is computed over.");

  Property<String> METRICS_RECORDING_LEVEL =
      SERVER_TABLE
          .ofString("metrics.recording.level", "INFO")
          .notYet("there are no metrics of a finer level")
          .doc("The finest level of metrics that is recorded.");

  Property<Long> METRICS_SAMPLE_WINDOW_MS =
      SERVER_TABLE
          .ofLong("metrics.sample.window.ms", 30_000L)
          .atLeast(1)
          .notYet("the windows of rate metrics are fixed")
          .doc("Length of such a window.");

  Property<Integer> KAFKA_METRICS_POLLING_INTERVAL_SECS =
      SERVER_TABLE
          .ofInt("kafka.metrics.polling.interval.secs", 10)
          .atLeast(1)
          .ignored("only reporters of kafka.metrics.reporters are polled, and none are" + " loaded")
          .doc("How often reporters poll.");

  Property<List<String>> KAFKA_METRICS_REPORTERS =
      SERVER_TABLE
          .ofList("kafka.metrics.reporters")
          .ignored(
              "reporters written against Apache's interface are not loaded; every"
                  + " metric is served over JMX")
          .doc("Classes that poll the server's metrics.");
}
