/**
 * The commands behind {@code bin/}: what they accept, print and exit with is what people and their
 * scripts know.
 *
 * <p>A {@link io.classickafka.tools.Tool} says which flags it has and runs with them; {@link
 * io.classickafka.tools.ToolRun} parses, answers {@code --help} and {@code --version}, and turns
 * every failure into one line and an exit code. Uses the client jar as any application does, and
 * its record formats for the files of a log; no part of the broker is imported. Each tool runs on
 * the main thread of its own process.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>A tool's life is short: what it loads is most of its time. Flags are declared without
 *       reflection.
 *   <li>Before anything else a tool asks whether a broker answers ({@link
 *       io.classickafka.tools.BrokerProbe}), because clients would try for a minute and more.
 * </ul>
 */
@NullMarked
package io.classickafka.tools;

import org.jspecify.annotations.NullMarked;
