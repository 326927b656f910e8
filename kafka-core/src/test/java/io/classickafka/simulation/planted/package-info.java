/**
 * Bugs that are put into the brokers on purpose, to see whether the simulation finds them. They are
 * woven into the classes while a class loader of their own loads them; nothing of them is in what
 * is shipped, nor in any other test.
 */
@NullMarked
package io.classickafka.simulation.planted;

import org.jspecify.annotations.NullMarked;
