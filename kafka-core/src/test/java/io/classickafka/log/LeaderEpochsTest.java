package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.disk.FileChannelDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the leader-epoch cache and the file it is kept in. */
class LeaderEpochsTest {

  private final FileChannelDisk disk = new FileChannelDisk();
  private final Path dir;
  private LeaderEpochs epochs;

  LeaderEpochsTest(@TempDir Path dir) {
    this.dir = dir;
    this.epochs = LeaderEpochs.empty(disk, dir);
  }

  @Test
  void epochRulesHold() {
    RuleTables.check("leader-epochs.txt", this::step);
  }

  private String step(String[] words) {
    switch (words[0]) {
      case "new" -> {
        epochs = LeaderEpochs.empty(disk, dir);
        return "";
      }
      case "assign" -> epochs.assign(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      case "fromEnd" -> epochs.truncateFromEnd(Long.parseLong(words[1]));
      case "fromStart" -> epochs.truncateFromStart(Long.parseLong(words[1]));
      case "end" -> {
        EpochEndOffset end =
            epochs.endOffsetFor(Integer.parseInt(words[1]), Long.parseLong(words[2]));
        return end.leaderEpoch() + " " + end.endOffset();
      }
      case "at" -> {
        return String.valueOf(epochs.epochFor(Long.parseLong(words[1])));
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "[" + epochs + "]";
  }

  @Test
  void anEpochIsOnDiskWithItsFirstBatchAndNotBefore() throws IOException {
    epochs.announce(3, 10);
    assertThat(epochs).hasToString("3@10");
    epochs.flush();
    assertThat(dir.resolve("leader-epoch-checkpoint")).doesNotExist();
    epochs.begin(3, 10);
    assertThat(LeaderEpochs.open(disk, dir)).hasToString("3@10");
    epochs.announce(4, 20);
    epochs.announce(5, 20);
    epochs.begin(6, 20);
    assertThat(LeaderEpochs.open(disk, dir)).hasToString("3@10 6@20");
  }

  @Test
  void aChangeThatIsWrittenBringsTheAnnouncedEpochAlong() throws IOException {
    epochs.begin(1, 0);
    epochs.announce(2, 8);
    epochs.truncateFromStart(4);
    epochs.flush();
    assertThat(LeaderEpochs.open(disk, dir)).hasToString("1@4 2@8");
  }

  @Test
  void fileIsThatOfKafka() throws IOException {
    epochs.assign(0, 0);
    epochs.assign(4, 17);
    epochs.flush();
    Path file = dir.resolve("leader-epoch-checkpoint");
    assertThat(file).hasContent("0\n2\n0 0\n4 17\n");
    assertThat(LeaderEpochs.open(disk, dir)).hasToString("0@0 4@17");
    Files.writeString(file, "0\n3\n0 0\n5 20\n4 17\n");
    assertThat(LeaderEpochs.open(disk, dir)).hasToString("0@0 4@17");
    Files.writeString(file, "");
    assertThat(LeaderEpochs.open(disk, dir)).hasToString("");
    for (String bad : new String[] {"1\n0\n", "0\n2\n0 0\n", "0\n1\n0\n", "0\n1\n0 x\n"}) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> LeaderEpochs.open(disk, dir))
          .isInstanceOf(MalformedFileException.class);
    }
  }
}
