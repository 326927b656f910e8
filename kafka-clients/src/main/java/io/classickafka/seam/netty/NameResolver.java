package io.classickafka.seam.netty;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks up host names on a thread of its own, because the system's look-up blocks. The thread ends
 * when there is nothing to look up. Thread-safe.
 */
final class NameResolver {

  private static final int MAX_WAITING = 1_000;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  /** Receives the addresses in the system's order, or why there are none. */
  interface Callback {
    void onResolved(List<InetAddress> addresses, @Nullable IOException failure);
  }

  NameResolver(String threadName) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            NettyEventLoop.threadsNamed(threadName));
    executor.allowCoreThreadTimeOut(true);
  }

  /** The callback runs on the calling thread for an address, else on the resolver's thread. */
  void resolve(String host, Callback callback) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      try {
        callback.onResolved(List.of(InetAddress.getByAddress(host, literal)), null);
        return;
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
    try {
      executor.execute(() -> lookUp(host, callback));
    } catch (RejectedExecutionException e) {
      callback.onResolved(List.of(), new IOException("too many host names to resolve: " + host));
    }
  }

  private static void lookUp(String host, Callback callback) {
    List<InetAddress> addresses;
    try {
      addresses = List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      callback.onResolved(List.of(), e);
      return;
    }
    callback.onResolved(addresses, null);
  }

  void shutdown() {
    executor.shutdownNow();
  }
}
