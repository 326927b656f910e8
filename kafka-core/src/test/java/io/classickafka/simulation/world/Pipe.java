package io.classickafka.simulation.world;

import java.util.ArrayDeque;

/** What one end of a connection sends to the other: arrives in order, each in its time. */
final class Pipe {

  private record Parcel(long atNs, Runnable arrive) {}

  private final Link link;
  private final ArrayDeque<Parcel> parcels = new ArrayDeque<>();
  private long lastNs;
  private boolean travelling;
  private boolean broken;

  Pipe(Link link) {
    this.link = link;
  }

  void send(Runnable arrive) {
    if (broken) {
      return;
    }
    lastNs = Math.max(lastNs, link.world().nowNs() + link.drawDelayNs());
    parcels.addLast(new Parcel(lastNs, arrive));
    travel();
  }

  /** What is on its way is lost, and what follows. */
  void cutOff() {
    broken = true;
    parcels.clear();
  }

  private void travel() {
    Parcel head = parcels.peekFirst();
    if (travelling || head == null) {
      return;
    }
    travelling = true;
    link.world().after(head.atNs - link.world().nowNs(), this::arrived);
  }

  private void arrived() {
    if (link.isCut()) {
      link.hold(this);
      return;
    }
    travelling = false;
    Parcel head = parcels.pollFirst();
    if (head != null) {
      head.arrive.run();
      travel();
    }
  }

  /** The link works again. */
  void resume() {
    link.world().after(link.drawDelayNs(), this::arrived);
  }
}
