package io.classickafka.zookeeper;

import java.util.List;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * ZooKeeper's settings of a client, taken from the process's properties: the same as those of its
 * own class, which to learn the names of the TLS ones makes a TLS context and with it reads every
 * certificate of the JDK, in each start of a broker that may not use TLS at all.
 */
final class ClientProperties extends ZKClientConfig {

  /** How the properties that clients and TLS know begin. */
  private static final List<String> PREFIXES =
      List.of("zookeeper.", JUTE_MAXBUFFER, "sun.security.jgss.native");

  /** Called by the constructor. */
  @Override
  protected void handleBackwardCompatibility() {
    for (String name : System.getProperties().stringPropertyNames()) {
      if (PREFIXES.stream().anyMatch(name::startsWith)) {
        setProperty(name, System.getProperty(name));
      }
    }
  }
}
