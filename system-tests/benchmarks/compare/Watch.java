import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;

/** CONNECT PATH: says "ready", then prints the epoch ms at which ZooKeeper removed the node. */
public final class Watch {

  private Watch() {}

  public static void main(String[] arguments) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    try (ZooKeeper zooKeeper =
        new ZooKeeper(arguments[0], 30_000, event -> connected.countDown())) {
      connected.await();
      CompletableFuture<WatchedEvent> first = new CompletableFuture<>();
      if (zooKeeper.exists(arguments[1], first::complete) == null) {
        throw new IllegalStateException("no node " + arguments[1]);
      }
      System.out.println("ready");
      WatchedEvent event = first.get();
      long nowMs = System.currentTimeMillis();
      if (event.getType() != EventType.NodeDeleted) {
        throw new IllegalStateException("not removed, but " + event);
      }
      System.out.println(nowMs);
    }
  }
}
