package io.classickafka.replica;

/** A task that is done once, by whoever comes to it first. Owned by a loop. */
final class Once implements Runnable {

  private final Runnable task;
  private boolean done;

  Once(Runnable task) {
    this.task = task;
  }

  @Override
  public void run() {
    if (!done) {
      done = true;
      task.run();
    }
  }
}
