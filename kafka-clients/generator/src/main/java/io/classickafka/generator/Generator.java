package io.classickafka.generator;

import com.squareup.javapoet.JavaFile;
import com.squareup.javapoet.TypeSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Generates the message classes and the enum of APIs: {@code Generator <schema folder> <output
 * folder>}. The output depends on nothing but the schemas and this program. Does nothing when
 * neither changed since the last run, and touches only the files whose content changes.
 */
public final class Generator {

  private static final String STAMP = "generator.stamp";

  private final Path schemaFolder;
  private final Path outputFolder;

  private Generator(Path schemaFolder, Path outputFolder) {
    this.schemaFolder = schemaFolder;
    this.outputFolder = outputFolder;
  }

  /** Runs the generator. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: Generator <schema folder> <output folder>");
    }
    new Generator(Path.of(args[0]), Path.of(args[1])).run();
  }

  private void run() throws IOException {
    List<Path> schemaFiles = files(schemaFolder, ".txt");
    String stamp = fingerprint(schemaFiles);
    Path stampFile = outputFolder.resolve(STAMP);
    if (Files.exists(stampFile) && Files.readString(stampFile).equals(stamp)) {
      return;
    }
    List<Schema> schemas = new ArrayList<>();
    for (Path file : schemaFiles) {
      schemas.add(SchemaParser.parse(file.getFileName().toString(), Files.readAllLines(file)));
    }
    Map<Path, String> sources = new TreeMap<>();
    for (Schema schema : schemas) {
      for (Message message : schema.messages()) {
        add(sources, Names.MESSAGES, StructWriter.write(message), schema.name() + ".txt");
      }
    }
    add(sources, Names.PROTOCOL, ApiKeyWriter.write(schemas), "the schemas");
    replace(sources);
    Files.writeString(stampFile, stamp);
  }

  private void add(Map<Path, String> sources, String packageName, TypeSpec type, String origin) {
    JavaFile file =
        JavaFile.builder(packageName, type)
            .addFileComment("Generated from $L. Do not edit.", origin)
            .indent("  ")
            .skipJavaLangImports(true)
            .build();
    Path path = outputFolder.resolve(packageName.replace('.', '/')).resolve(type.name + ".java");
    sources.put(path, file.toString());
  }

  private void replace(Map<Path, String> sources) throws IOException {
    for (Path old : files(outputFolder, ".java")) {
      if (!sources.containsKey(old)) {
        Files.delete(old);
      }
    }
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      Path path = source.getKey();
      if (!Files.exists(path) || !Files.readString(path).equals(source.getValue())) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, source.getValue());
      }
    }
  }

  /** Identifies the schemas together with the program that reads them. */
  private static String fingerprint(List<Path> schemaFiles) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<Path> inputs = new ArrayList<>(schemaFiles);
      Path program =
          Path.of(Generator.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      inputs.addAll(Files.isDirectory(program) ? files(program, ".class") : List.of(program));
      for (Path input : inputs) {
        digest.update(input.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(input));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
