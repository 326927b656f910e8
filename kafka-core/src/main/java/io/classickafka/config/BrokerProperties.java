package io.classickafka.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every property of the broker, as a constant by which {@link BrokerConfig} answers.
 *
 * <p>The constants are written down by area in interfaces that this class inherits them from, so
 * that one file stays readable and one name, {@code BrokerProperties.X}, reaches them all.
 */
public final class BrokerProperties
    implements ZooKeeperProperties,
        ServerProperties,
        NetworkProperties,
        LogProperties,
        ReplicationProperties,
        QuotaProperties,
        ThrottleProperties,
        GroupProperties,
        TransactionProperties,
        SecurityProperties,
        SaslProperties,
        KraftProperties,
        TieredStorageProperties {

  private static final List<PropertyTable> TABLES =
      List.of(
          ZOOKEEPER_TABLE,
          SERVER_TABLE,
          NETWORK_TABLE,
          LOG_TABLE,
          REPLICATION_TABLE,
          QUOTA_TABLE,
          THROTTLE_TABLE,
          GROUP_TABLE,
          TRANSACTION_TABLE,
          SECURITY_TABLE,
          SASL_TABLE,
          KRAFT_TABLE,
          TIERED_STORAGE_TABLE);

  /** Every property, by area. */
  public static final List<Property<?>> ALL = all();

  private BrokerProperties() {}

  /** The areas, in the order of the documents. */
  static List<PropertyTable> tables() {
    return TABLES;
  }

  private static List<Property<?>> all() {
    List<Property<?>> all = new ArrayList<>();
    for (PropertyTable table : TABLES) {
      all.addAll(table.properties());
    }
    return Collections.unmodifiableList(all);
  }
}
