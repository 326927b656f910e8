/**
 * The rules of log compaction, without files, clocks or threads: which log is to be cleaned next
 * and how far ({@link io.classickafka.log.clean.CleaningChoice}), which segments become one ({@link
 * io.classickafka.log.clean.SegmentGroups}), which batches and records survive ({@link
 * io.classickafka.log.clean.BatchCleaner}), and how fast it may go. {@code io.classickafka.log}
 * calls it, on the background pool but for the choice and the throttle, which belong to the loop
 * that runs the cleaner. Imports: {@code record} and the seams of the client jar.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>A record never changes its offset. A batch of magic 2 keeps base and last offset whatever
 *       goes from it, so offsets have gaps inside and between batches.
 *   <li>A value is superseded only by a later record of its key below the end of the map; a record
 *       at or above that end stays whatever it is.
 *   <li>What a transaction that was aborted wrote goes at once; its marker stays as long as a pass
 *       still meets a batch of it, and then until the delete horizon.
 *   <li>Transactions span segments, so what is known of them is carried over a whole pass.
 * </ul>
 */
@NullMarked
package io.classickafka.log.clean;

import org.jspecify.annotations.NullMarked;
