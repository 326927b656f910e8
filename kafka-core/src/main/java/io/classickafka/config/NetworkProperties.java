package io.classickafka.config;

import org.jspecify.annotations.Nullable;

/** Listeners, sockets, and the bounds on what comes through them. */
interface NetworkProperties {

  PropertyTable NETWORK_TABLE = new PropertyTable("Listeners and connections");

  Property<String> LISTENERS =
      NETWORK_TABLE
          .ofString("listeners", "PLAINTEXT://:9092")
          .perBroker()
          .doc(
              "Where the broker listens: NAME://host:port, separated by commas. An"
                  + " empty host is every interface.");

  Property<@Nullable String> ADVERTISED_LISTENERS =
      NETWORK_TABLE
          .ofString("advertised.listeners")
          .perBroker()
          .doc("What clients are told to connect to; the listeners themselves when" + " unset.");

  Property<String> LISTENER_SECURITY_PROTOCOL_MAP =
      NETWORK_TABLE
          .ofString(
              "listener.security.protocol.map",
              "SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT")
          .perBroker()
          .doc("The security protocol of each listener name, as NAME:PROTOCOL pairs.");

  Property<@Nullable String> INTER_BROKER_LISTENER_NAME =
      NETWORK_TABLE
          .ofString("inter.broker.listener.name")
          .doc(
              "The listener brokers reach each other by. Excludes"
                  + " security.inter.broker.protocol.");

