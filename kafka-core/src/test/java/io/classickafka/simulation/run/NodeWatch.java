package io.classickafka.simulation.run;

import io.classickafka.coordination.Op;
import io.classickafka.simulation.NodeTree;
import io.classickafka.simulation.check.Check;
import io.classickafka.simulation.check.PartitionNode;
import io.classickafka.simulation.world.ZooKeeperServer;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.PartitionState;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads every write to ZooKeeper, and tells the checks what it means. */
final class NodeWatch implements ZooKeeperServer.WriteWatcher {

  private static final Pattern STATE =
      Pattern.compile("/brokers/topics/([^/]+)/partitions/([0-9]+)/state");

  private final List<Check> checks;
  private final RunCounts counts;
  private final Map<TopicPartition, PartitionNode> nodes = new LinkedHashMap<>();

  NodeWatch(List<Check> checks, RunCounts counts) {
    this.checks = checks;
    this.counts = counts;
  }

  @Nullable PartitionNode node(TopicPartition partition) {
    return nodes.get(partition);
  }

  @Override
  public void onWrite(long session, List<Op> ops, NodeTree after) {
    checks.forEach(check -> check.onWrite(session, ops));
    for (Op op : ops) {
      Matcher path = STATE.matcher(op.path());
      if (!path.matches() || op instanceof Op.Check || op instanceof Op.Delete) {
        continue;
      }
      TopicPartition partition = new TopicPartition(path.group(1), Integer.parseInt(path.group(2)));
      PartitionNode node = read(partition, op.path(), String.valueOf(after.text(op.path())));
      PartitionNode before = nodes.put(partition, node);
      if (before != null && before.leaderEpoch() != node.leaderEpoch()) {
        counts.elections++;
      }
      if (before != null && !before.isr().equals(node.isr())) {
        counts.isrChanges++;
      }
      checks.forEach(check -> check.onNode(node));
    }
  }

  private static PartitionNode read(TopicPartition partition, String path, String text) {
    try {
      PartitionState state = PartitionState.decode(path, text.getBytes(StandardCharsets.UTF_8));
      return new PartitionNode(
          partition, state.leader(), state.leaderEpoch(), state.isr(), state.controllerEpoch());
    } catch (MalformedZnodeException e) {
      throw new AssertionError(e);
    }
  }
}
