/** What applications see of how records are stored. */
@NullMarked
package org.apache.kafka.common.record;

import org.jspecify.annotations.NullMarked;
