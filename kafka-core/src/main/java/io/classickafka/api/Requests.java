package io.classickafka.api;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import org.jspecify.annotations.Nullable;

/** What the network hands frames to. Called on the connection's loop. */
public interface Requests {

  /**
   * Why a request with this key and version will not be served; null when it may be. Asked before
   * the rest of a large frame is waited for.
   */
  @Nullable String refusal(short apiKey, short version);

  /**
   * Takes a whole request.
   *
   * @param loop the connection's loop, on which the call is made
   * @param frame without its size; takes over one count
   */
  void onRequest(Peer peer, EventLoop loop, ByteSlice frame, ReplySlot reply);
}
