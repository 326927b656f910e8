package io.classickafka.client.admin;

import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DescribeClusterRequest;
import io.classickafka.protocol.message.DescribeClusterResponse;
import io.classickafka.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as a broker described it.
 *
 * @param controller null when there is none at the moment
 * @param operations what the caller may do; null when it was not asked for
 */
public record ClusterDescription(
    String clusterId,
    List<Node> nodes,
    @Nullable Node controller,
    @Nullable Set<AclOperation> operations) {

  /** Asks any broker; brokers before 2.8 by the request they have. */
  public static CompletableFuture<ClusterDescription> ask(
      ClusterClient client, boolean withOperations, long timeoutMs) {
    return client
        .call(new ByDescribeCluster(withOperations), timeoutMs)
        .exceptionallyCompose(
            error -> {
              Throwable cause = error instanceof CompletionException ? error.getCause() : error;
              return cause instanceof UnsupportedVersionException
                  ? client.call(new ByMetadata(withOperations), timeoutMs)
                  : CompletableFuture.failedFuture(cause == null ? error : cause);
            });
  }

  private static ClusterDescription of(
      @Nullable String clusterId, List<Node> nodes, int controllerId, int operations) {
    Node controller = null;
    for (Node node : nodes) {
      controller = node.id() == controllerId ? node : controller;
    }
    return new ClusterDescription(
        clusterId == null ? "" : clusterId,
        List.copyOf(nodes),
        controller,
        AuthorizedOperations.of(operations));
  }

  private record ByDescribeCluster(boolean withOperations) implements Call<ClusterDescription> {

    @Override
    public ApiKey api() {
      return ApiKey.DESCRIBE_CLUSTER;
    }

    @Override
    public Target target() {
      return Target.ANY;
    }

    @Override
    public ApiMessage request() {
      return new DescribeClusterRequest().includeClusterAuthorizedOperations(withOperations);
    }

    @Override
    public Outcome<ClusterDescription> outcome(ApiMessage message, short version) {
      DescribeClusterResponse response = (DescribeClusterResponse) message;
      ErrorCode error = ErrorCode.of(response.errorCode());
      if (error != ErrorCode.NONE) {
        return Outcome.ofError(error, response.errorMessage());
      }
      List<Node> nodes = new ArrayList<>();
      for (DescribeClusterBroker broker : response.brokers()) {
        nodes.add(new Node(broker.brokerId(), broker.host(), broker.port(), broker.rack()));
      }
      return Outcome.done(
          of(
              response.clusterId(),
              nodes,
              response.controllerId(),
              response.clusterAuthorizedOperations()));
    }
  }

  private record ByMetadata(boolean withOperations) implements Call<ClusterDescription> {

    @Override
    public ApiKey api() {
      return ApiKey.METADATA;
    }

    @Override
    public Target target() {
      return Target.ANY;
    }

    // Operations are in these versions only; an empty list of topics is none from 1 on.
    @Override
    public int lowestVersion() {
      return withOperations ? 8 : 1;
    }

    @Override
    public int highestVersion() {
      return withOperations ? 10 : api().highestVersion();
    }

    @Override
    public ApiMessage request() {
      return new MetadataRequest()
          .topics(new ArrayList<>())
          .includeClusterAuthorizedOperations(withOperations);
    }

    @Override
    public Outcome<ClusterDescription> outcome(ApiMessage message, short version) {
      MetadataResponse response = (MetadataResponse) message;
      List<Node> nodes = new ArrayList<>();
      for (MetadataResponseBroker broker : response.brokers()) {
        nodes.add(new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
      }
      return Outcome.done(
          of(
              response.clusterId(),
              nodes,
              response.controllerId(),
              response.clusterAuthorizedOperations()));
    }
  }
}
