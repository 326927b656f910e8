package io.classickafka.zk;

import io.classickafka.zk.JsonCodec.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code /log_dir_event_notification/log_dir_event_<n>}: a broker lost a log directory; the
 * controller asks it which replicas went offline.
 */
public record LogDirEventNotification(int brokerId, int event) implements ZnodePayload {
  /** The only event there is. */
  public static final int LOG_DIR_FAILURE = 1;

  private static final int VERSION = 1;

  public static LogDirEventNotification failure(int brokerId) {
    return new LogDirEventNotification(brokerId, LOG_DIR_FAILURE);
  }

  public static LogDirEventNotification decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    Fields fields = Fields.parse(path, data);
    int brokerId = fields.int32AtLeast("broker", 0);
    return new LogDirEventNotification(brokerId, fields.int32Or("event", LOG_DIR_FAILURE));
  }

  @Override
  public byte[] encode() {
    return new ObjectBuilder()
        .put("version", VERSION)
        .put("broker", brokerId)
        .put("event", event)
        .print();
  }
}
