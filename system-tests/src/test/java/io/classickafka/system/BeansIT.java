package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every MBean that Apache's broker shows after a small load is shown by ours after the same one,
 * with the same attributes in the same units, or stands with a reason in the list of those that are
 * missing, which docs/metrics.md repeats.
 */
class BeansIT {

  private static final Path LIST =
      Installation.root().resolve("kafka-core/src/test/resources/io/classickafka/server/beans.txt");

  /** Deleted at the end of the load; its beans go at some time after that. */
  private static final String TOPIC = "beans";

  /** What differs between two brokers, processes and runs. */
  private static final Pattern OWN =
      Pattern.compile(
          "(?<=[,:](networkProcessor|processor|partition|broker-id|error)=)[^,]*"
              + "|(?<=logDirectory=).*");

  @TempDir Path folder;

  @Test
  void everyBeanOfApachesBrokerIsOursOrSaidToBeMissing() throws IOException {
    SortedMap<String, SortedMap<String, String>> theirs = beansAfterLoad("apache");
    SortedMap<String, SortedMap<String, String>> ours = beansAfterLoad("ours");
    Map<Pattern, String> list = list();
    List<String> differences = new ArrayList<>();
    theirs.forEach(
        (name, attributes) -> {
          if (!isOfARequestNotServed(name, ours)) {
            String said = said(name, list);
            String found = found(attributes, ours.get(name));
            if (!said.equals(found)) {
              differences.add(name + ": " + found + ", and the list says " + said);
            }
          }
        });
    assertThat(theirs).hasSizeGreaterThan(500);
    assertThat(differences).isEmpty();
  }

  private SortedMap<String, SortedMap<String, String>> beansAfterLoad(String which) {
    try (TestBroker broker = new TestBroker(folder.resolve(which))) {
      broker.startZooKeeper();
      if (which.equals("apache")) {
        broker.startApache();
      } else {
        broker.startBroker();
      }
      String[] load = {broker.bootstrap(), TOPIC, "gzip", "1000"};
      Programs.java("3.9", "RoundTrip.java", load).run("load", broker.logs()).succeeded();
      SortedMap<String, SortedMap<String, String>> masked = new TreeMap<>();
      Beans.of(broker.broker())
          .forEach(
              (name, attributes) -> {
                if (!name.contains("topic=" + TOPIC)) {
                  masked.put(OWN.matcher(name).replaceAll("*"), attributes);
                }
              });
      return masked;
    }
  }

  private static String found(
      SortedMap<String, String> theirs, SortedMap<String, String> oursOrNone) {
    if (oursOrNone == null) {
      return "absent";
    }
    SortedMap<String, String> missing = new TreeMap<>(theirs);
    missing.keySet().removeAll(oursOrNone.keySet());
    for (Map.Entry<String, String> ours : oursOrNone.entrySet()) {
      if (!ours.getValue().equals(theirs.get(ours.getKey()))) {
        return "present with " + ours + " for " + theirs.get(ours.getKey());
      }
    }
    return missing.isEmpty() ? "present" : "present without " + String.join(",", missing.keySet());
  }

  /** An API that is not served has no figures, and none of its beans is in the list. */
  private static boolean isOfARequestNotServed(
      String name, SortedMap<String, SortedMap<String, String>> ours) {
    int at = name.indexOf(",request=");
    if (at < 0) {
      return false;
    }
    String request = name.substring(at).split(",")[1];
    return !ours.containsKey("kafka.network:type=RequestMetrics,name=TotalTimeMs," + request);
  }

  private static String said(String name, Map<Pattern, String> list) {
    for (Map.Entry<Pattern, String> line : list.entrySet()) {
      if (line.getKey().matcher(name).matches()) {
        return line.getValue();
      }
    }
    return "nothing";
  }

  /** What the list says of each bean, without the reason. */
  private static Map<Pattern, String> list() throws IOException {
    Map<Pattern, String> list = new LinkedHashMap<>();
    for (String line : Files.readAllLines(LIST)) {
      int says = line.indexOf(" => ");
      if (!line.startsWith("#") && says > 0) {
        StringBuilder regex = new StringBuilder();
        for (String part : line.substring(0, says).split("(?=<)|(?<=>)", -1)) {
          regex.append(part.startsWith("<") ? "(\"[^\"]*\"|[^,\"]*)" : Pattern.quote(part));
        }
        String said = line.substring(says + " => ".length());
        list.put(Pattern.compile(regex.toString()), said.split(": ", 2)[0]);
      }
    }
    return list;
  }
}
