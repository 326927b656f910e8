package io.classickafka.replica;

import io.classickafka.log.AppendWorkspace;
import io.classickafka.seam.EventLoop;

/**
 * A loop that owns partitions, with what their appends share.
 *
 * @param workspace used on the loop only
 */
record PartitionLoop(EventLoop loop, AppendWorkspace workspace) {}
