package io.classickafka.zookeeper;

import java.util.List;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

/** Who may do what with a node that this broker creates. */
final class NodeAcls {

  private static final List<String> SENSITIVE =
      List.of("/config/users", "/config/brokers", "/delegation_token/tokens");

  private static final List<ACL> CREATOR_AND_PUBLIC_READ =
      List.of(
          new ACL(ZooDefs.Perms.ALL, ZooDefs.Ids.AUTH_IDS),
          new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));

  private final boolean restricted;

  NodeAcls(boolean restricted) {
    this.restricted = restricted;
  }

  List<ACL> of(String path) {
    if (!restricted || path.equals("/consumers")) {
      return ZooDefs.Ids.OPEN_ACL_UNSAFE;
    }
    for (String sensitive : SENSITIVE) {
      if (path.startsWith(sensitive)) {
        return ZooDefs.Ids.CREATOR_ALL_ACL;
      }
    }
    return CREATOR_AND_PUBLIC_READ;
  }
}
