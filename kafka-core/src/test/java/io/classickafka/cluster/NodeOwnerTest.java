package io.classickafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.coordination.NodeOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose node it is: the question at each registration and each election of a controller. */
class NodeOwnerTest {

  private static final Path FILE = Path.of("src/test/resources/cluster/node-owner.txt");

  @Test
  void ownersAreAsInTheTable() throws IOException {
    List<String> expected = Files.readAllLines(FILE);
    List<String> actual = new ArrayList<>();
    for (String line : expected) {
      if (line.startsWith("#")) {
        actual.add(line);
      } else {
        String given = line.split(" => ")[0];
        long owner = Long.parseLong(given.replace("owner=", ""));
        actual.add(given + " => " + NodeOwner.of(owner, 5, Set.of(3L, 4L)));
      }
    }
    assertThat(actual).isEqualTo(expected);
  }
}
