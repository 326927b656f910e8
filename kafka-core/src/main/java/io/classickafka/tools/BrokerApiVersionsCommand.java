package io.classickafka.tools;

import io.classickafka.client.admin.ApiVersionsCall;
import io.classickafka.client.admin.ClusterDescription;
import io.classickafka.client.cluster.ClientSettings;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Target;
import io.classickafka.client.config.ClientProperties;
import io.classickafka.client.config.PropertyTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.Node;

/** {@code kafka-broker-api-versions.sh}: tells which requests each broker serves. */
public final class BrokerApiVersionsCommand implements Tool {

  private static final long TIMEOUT_MS = 10_000;

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new BrokerApiVersionsCommand(), args);
  }

  @Override
  public FlagTable flags() {
    return new FlagTable("kafka-broker-api-versions.sh", "Tells which requests each broker serves.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--command-config", "<file>", "Properties for the admin client.");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    String bootstrap = flags.required("--bootstrap-server");
    Map<String, Object> settings = PropertyText.load(flags.text("--command-config"));
    BrokerProbe.await(bootstrap, settings, Patience.of(settings), streams.err());
    settings.put("bootstrap.servers", bootstrap);
    ClientProperties properties = PropertyTable.ADMIN.parse(settings);
    ClusterClient client =
        ClusterClient.start(
            "admin", ClientSettings.of(properties, "broker-api-versions", Long.MAX_VALUE, false));
    try {
      return tell(client, streams);
    } finally {
      client.close();
    }
  }

  private static int tell(ClusterClient client, Streams streams) throws ToolFailure {
    ClusterDescription cluster = await(ClusterDescription.ask(client, false, TIMEOUT_MS));
    List<Node> nodes = new ArrayList<>(cluster.nodes());
    nodes.sort(Comparator.comparingInt(Node::id));
    int code = ToolRun.SUCCESS;
    for (Node node : nodes) {
      try {
        var response = await(client.call(new ApiVersionsCall(Target.node(node.id())), TIMEOUT_MS));
        ApiVersionsText.of(node, response).forEach(streams.out()::println);
      } catch (ToolFailure e) {
        // The others may answer.
        streams.out().println(node + " -> ERROR: " + e.line());
        code = ToolRun.FAILURE;
      }
    }
    return code;
  }

  private static <T> T await(CompletableFuture<T> future) throws ToolFailure {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolFailure("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ToolFailure(Failures.line(cause), cause);
    }
  }
}
