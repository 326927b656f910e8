package org.apache.kafka.common.errors;

import org.jspecify.annotations.Nullable;

/** The principal may not use the group. Error code GROUP_AUTHORIZATION_FAILED. */
public class GroupAuthorizationException extends AuthorizationException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String groupId;

  public GroupAuthorizationException(String message) {
    this(message, null);
  }

  public GroupAuthorizationException(String message, @Nullable String groupId) {
    super(message);
    this.groupId = groupId;
  }

  public static GroupAuthorizationException forGroupId(String groupId) {
    return new GroupAuthorizationException("Not authorized to access group: " + groupId, groupId);
  }

  /** The group, null when it is not known. */
  public @Nullable String groupId() {
    return groupId;
  }
}