  Property<String> SECURITY_INTER_BROKER_PROTOCOL =
      NETWORK_TABLE
          .ofString("security.inter.broker.protocol", "PLAINTEXT")
          .oneOf("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
          .doc(
              "The security protocol brokers reach each other by, when"
                  + " inter.broker.listener.name is unset.");

  Property<@Nullable String> CONTROL_PLANE_LISTENER_NAME =
      NETWORK_TABLE
          .ofString("control.plane.listener.name")
          .doc("A listener of its own for what the controller sends to brokers.");

  Property<Integer> SOCKET_LISTEN_BACKLOG_SIZE =
      NETWORK_TABLE
          .ofInt("socket.listen.backlog.size", 50)
          .atLeast(1)
          .doc("Connections that may wait for being accepted.");

  Property<Integer> SOCKET_RECEIVE_BUFFER_BYTES =
      NETWORK_TABLE
          .ofInt("socket.receive.buffer.bytes", 102_400)
          .doc("Receive buffer of a socket (SO_RCVBUF); -1 leaves it to the system.");

  Property<Integer> SOCKET_SEND_BUFFER_BYTES =
      NETWORK_TABLE
          .ofInt("socket.send.buffer.bytes", 102_400)
          .doc("Send buffer of a socket (SO_SNDBUF); -1 leaves it to the system.");

  Property<Integer> SOCKET_REQUEST_MAX_BYTES =
      NETWORK_TABLE
          .ofInt("socket.request.max.bytes", 104_857_600)
          .atLeast(1)
          .doc("Largest request a client may send.");

  Property<Integer> QUEUED_MAX_REQUESTS =
      NETWORK_TABLE
          .ofInt("queued.max.requests", 500)
          .atLeast(1)
          .ignored(Reasons.IN_FLIGHT)
          .doc("Most requests taken from sockets and not yet answered.");

  Property<Long> QUEUED_MAX_REQUEST_BYTES =
      NETWORK_TABLE
          .ofLong("queued.max.request.bytes", -1L)
          .ignored(Reasons.IN_FLIGHT)
          .doc("Most bytes of such requests; -1 sets no limit.");

  Property<Long> CONNECTIONS_MAX_IDLE_MS =
      NETWORK_TABLE
          .ofLong("connections.max.idle.ms", 600_000L)
          .doc("Closes a connection that sent nothing for this long; -1 never does.");

  Property<Integer> MAX_CONNECTIONS =
      NETWORK_TABLE
          .ofInt("max.connections", Integer.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .doc("Most connections of the broker, on all listeners together.");

  Property<Integer> MAX_CONNECTIONS_PER_IP =
      NETWORK_TABLE
          .ofInt("max.connections.per.ip", Integer.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .doc("Most connections from one address.");

  Property<String> MAX_CONNECTIONS_PER_IP_OVERRIDES =
      NETWORK_TABLE
          .ofString("max.connections.per.ip.overrides", "")
          .clusterWide()
          .doc("Other limits for some hosts or addresses, as host:count pairs.");

  Property<Integer> MAX_CONNECTION_CREATION_RATE =
      NETWORK_TABLE
          .ofInt("max.connection.creation.rate", Integer.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .notYet("connections are limited in number, not yet in how fast they come")
          .doc("Most new connections a second.");

  Property<Integer> CONNECTION_FAILED_AUTHENTICATION_DELAY_MS =
      NETWORK_TABLE
          .ofInt("connection.failed.authentication.delay.ms", 100)
          .atLeast(0)
          .notYet(Reasons.SECURITY)
          .doc(
              "How long a connection stays open after a failed login, to slow down" + " guessing.");

  Property<Long> CONNECTIONS_MAX_REAUTH_MS =
      NETWORK_TABLE
          .ofLong("connections.max.reauth.ms", 0L)
          .notYet(Reasons.SECURITY)
          .doc("Longest life of a login; clients log in again before. 0 sets no limit.");

  Property<Long> SOCKET_CONNECTION_SETUP_TIMEOUT_MS =
      NETWORK_TABLE
          .ofLong("socket.connection.setup.timeout.ms", 10_000L)
          .doc(
              "How long the broker waits for its own connection to another to open, at"
                  + " first.");

  Property<Long> SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS =
      NETWORK_TABLE
          .ofLong("socket.connection.setup.timeout.max.ms", 30_000L)
          .notYet("the wait does not grow yet")
          .doc("Where that wait stops growing.");

  Property<Integer> FETCH_MAX_BYTES =
      NETWORK_TABLE
          .ofInt("fetch.max.bytes", 57_671_680)
          .atLeast(1024)
          .doc("Most bytes in the answer to one fetch, whatever the client asks for.");

  Property<Integer> MAX_INCREMENTAL_FETCH_SESSION_CACHE_SLOTS =
      NETWORK_TABLE
          .ofInt("max.incremental.fetch.session.cache.slots", 1000)
          .atLeast(0)
          .doc("Most fetch sessions kept at a time.");

  Property<Integer> MAX_REQUEST_PARTITION_SIZE_LIMIT =
      NETWORK_TABLE
          .ofInt("max.request.partition.size.limit", 2000)
          .atLeast(1)
          .ignored("only KRaft clusters offer the description of topics page by page")
          .doc("Most partitions in one answer to a description of topics.");

  Property<String> PASSWORD_ENCODER_CIPHER_ALGORITHM =
      NETWORK_TABLE
          .ofString("password.encoder.cipher.algorithm", "AES/CBC/PKCS5Padding")
          .notYet(Reasons.PASSWORDS)
          .doc("Cipher for passwords kept in the ensemble.");

  Property<Integer> PASSWORD_ENCODER_ITERATIONS =
      NETWORK_TABLE
          .ofInt("password.encoder.iterations", 4096)
          .atLeast(1024)
          .notYet(Reasons.PASSWORDS)
          .doc("Rounds of the key derivation for those passwords.");

  Property<Integer> PASSWORD_ENCODER_KEY_LENGTH =
      NETWORK_TABLE
          .ofInt("password.encoder.key.length", 128)
          .atLeast(8)
          .notYet(Reasons.PASSWORDS)
          .doc("Length of the derived key in bits.");

  Property<@Nullable String> PASSWORD_ENCODER_KEYFACTORY_ALGORITHM =
      NETWORK_TABLE
          .ofString("password.encoder.keyfactory.algorithm")
          .notYet(Reasons.PASSWORDS)
          .doc("Algorithm of the key derivation.");

  Property<@Nullable Secret> PASSWORD_ENCODER_OLD_SECRET =
      NETWORK_TABLE
          .ofPassword("password.encoder.old.secret")
          .notYet(Reasons.PASSWORDS)
          .doc("The secret before the last change, to read what it encoded.");

  Property<@Nullable Secret> PASSWORD_ENCODER_SECRET =
      NETWORK_TABLE
          .ofPassword("password.encoder.secret")
          .notYet(Reasons.PASSWORDS)
          .doc("The secret with which passwords are encoded in the ensemble.");
}
