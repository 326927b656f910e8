package io.classickafka.tools;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Ways to reach a cluster; tests have another. */
@FunctionalInterface
interface AdminConnector {

  /** A client for the cluster. */
  Admin connect(String bootstrap, Map<String, Object> settings) throws ToolFailure;

  /** Over the network, once a broker answers. */
  static Admin overNetwork(String bootstrap, Map<String, Object> settings) throws ToolFailure {
    BrokerProbe.await(bootstrap, settings, BrokerProbe.PATIENCE_MS);
    settings.put("bootstrap.servers", bootstrap);
    return Admin.create(settings);
  }
}
