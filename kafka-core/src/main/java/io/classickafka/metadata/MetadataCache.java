package io.classickafka.metadata;

import io.classickafka.seam.EventLoop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The present {@link MetadataImage} of this broker.
 *
 * <p>Any thread may read it and subscribe; only the owner loop changes it, so listeners hear of the
 * updates one after another and in order.
 */
public final class MetadataCache {

  private final EventLoop owner;
  private final List<MetadataListener> listeners = new CopyOnWriteArrayList<>();
  private volatile MetadataImage image = MetadataImage.EMPTY;

  /**
   * An empty cache.
   *
   * @param owner the loop on which updates are made and listeners are told
   */
  public MetadataCache(EventLoop owner) {
    this.owner = owner;
  }

  /** The cluster as this broker knows it now. */
  public MetadataImage image() {
    return image;
  }

  /** From the next update on, tells the listener, until it is removed. */
  public void addListener(MetadataListener listener) {
    listeners.add(listener);
  }

  public void removeListener(MetadataListener listener) {
    listeners.remove(listener);
  }

  /** The loop on which updates are made and listeners are told. */
  public EventLoop owner() {
    return owner;
  }

  /** Puts another image in place and tells the listeners. On the owner loop. */
  void publish(MetadataImage after, MetadataDelta delta) {
    MetadataImage before = image;
    image = after;
    for (MetadataListener listener : listeners) {
      listener.onMetadata(before, after, delta);
    }
  }
}
