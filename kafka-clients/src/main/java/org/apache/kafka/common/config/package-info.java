/** Names of settings, and what is thrown for settings that cannot be. From any thread. */
@NullMarked
package org.apache.kafka.common.config;

import org.jspecify.annotations.NullMarked;
