package io.classickafka.api;

import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.ZooKeeperOffsets;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiKey;
import io.classickafka.security.Authorizer;

/**
 * The APIs of consumer groups and their offsets.
 *
 * @param oldOffsets where the oldest clients keep theirs
 */
public record GroupApis(
    GroupCoordinator coordinator,
    ZooKeeperOffsets oldOffsets,
    MetadataCache metadata,
    Authorizer authorizer) {

  /** Adds the handlers. */
  public void register(ApiRegistry.Builder registry) {
    Permissions permissions = new Permissions(authorizer);
    registry
        .register(ApiKey.JOIN_GROUP, new JoinGroupHandler(coordinator, permissions))
        .register(ApiKey.SYNC_GROUP, new SyncGroupHandler(coordinator, permissions))
        .register(ApiKey.HEARTBEAT, new HeartbeatHandler(coordinator, permissions))
        .register(ApiKey.LEAVE_GROUP, new LeaveGroupHandler(coordinator, permissions))
        .register(
            ApiKey.OFFSET_COMMIT,
            new OffsetCommitHandler(coordinator, oldOffsets, metadata, permissions))
        .register(
            ApiKey.OFFSET_FETCH,
            new OffsetFetchHandler(coordinator, oldOffsets, metadata, permissions));
  }
}
