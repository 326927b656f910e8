/**
 * The seam to the file system: {@link io.classickafka.disk.Disk} and {@link
 * io.classickafka.disk.DiskFile}, with the production implementation {@link
 * io.classickafka.disk.FileChannelDisk}. A simulation or a fault injection supplies its own.
 *
 * <p>Calls block and may be made from any thread; who may block is the caller's rule. Only {@code
 * log} and the wiring call it. It imports nothing but the JDK and the seams.
 *
 * <p>Non-obvious: nothing here retries. A failed write, short write or failed force is reported
 * once, and what lies in the file afterwards is unknown: the caller takes the directory out of use.
 * A rename or a new file is durable only after its directory was forced. Memory maps are not
 * offered: a full disk turns into an error in the page fault, which nobody can handle.
 */
@NullMarked
package io.classickafka.disk;

import org.jspecify.annotations.NullMarked;
