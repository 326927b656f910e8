package io.classickafka.simulation.planted;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Loads the product and its tests anew, one class of them with a bug. */
final class PlantedLoader extends ClassLoader {

  private final Bug bug;

  PlantedLoader(Bug bug) {
    super(PlantedLoader.class.getClassLoader());
    this.bug = bug;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean ours = name.startsWith("io.classickafka.") || name.startsWith("org.apache.kafka.");
    if (!ours) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = name.equals(bug.target()) ? bug.woven(getParent()) : original(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte @Nullable [] original(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    try (InputStream file = getParent().getResourceAsStream(path)) {
      return file == null ? null : file.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
