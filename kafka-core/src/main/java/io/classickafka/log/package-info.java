/**
 * The stored log of each partition, in Kafka's files: segments, offset and time index, aborted
 * transactions, producer state, leader epochs, and the checkpoints of a log directory. Entry types:
 * {@link io.classickafka.log.LogDirs} opens, recovers, creates and deletes; {@link
 * io.classickafka.log.Log} is one partition's log.
 *
 * <p>A {@code Log} belongs to its partition's loop, which makes every call but those marked
 * otherwise; the loop calls the disk. Recovery, forcing sealed segments, cleaning them and deleting
 * files run on the pool that the directories were opened with, and touch only what the owner handed
 * over. {@code LogDirs} is for any thread. Clocks come in as parameters. Imports: {@code disk}, the
 * seams, {@code record} and {@code protocol} of the client jar.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>An IOException ends here: the directory goes offline, once and for good, and the caller is
 *       answered KAFKA_STORAGE_ERROR. Nothing is retried after a failed write or force.
 *   <li>The clean-shutdown marker is removed, and the removal forced, before anything is appended.
 *   <li>A sealed segment of a cleanly closed log is known by its name and length only: no handle is
 *       open and no index is read until somebody reads it. When an index is first used every entry
 *       is checked, and the index is rebuilt if one is wrong.
 *   <li>The index entry of an append names its last offset and its first byte, and the first append
 *       of a segment has none.
 *   <li>Offsets of batches have gaps after compaction: the segment that holds an offset may end
 *       below it.
 *   <li>A snapshot holds one batch per producer, memory five; after a restart only what was
 *       replayed since the snapshot is known in full.
 * </ul>
 */
@NullMarked
package io.classickafka.log;

import org.jspecify.annotations.NullMarked;
