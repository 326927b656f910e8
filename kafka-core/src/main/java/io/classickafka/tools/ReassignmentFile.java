package io.classickafka.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.jspecify.annotations.Nullable;

/** The files of {@code kafka-reassign-partitions.sh}. */
final class ReassignmentFile {

  /** By topic, then by number. */
  static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private static final long VERSION = 1;

  // Whichever log directory the broker chooses.
  private static final String ANY_DIR = "any";

  private ReassignmentFile() {}

  /** The topics that are to be spread. */
  static List<String> topics(String file) throws ToolFailure {
    JsonFile read = JsonFile.read(file);
    read.checkVersion(VERSION);
    List<String> topics = new ArrayList<>();
    for (JsonFile entry : read.objects("topics")) {
      topics.add(entry.text("topic"));
    }
    if (topics.isEmpty()) {
      throw new ToolFailure("there are no topics in " + file);
    }
    if (new LinkedHashSet<>(topics).size() < topics.size()) {
      throw new ToolFailure("a topic stands in " + file + " more than once");
    }
    return topics;
  }

  /** Where replicas are to be, the preferred leader first. */
  static SortedMap<TopicPartition, List<Integer>> targets(String file) throws ToolFailure {
    JsonFile read = JsonFile.read(file);
    read.checkVersion(VERSION);
    SortedMap<TopicPartition, List<Integer>> targets = new TreeMap<>(ORDER);
    for (JsonFile entry : read.objects("partitions")) {
      TopicPartition partition = entry.partition();
      List<Integer> replicas = entry.ids("replicas");
      if (replicas.isEmpty()) {
        throw new ToolFailure(partition + " has no replicas in " + file);
      }
      if (new LinkedHashSet<>(replicas).size() < replicas.size()) {
        throw new ToolFailure(partition + " names a broker twice in " + file);
      }
      checkDirs(file, partition, entry.texts("log_dirs"), replicas.size());
      if (targets.put(partition, replicas) != null) {
        throw new ToolFailure(partition + " stands in " + file + " more than once");
      }
    }
    if (targets.isEmpty()) {
      throw new ToolFailure("there are no partitions in " + file);
    }
    return targets;
  }

  private static void checkDirs(
      String file, TopicPartition partition, @Nullable List<String> dirs, int replicas)
      throws ToolFailure {
    if (dirs != null && dirs.size() != replicas) {
      throw new ToolFailure(partition + " has not as many log_dirs as replicas in " + file);
    }
  }

  /** In which log directories replicas are to lie, of those for which that is said. */
  static SortedMap<TopicPartitionReplica, String> dirs(String file) throws ToolFailure {
    SortedMap<TopicPartitionReplica, String> wanted = new TreeMap<>(LogDirMoves.ORDER);
    for (JsonFile entry : JsonFile.read(file).objects("partitions")) {
      TopicPartition partition = entry.partition();
      List<Integer> replicas = entry.ids("replicas");
      List<String> dirs = entry.texts("log_dirs");
      for (int i = 0; dirs != null && i < dirs.size(); i++) {
        if (!dirs.get(i).equals(ANY_DIR)) {
          wanted.put(
              new TopicPartitionReplica(partition.topic(), partition.partition(), replicas.get(i)),
              dirs.get(i));
        }
      }
    }
    return wanted;
  }

  /** An assignment as such a file has it. */
  static String text(Map<TopicPartition, List<Integer>> assignment) throws ToolFailure {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeNumberField("version", VERSION);
      out.writeArrayFieldStart("partitions");
      for (Map.Entry<TopicPartition, List<Integer>> entry : assignment.entrySet()) {
        out.writeStartObject();
        out.writeStringField("topic", entry.getKey().topic());
        out.writeNumberField("partition", entry.getKey().partition());
        out.writeArrayFieldStart("replicas");
        for (int broker : entry.getValue()) {
          out.writeNumber(broker);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("log_dirs");
        for (int i = 0; i < entry.getValue().size(); i++) {
          out.writeString(ANY_DIR);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new ToolFailure("cannot write JSON: " + e.getMessage(), e);
    }
    return text.toString();
  }
}
