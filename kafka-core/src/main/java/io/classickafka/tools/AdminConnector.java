package io.classickafka.tools;

import java.io.PrintStream;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Ways to reach a cluster; tests have another. */
@FunctionalInterface
interface AdminConnector {

  /**
   * A client for the cluster.
   *
   * @param err where to tell what is waited for
   */
  Admin connect(String bootstrap, Map<String, Object> settings, PrintStream err) throws ToolFailure;

  /** Over the network, once a broker answers. */
  static Admin overNetwork(String bootstrap, Map<String, Object> settings, PrintStream err)
      throws ToolFailure {
    BrokerProbe.await(bootstrap, settings, Patience.of(settings), err);
    settings.put("bootstrap.servers", bootstrap);
    return Admin.create(settings);
  }
}
