package io.classickafka.log;

import static io.classickafka.log.LogFixture.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which forces run at once. */
class ForceRoundsTest {

  private final ArrayDeque<Runnable> pool = new ArrayDeque<>();
  private final ForceRounds rounds = new ForceRounds(this::onPool);
  private final LogFixture f;

  ForceRoundsTest(@TempDir Path root) {
    f = new LogFixture(root, small().build());
  }

  private boolean noMemory;

  private void onPool(Runnable task) {
    if (noMemory) {
      throw new OutOfMemoryError("planted");
    }
    pool.add(task);
  }

  private LogForces forces() {
    Background background = new Background(f.loop, pool::add);
    return new LogStore(
            LogFixture.PARTITION,
            f.log.dir(),
            f.directory(),
            f.config,
            background,
            new LogDirsConfig(List.of(), 0, 1, 0, 0, 0))
        .forces;
  }

  @Test
  void severalLogsAreForcedAtOnce() {
    rounds.add(forces());
    rounds.add(forces());
    assertThat(pool).hasSize(1);
    pool.remove().run();
    assertThat(pool).as("a second lane").hasSize(1);
  }

  @Test
  void logThatIsAddedAgainIsNotForcedByTwoLanes() {
    LogForces one = forces();
    rounds.add(one);
    rounds.add(one);
    assertThat(pool).hasSize(1);
    pool.remove().run();
    assertThat(pool).as("a second lane").isEmpty();
    rounds.add(one);
    assertThat(pool).as("its turn has ended").hasSize(1);
  }

  @Test
  void whatIsAskedForDuringALogsOwnForceIsForcedAfterIt() {
    LogForces one = forces();
    assertThat(one.enqueue()).isTrue();
    assertThat(one.enqueue()).isFalse();
    assertThat(one.leave()).as("nothing was asked for").isFalse();
    assertThat(one.enqueue()).isTrue();
  }

  @Test
  void anErrorWhereARoundIsToBeginIsMadeUpForByTheNextThatAsks() {
    LogForces one = forces();
    noMemory = true;
    assertThatThrownBy(() -> rounds.add(one)).isInstanceOf(OutOfMemoryError.class);
    noMemory = false;
    rounds.add(one);
    assertThat(pool).as("the log that asked before").hasSize(1);
    pool.remove().run();
    assertThat(one.enqueue()).as("it has had its turn").isTrue();
  }

  @Test
  void anErrorWhereALaneIsToBeginLeavesItsLogsToTheOthers() {
    LogForces one = forces();
    LogForces other = forces();
    rounds.add(one);
    rounds.add(other);
    noMemory = true;
    Runnable round = pool.remove();
    assertThatThrownBy(round::run).isInstanceOf(OutOfMemoryError.class);
    noMemory = false;
    assertThat(one.enqueue()).isTrue();
    assertThat(other.enqueue()).isTrue();
    rounds.add(forces());
    assertThat(pool).as("another round").hasSize(1);
  }
}
