package org.apache.kafka.clients.admin;

import java.util.Map;
import java.util.Properties;

/** The older form of {@link Admin}. */
public abstract class AdminClient implements Admin {

  /** A client with the settings, {@code bootstrap.servers} among them. */
  public static AdminClient create(Properties props) {
    return KafkaAdminClient.open(props);
  }

  /** A client with the settings, {@code bootstrap.servers} among them. */
  public static AdminClient create(Map<String, Object> conf) {
    return KafkaAdminClient.open(conf);
  }
}
