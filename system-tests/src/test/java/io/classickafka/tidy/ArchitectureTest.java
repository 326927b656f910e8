package io.classickafka.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Dependencies point one way: server, api, the domain, the log; and never back. */
class ArchitectureTest {

  private static final String ROOT = "io.classickafka.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.classickafka", "org.apache.kafka", "kafka");

  /** For each package, the packages it must not know. */
  private static Map<String, List<String>> forbidden() {
    List<String> domain = List.of("replica", "group", "transaction", "controller", "metadata");
    Map<String, List<String>> rules = new LinkedHashMap<>();
    rules.put("log", with(domain, "api", "server", "network", "zookeeper", "tools"));
    rules.put("disk", with(domain, "log", "api", "server", "network", "zookeeper", "config"));
    rules.put("config", with(domain, "log", "api", "server", "network", "zookeeper", "metrics"));
    rules.put("metrics", with(domain, "log", "api", "server", "network", "zookeeper"));
    for (String room : domain) {
      rules.put(room, List.of("api", "server", "network", "zookeeper", "tools"));
    }
    rules.put("coordination", with(domain, "api", "server", "network", "zookeeper", "log"));
    rules.put("zookeeper", with(domain, "api", "server", "network", "log", "tools"));
    rules.put("api", List.of("server", "network", "zookeeper", "tools"));
    rules.put("network", with(domain, "server", "zookeeper", "log", "tools"));
    rules.put("protocol", List.of("client", "seam.netty", "record"));
    rules.put("record", List.of("client", "seam.netty"));
    rules.put("zk", with(domain, "api", "server", "network", "zookeeper", "protocol", "seam"));
    return rules;
  }

  private static List<String> with(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  @TestFactory
  Stream<DynamicTest> packagesDependOneWay() {
    return forbidden().entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey() + " does not know " + String.join(", ", rule.getValue()),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(ROOT + rule.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(packages(rule.getValue()))
                            .allowEmptyShould(true)
                            .check(CLASSES)));
  }

  private static String[] packages(List<String> rooms) {
    return rooms.stream().map(room -> ROOT + room + "..").toArray(String[]::new);
  }

  @Test
  void onlyTheProductionSeamKnowsNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "seam.netty..", ROOT + "server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void onlyTheZooKeeperPackageKnowsCurator() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "zookeeper..", ROOT + "server..", ROOT + "tools..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.curator..", "org.apache.zookeeper..")
        .check(CLASSES);
  }

  /** Each such place makes a class while a program starts, and no archive of classes keeps it. */
  @Test
  void stringsAreJoinedByPlainCode() throws IOException {
    List<String> joinedByMadeClasses = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        if (text.contains("java/lang/invoke/StringConcatFactory")) {
          joinedByMadeClasses.add(type.getName());
        }
      }
    }
    assertThat(joinedByMadeClasses)
        .as("compiled without the pom's -XDstringConcat=inline; classes from before it: clean")
        .isEmpty();
  }
}
