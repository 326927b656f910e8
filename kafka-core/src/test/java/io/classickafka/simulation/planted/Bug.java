package io.classickafka.simulation.planted;

import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * A bug, and what the simulation makes of it.
 *
 * @param id the number it is known by
 * @param target the class that gets it
 * @param method the method that gets it
 * @param advice the class whose code is woven into the method
 * @param caughtBy the checks that may see it
 * @param mode of the runs that may see it
 * @param seed one that catches it
 */
record Bug(
    String id,
    String what,
    String target,
    String method,
    String advice,
    List<String> caughtBy,
    String mode,
    long seed) {

  /** The class with the bug. */
  byte[] woven(ClassLoader classes) {
    ClassFileLocator files = ClassFileLocator.ForClassLoader.of(classes);
    TypePool types = TypePool.Default.of(files);
    TypeDescription woven = types.describe(target).resolve();
    TypeDescription with = types.describe(advice).resolve();
    return new ByteBuddy()
        .redefine(woven, files)
        .visit(Advice.to(with, files).on(ElementMatchers.named(method)))
        .make()
        .getBytes();
  }

  @Override
  public String toString() {
    return id + " " + what;
  }
}
