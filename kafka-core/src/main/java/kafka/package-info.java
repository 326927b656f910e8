/**
 * The main classes of the start scripts, under the names that people's monitoring looks for in the
 * list of processes. They hold nothing: see {@code io.classickafka.server}.
 */
@NullMarked
package kafka;

import org.jspecify.annotations.NullMarked;
