package io.classickafka.server;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerConfigFile;
import io.classickafka.config.ConfigResult;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The start commands: they read arguments and files, start what is wanted, wait for the signal to
 * stop and stop it. Whatever cannot be started ends with exit code 1 and one line that says why.
 */
public final class ServerMain {

  private static final int FAILED = 1;

  private ServerMain() {}

  private interface Starter {
    StopSignal.Server start() throws StartFailedException, InterruptedException;
  }

  /** Runs one broker. Returns the exit code, or does not return before the process ends. */
  public static int broker(List<String> arguments) {
    String usage =
        "usage: kafka-server-start.sh [-daemon] server.properties [--override key=value]";
    return command(
        arguments,
        1,
        usage,
        given -> {
          BrokerConfig config = brokerConfig(given.files().get(0), given.overrides());
          return BrokerProcess.start(config)::stop;
        });
  }

  /** Runs ZooKeeper and one broker. */
  public static int standalone(List<String> arguments) {
    String usage =
        "usage: kafka-standalone-start.sh [-daemon] zookeeper.properties server.properties"
            + " [--override key=value]";
    return command(
        arguments,
        2,
        usage,
        given -> {
          Properties zooKeeper = new Properties();
          properties(given.files().get(0)).forEach(zooKeeper::setProperty);
          BrokerConfig config = brokerConfig(given.files().get(1), given.overrides());
          return startBoth(zooKeeper, config);
        });
  }

  private static StopSignal.Server startBoth(Properties zooKeeper, BrokerConfig config)
      throws StartFailedException, InterruptedException {
    EmbeddedZooKeeper ensemble = EmbeddedZooKeeper.start(zooKeeper);
    BrokerProcess broker;
    try {
      broker = BrokerProcess.start(config);
    } catch (StartFailedException | InterruptedException | RuntimeException e) {
      ensemble.close();
      throw e;
    }
    return () -> {
      broker.stop();
      ensemble.close();
    };
  }

  private interface Command {
    StopSignal.Server start(ServerArguments arguments)
        throws StartFailedException, InterruptedException;
  }

  private static int command(List<String> arguments, int fileCount, String usage, Command command) {
    ServerArguments.Parsed parsed = ServerArguments.parse(arguments, fileCount, usage, version());
    if (parsed instanceof ServerArguments.Show show) {
      System.out.println(show.text());
      return 0;
    }
    if (parsed instanceof ServerArguments.Wrong wrong) {
      System.err.println(wrong.text());
      return FAILED;
    }
    ServerArguments given = ((ServerArguments.Run) parsed).arguments();
    // Logging ends last, after what the shutdown has to say.
    System.setProperty("log4j.shutdownHookEnabled", "false");
    return run(() -> command.start(given));
  }

  private static int run(Starter starter) {
    Logger log = LogManager.getLogger(ServerMain.class);
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(signal, log), "shutdown"));
    try {
      signal.started(starter.start());
    } catch (StartFailedException e) {
      log.error("start failed: {}", e.getMessage());
      log.debug("start failed", e);
      return failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      log.error("start interrupted");
      return failed("interrupted");
    } catch (RuntimeException e) {
      log.error("start failed", e);
      return failed("a bug, the log has more: " + e);
    } finally {
      signal.startOver();
    }
    try {
      signal.awaitStopped();
    } catch (InterruptedException e) {
      log.warn("main thread interrupted, stopping");
    }
    return 0;
  }

  private static void stop(StopSignal signal, Logger log) {
    try {
      signal.stop();
    } catch (InterruptedException e) {
      log.warn("stop interrupted");
    } catch (RuntimeException e) {
      log.error("stop failed", e);
    } finally {
      LogManager.shutdown();
    }
  }

  // The log may go anywhere; who typed the command reads the terminal.
  private static int failed(String reason) {
    LogManager.shutdown();
    System.err.println("start failed: " + reason.lines().findFirst().orElse(reason));
    return FAILED;
  }

  private static BrokerConfig brokerConfig(String file, List<String> overrides)
      throws StartFailedException {
    Map<String, String> given = properties(file);
    List<String> malformed = BrokerConfigFile.override(given, overrides);
    if (!malformed.isEmpty()) {
      throw new StartFailedException(
          "--override wants property=value, but got " + malformed.get(0), null);
    }
    ConfigResult<BrokerConfig> result = BrokerConfig.parse(given);
    Logger log = LogManager.getLogger(ServerMain.class);
    result.warnings().forEach(warning -> log.warn("setting {}", warning));
    if (result instanceof ConfigResult.Refused<BrokerConfig> refused) {
      throw new StartFailedException(
          "settings cannot be used: " + String.join("; ", refused.errors()), null);
    }
    return result.orThrow();
  }

  private static Map<String, String> properties(String file) throws StartFailedException {
    try (Reader text = Files.newBufferedReader(Path.of(file), StandardCharsets.ISO_8859_1)) {
      return BrokerConfigFile.read(text);
    } catch (NoSuchFileException e) {
      throw new StartFailedException("no such file: " + file, e);
    } catch (IOException e) {
      throw new StartFailedException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String version() {
    @Nullable String version = ServerMain.class.getPackage().getImplementationVersion();
    return version == null ? "development build" : version;
  }
}
