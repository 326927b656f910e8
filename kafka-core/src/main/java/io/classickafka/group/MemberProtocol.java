package io.classickafka.group;

import io.classickafka.seam.ByteSlice;

/**
 * A way of sharing work that a member supports.
 *
 * @param metadata what the group's leader needs to know of the member to share work this way; on
 *     the heap, not counted
 */
public record MemberProtocol(String name, ByteSlice metadata) {}
