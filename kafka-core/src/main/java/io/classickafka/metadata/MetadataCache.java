package io.classickafka.metadata;

import io.classickafka.protocol.message.UpdateMetadataRequest;
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

  /**
   * Takes over what the controller says, and tells the listeners. On the owner loop; whether the
   * request is from the present controller and for this incarnation was checked before.
   */
  public void update(UpdateMetadataRequest request) {
    MetadataImage before = image;
    MetadataUpdate.Result result = MetadataUpdate.apply(before, request);
    image = result.image();
    for (MetadataListener listener : listeners) {
      listener.onMetadata(before, result.image(), result.delta());
    }
  }
}
