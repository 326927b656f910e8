package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the broker reaches the ensemble that keeps its cluster state. */
interface ZooKeeperProperties {

  PropertyTable ZOOKEEPER_TABLE = new PropertyTable("ZooKeeper");

  Property<@Nullable String> ZOOKEEPER_CONNECT =
      ZOOKEEPER_TABLE
          .ofString("zookeeper.connect")
          .doc(
              "The ensemble: host:port pairs separated by commas, with an optional"
                  + " chroot path at the end.");

  Property<Integer> ZOOKEEPER_SESSION_TIMEOUT_MS =
      ZOOKEEPER_TABLE
          .ofInt("zookeeper.session.timeout.ms", 18_000)
          .doc(
              "How long the ensemble waits for a silent broker before it drops the"
                  + " broker's ephemeral nodes.");

  Property<Integer> ZOOKEEPER_CONNECTION_TIMEOUT_MS =
      ZOOKEEPER_TABLE
          .ofIntFallingBack("zookeeper.connection.timeout.ms")
          .fallingBackOn(ZOOKEEPER_SESSION_TIMEOUT_MS)
          .doc("How long a start waits for the first connection to the ensemble.");

  Property<Integer> ZOOKEEPER_MAX_IN_FLIGHT_REQUESTS =
      ZOOKEEPER_TABLE
          .ofInt("zookeeper.max.in.flight.requests", 10)
          .atLeast(1)
          .doc(
              "Most requests to the ensemble that are unanswered at a time; more wait"
                  + " in the broker.");

  Property<Boolean> ZOOKEEPER_SET_ACL =
      ZOOKEEPER_TABLE
          .ofBoolean("zookeeper.set.acl", false)
          .refused(
              "access lists need an identity in the ensemble, which the broker cannot be given yet;"
                  + " znodes would stay open to everyone")
          .doc("Writes znodes so that only this broker's identity may change them.");

  Property<@Nullable String> ZOOKEEPER_CLIENT_CNXN_SOCKET =
      ZOOKEEPER_TABLE
          .ofString("zookeeper.clientCnxnSocket")
          .notYet("the ensemble is reached over the ZooKeeper client's default socket")
          .doc("Class of the socket layer the ZooKeeper client uses; TLS needs a Netty" + " one.");

  Property<Boolean> ZOOKEEPER_SSL_CLIENT_ENABLE =
      ZOOKEEPER_TABLE
          .ofBoolean("zookeeper.ssl.client.enable", false)
          .refused(
              "TLS to the ensemble is not there yet and falling back to plain text"
                  + " would be silent")
          .doc("Reaches the ensemble over TLS.");

  Property<@Nullable List<String>> ZOOKEEPER_SSL_CIPHER_SUITES =
      ZOOKEEPER_TABLE
          .ofListUnset("zookeeper.ssl.cipher.suites")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("TLS cipher suites offered to the ensemble.");

  Property<Boolean> ZOOKEEPER_SSL_CRL_ENABLE =
      ZOOKEEPER_TABLE
          .ofBoolean("zookeeper.ssl.crl.enable", false)
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("Checks revocation lists for the ensemble's certificates.");

  Property<@Nullable List<String>> ZOOKEEPER_SSL_ENABLED_PROTOCOLS =
      ZOOKEEPER_TABLE
          .ofListUnset("zookeeper.ssl.enabled.protocols")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("TLS versions offered to the ensemble.");

  Property<String> ZOOKEEPER_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM =
      ZOOKEEPER_TABLE
          .ofString("zookeeper.ssl.endpoint.identification.algorithm", "HTTPS")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc(
              "How the ensemble's host names are checked against its certificates;"
                  + " empty switches it off.");

  Property<@Nullable String> ZOOKEEPER_SSL_KEYSTORE_LOCATION =
      ZOOKEEPER_TABLE
          .ofString("zookeeper.ssl.keystore.location")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("Key store with the broker's certificate for the ensemble.");

  Property<@Nullable Secret> ZOOKEEPER_SSL_KEYSTORE_PASSWORD =
      ZOOKEEPER_TABLE
          .ofPassword("zookeeper.ssl.keystore.password")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("Password of that key store.");

  Property<@Nullable String> ZOOKEEPER_SSL_KEYSTORE_TYPE =
      ZOOKEEPER_TABLE
          .ofString("zookeeper.ssl.keystore.type")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("Format of that key store; guessed from its file name when unset.");

  Property<Boolean> ZOOKEEPER_SSL_OCSP_ENABLE =
      ZOOKEEPER_TABLE
          .ofBoolean("zookeeper.ssl.ocsp.enable", false)
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("Asks an OCSP responder about the ensemble's certificates.");

  Property<String> ZOOKEEPER_SSL_PROTOCOL =
      ZOOKEEPER_TABLE
          .ofString("zookeeper.ssl.protocol", "TLSv1.2")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("TLS version the negotiation with the ensemble starts from.");

  Property<@Nullable String> ZOOKEEPER_SSL_TRUSTSTORE_LOCATION =
      ZOOKEEPER_TABLE
          .ofString("zookeeper.ssl.truststore.location")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("Trust store against which the ensemble's certificates are checked.");

  Property<@Nullable Secret> ZOOKEEPER_SSL_TRUSTSTORE_PASSWORD =
      ZOOKEEPER_TABLE
          .ofPassword("zookeeper.ssl.truststore.password")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("Password of that trust store.");

  Property<@Nullable String> ZOOKEEPER_SSL_TRUSTSTORE_TYPE =
      ZOOKEEPER_TABLE
          .ofString("zookeeper.ssl.truststore.type")
          .notYet(Reasons.ZOOKEEPER_TLS)
          .doc("Format of that trust store; guessed from its file name when unset.");

  Property<Boolean> ZOOKEEPER_METADATA_MIGRATION_ENABLE =
      ZOOKEEPER_TABLE
          .ofBoolean("zookeeper.metadata.migration.enable", false)
          .refused(Reasons.KRAFT)
          .doc("Moves the metadata of a ZooKeeper cluster to a KRaft quorum.");

  Property<Integer> ZOOKEEPER_METADATA_MIGRATION_MIN_BATCH_SIZE =
      ZOOKEEPER_TABLE
          .ofInt("zookeeper.metadata.migration.min.batch.size", 200)
          .atLeast(1)
          .internal()
          .ignored(Reasons.KRAFT)
          .doc("Batch size of that move.");
}
