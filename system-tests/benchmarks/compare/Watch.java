import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.ZooKeeper;

/** CONNECT PATH: says "ready", then prints the epoch ms at which ZooKeeper removed the node. */
public final class Watch {

  private Watch() {}

  public static void main(String[] arguments) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    try (ZooKeeper zooKeeper =
        new ZooKeeper(arguments[0], 30_000, event -> connected.countDown())) {
      connected.await();
      CountDownLatch gone = new CountDownLatch(1);
      if (zooKeeper.exists(arguments[1], event -> gone.countDown()) == null) {
        throw new IllegalStateException("no node " + arguments[1]);
      }
      System.out.println("ready");
      gone.await();
      System.out.println(System.currentTimeMillis());
    }
  }
}
