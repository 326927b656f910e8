package io.classickafka.zk;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a config node below {@code /config} belongs to. A null name is the default of its kind,
 * which holds where nothing more specific is set. Names are plain here, encoded in paths.
 */
public sealed interface ConfigEntity {

  /** The path below {@code /config}, names encoded: {@code users/alice/clients/app}. */
  String entityPath();

  record TopicEntity(String topic) implements ConfigEntity {
    public TopicEntity {
      TopicName.require(topic);
    }

    @Override
    public String entityPath() {
      return "topics/" + topic;
    }
  }

  record ClientEntity(@Nullable String clientId) implements ConfigEntity {
    @Override
    public String entityPath() {
      return "clients/" + node(clientId);
    }
  }

  record UserEntity(@Nullable String user) implements ConfigEntity {
    @Override
    public String entityPath() {
      return "users/" + node(user);
    }
  }

  /** Settings of one client id when used by one user; either may be the default. */
  record UserClientEntity(@Nullable String user, @Nullable String clientId)
      implements ConfigEntity {
    @Override
    public String entityPath() {
      return "users/" + node(user) + "/clients/" + node(clientId);
    }
  }

  record BrokerEntity(@Nullable Integer brokerId) implements ConfigEntity {
    public BrokerEntity {
      if (brokerId != null && brokerId < 0) {
        throw new IllegalArgumentException("negative broker id " + brokerId);
      }
    }

    @Override
    public String entityPath() {
      return "brokers/" + (brokerId == null ? EncodedName.DEFAULT : brokerId.toString());
    }
  }

  /** An address or host name, verbatim. */
  record IpEntity(@Nullable String ip) implements ConfigEntity {
    public IpEntity {
      if (ip != null && (ip.isEmpty() || ip.indexOf('/') >= 0 || ip.equals(EncodedName.DEFAULT))) {
        throw new IllegalArgumentException("not an address or host name");
      }
    }

    @Override
    public String entityPath() {
      return "ips/" + (ip == null ? EncodedName.DEFAULT : ip);
    }
  }

  /** Reads what {@link #entityPath} writes; empty for anything else. */
  static Optional<ConfigEntity> parse(String entityPath) {
    String[] parts = entityPath.split("/", -1);
    if (parts.length == 2) {
      return parse(parts[0], parts[1]);
    }
    if (parts.length == 4 && parts[0].equals("users") && parts[2].equals("clients")) {
      return isName(parts[1]) && isName(parts[3])
          ? Optional.of(new UserClientEntity(plain(parts[1]), plain(parts[3])))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<ConfigEntity> parse(String kind, String node) {
    boolean isDefault = node.equals(EncodedName.DEFAULT);
    switch (kind) {
      case "topics" -> {
        return TopicName.isValid(node) ? Optional.of(new TopicEntity(node)) : Optional.empty();
      }
      case "clients" -> {
        return isName(node) ? Optional.of(new ClientEntity(plain(node))) : Optional.empty();
      }
      case "users" -> {
        return isName(node) ? Optional.of(new UserEntity(plain(node))) : Optional.empty();
      }
      case "brokers" -> {
        if (isDefault) {
          return Optional.of(new BrokerEntity(null));
        }
        OptionalInt id = Znode.nodeNumber(node);
        return id.isPresent() ? Optional.of(new BrokerEntity(id.getAsInt())) : Optional.empty();
      }
      case "ips" -> {
        return node.isEmpty()
            ? Optional.empty()
            : Optional.of(new IpEntity(isDefault ? null : node));
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private static boolean isName(String node) {
    return node.equals(EncodedName.DEFAULT) || EncodedName.decode(node).isPresent();
  }

  // A user may be called "<default>": encoded, that name is another node than the default's.
  private static @Nullable String plain(String node) {
    return node.equals(EncodedName.DEFAULT) ? null : EncodedName.decode(node).orElseThrow();
  }

  private static String node(@Nullable String name) {
    return name == null ? EncodedName.DEFAULT : EncodedName.encode(name);
  }
}
