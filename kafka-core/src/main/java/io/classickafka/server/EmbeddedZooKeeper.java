package io.classickafka.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/** A ZooKeeper server inside this process, with the settings of a file of its own. */
final class EmbeddedZooKeeper implements AutoCloseable {

  private final ServerCnxnFactory connections;
  private final ZooKeeperServer server;
  private final FileTxnSnapLog log;

  private EmbeddedZooKeeper(
      ServerCnxnFactory connections, ZooKeeperServer server, FileTxnSnapLog log) {
    this.connections = connections;
    this.server = server;
    this.log = log;
  }

  /**
   * Starts a server.
   *
   * @throws StartFailedException with a line for the person who starts it
   */
  static EmbeddedZooKeeper start(Properties properties)
      throws StartFailedException, InterruptedException {
    ServerConfig config = new ServerConfig();
    try {
      QuorumPeerConfig parsed = new QuorumPeerConfig();
      parsed.parseProperties(properties);
      config.readFrom(parsed);
    } catch (IOException | QuorumPeerConfig.ConfigException | IllegalArgumentException e) {
      throw new StartFailedException("ZooKeeper's settings cannot be used: " + e.getMessage(), e);
    }
    if (config.getClientPortAddress() == null) {
      throw new StartFailedException("ZooKeeper's settings have no clientPort", null);
    }
    FileTxnSnapLog log = openLog(config.getDataLogDir(), config.getDataDir());
    ZooKeeperServer server =
        new ZooKeeperServer(
            log,
            config.getTickTime(),
            config.getMinSessionTimeout(),
            config.getMaxSessionTimeout(),
            config.getClientPortListenBacklog(),
            null,
            "");
    ServerCnxnFactory connections = null;
    try {
      connections = ServerCnxnFactory.createFactory();
      connections.configure(
          config.getClientPortAddress(),
          config.getMaxClientCnxns(),
          config.getClientPortListenBacklog());
      connections.startup(server);
    } catch (IOException e) {
      if (connections != null) {
        connections.shutdown();
      }
      closeQuietly(log);
      throw new StartFailedException(
          "ZooKeeper cannot listen on " + config.getClientPortAddress() + ": " + e.getMessage(), e);
    }
    return new EmbeddedZooKeeper(connections, server, log);
  }

  private static FileTxnSnapLog openLog(File logDir, File dataDir) throws StartFailedException {
    try {
      Files.createDirectories(Path.of(dataDir.getPath()));
      return new FileTxnSnapLog(logDir, dataDir);
    } catch (IOException e) {
      throw new StartFailedException(
          "ZooKeeper cannot use its folder " + dataDir + ": " + e.getMessage(), e);
    }
  }

  private static void closeQuietly(FileTxnSnapLog log) {
    try {
      log.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    connections.shutdown();
    server.shutdown();
    closeQuietly(log);
  }
}
