package io.classickafka.replica;

import org.jspecify.annotations.Nullable;

/** Ends a fetch before its time when nobody waits for its answer any more. Any thread. */
public final class FetchEnd {

  // Each side writes its own field before it reads the other's, so one of them sees both.
  private volatile boolean wanted;
  private volatile @Nullable FetchRun run;

  /** The fetch is to end with what it has. */
  public void now() {
    wanted = true;
    FetchRun under = run;
    if (under != null) {
      under.loop().executeOrRun(under::hurry);
    }
  }

  /** On the session's loop, before the fetch starts. */
  void of(FetchRun started) {
    run = started;
    if (wanted) {
      started.hurry();
    }
  }
}
