package io.classickafka.zookeeper;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How to reach ZooKeeper.
 *
 * @param connect {@code host:port,host:port/chroot}; the chroot is created if it is missing
 * @param connectionTimeoutMs how long the first connection may take
 * @param maxInFlight how many operations may be without an answer at a time
 * @param setAcl whether nodes are created for this identity alone (and public reading)
 * @param clientProperties for ZooKeeper's client, by its own names: TLS, SASL, buffer sizes
 */
public record ZooKeeperSettings(
    String connect,
    int sessionTimeoutMs,
    int connectionTimeoutMs,
    int maxInFlight,
    boolean setAcl,
    SortedMap<String, String> clientProperties) {

  public ZooKeeperSettings {
    clientProperties = Collections.unmodifiableSortedMap(new TreeMap<>(clientProperties));
  }

  /** Settings with Kafka's defaults. */
  public static ZooKeeperSettings of(String connect) {
    return new ZooKeeperSettings(connect, 18_000, 18_000, 10, false, Collections.emptySortedMap());
  }

  /** The servers without the chroot. */
  String servers() {
    int slash = connect.indexOf('/');
    return slash < 0 ? connect : connect.substring(0, slash);
  }

  /** The chroot with its slash, or an empty text. */
  String chroot() {
    int slash = connect.indexOf('/');
    String chroot = slash < 0 ? "" : connect.substring(slash);
    return chroot.equals("/") ? "" : chroot;
  }
}
