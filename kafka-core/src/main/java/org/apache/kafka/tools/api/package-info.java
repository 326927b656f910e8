/**
 * What people implement for {@code --key-decoder-class} and {@code --value-decoder-class} of {@code
 * kafka-dump-log.sh}, and the implementations they can name. Called on the tool's main thread.
 */
@NullMarked
package org.apache.kafka.tools.api;

import org.jspecify.annotations.NullMarked;
