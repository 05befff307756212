// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import static dev.bbq.api.plugin.PluginMaker.library;
import static dev.bbq.api.plugin.PluginMaker.transport;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins in folders, compiled here, good ones and broken ones. */
class PluginsTest {

  @TempDir private Path folder;

  private Path plugins;
  private PluginMaker maker;

  @BeforeEach
  void makeFolders() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
    maker = new PluginMaker(Files.createDirectory(folder.resolve("work")));
  }

  @Test
  void shouldFindTheTransportOfAPlugin() throws IOException {
    maker.jar(transport("one", "quick"), plugins.resolve("one/one.jar"));

    Transport found = find("quick");

    assertThat(found.name()).isEqualTo("quick");
    assertThat(found.getClass().getModule().getName()).isEqualTo("one");
    assertThat(found.getClass().getModule().getLayer()).isNotEqualTo(ModuleLayer.boot());
  }

  @Test
  void shouldFindTheOnlyOneWithoutAName() throws IOException {
    maker.jar(transport("one", "quick"), plugins.resolve("one/one.jar"));

    assertThat(find(null).name()).isEqualTo("quick");
  }

  @Test
  void shouldListThemWhenThereAreTwoAndNoChoice() throws IOException {
    maker.jar(transport("one", "quick"), plugins.resolve("one/one.jar"));
    maker.jar(transport("two", "quicker"), plugins.resolve("two/two.jar"));

    assertRefused(
        null,
        "several transports and no choice: available=[quick, quicker]; name one by --transport"
            + " NAME, or in Java by transport(name)");
  }

  @Test
  void shouldListThemWhenTheNameIsUnknown() throws IOException {
    maker.jar(transport("one", "quick"), plugins.resolve("one/one.jar"));
    maker.jar(transport("two", "quicker"), plugins.resolve("two/two.jar"));

    assertRefused("slow", "unknown transport: name=slow, available=[quick, quicker]");
  }

  @Test
  void shouldSayWhereTwoWithOneNameComeFrom() throws IOException {
    Path one = maker.jar(transport("one", "quick"), plugins.resolve("one/one.jar"));
    Path two = maker.jar(transport("two", "quick"), plugins.resolve("two/two.jar"));

    assertRefused(
        "quick",
        "two transports have one name: name=quick, first=one.Quick from %s, second=two.Quick from %s; remove one of them"
            .formatted(one, two));
  }

  @Test
  void shouldFindNothingInAFolderWithoutPlugins() throws IOException {
    Files.writeString(plugins.resolve("README.txt"), "put plugins here");
    Files.createDirectory(plugins.resolve(".hidden"));

    assertThat(Plugins.in(plugins).all()).isEmpty();
  }

  @Test
  void shouldRefuseAFolderThatIsNotThere() {
    Path missing = folder.resolve("missing");

    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(() -> Plugins.in(missing))
        .withMessage("no folder of plugins there: folder=%s; make it, or name another", missing);
  }

  @Test
  void shouldRefuseAJarWithoutAFolder() throws IOException {
    Path jar = maker.jar(transport("one", "quick"), plugins.resolve("one.jar"));

    assertRefused(
        "quick",
        "plugin without a folder: file=%s; put it and the jars that it needs into a folder of its own there"
            .formatted(jar));
  }

  @Test
  void shouldRefuseAnEmptyFolder() throws IOException {
    Path empty = Files.createDirectory(plugins.resolve("empty"));

    assertRefused(
        null,
        "plugin has no jar: folder=%s; put its jar and those that it needs there, or remove the folder"
            .formatted(empty));
  }

  @Test
  void shouldRefuseAJarThatIsNoZip() throws IOException {
    Path jar = Files.createDirectory(plugins.resolve("one")).resolve("one.jar");
    Files.writeString(jar, "<html>not found</html>");

    assertRefused(
        null,
        "plugin is broken: jar=%s, reason=zip END header not found; replace the jar"
            .formatted(jar));
  }

  @Test
  void shouldRefuseAPluginWithoutADescriptor() throws IOException {
    Path classes = maker.compile(transport("one", "quick"));
    Files.delete(classes.resolve("module-info.class"));
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(Transport.class.getName()), "one.Quick");
    maker.jar(classes, plugins.resolve("one/one.jar"));

    assertRefused(
        null,
        "plugin is broken: folder=%s, reason=no module descriptor: jar=one.jar; its author has to add a module-info that 'provides' what META-INF/services names"
            .formatted(plugins.resolve("one")));
  }

  @Test
  void shouldRefuseAPluginThatProvidesNothing() throws IOException {
    Map<String, String> sources = new HashMap<>(library("one.Thing", "1"));
    sources.put("module-info.java", "module one {}");
    maker.jar(sources, plugins.resolve("one/one.jar"));

    assertRefused(
        null,
        "plugin provides nothing: folder=%s, modules=[one]; one of them must provide dev.bbq.api.transport.Transport or dev.bbq.api.store.StoreProvider"
            .formatted(plugins.resolve("one")));
  }

  @Test
  void shouldNameTheModuleThatIsMissing() throws IOException {
    Path library = maker.jar(library("lib.Library", "1"), folder.resolve("libs/lib.jar"));
    maker.jar(
        transport("one", "requires lib;", "", "return lib.Library.version();"),
        plugins.resolve("one/one.jar"),
        library);

    assertRefused(
        null,
        "plugin is broken: folder=%s, reason=Module lib not found, required by one; add the jar of the module lib"
            .formatted(plugins.resolve("one")));
  }

  @Test
  void shouldRefuseClassesThatAreTooNew() throws IOException {
    Path classes = maker.compile(transport("one", "quick"));
    Path provider = classes.resolve("one/Quick.class");
    byte[] bytes = Files.readAllBytes(provider);
    bytes[7] = 99;
    Files.write(provider, bytes);
    maker.jar(classes, plugins.resolve("one/one.jar"));

    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(() -> find(null))
        .withMessageStartingWith("plugin is broken: folder=%s, reason=", plugins.resolve("one"))
        .withMessageContaining("class file version 99.0")
        .withMessageEndingWith("; replace its jars, or remove the folder");
  }

  @Test
  void shouldRefuseADescriptorThatIsTooNew() throws IOException {
    Path classes = maker.compile(transport("one", "quick"));
    Path descriptor = classes.resolve("module-info.class");
    byte[] bytes = Files.readAllBytes(descriptor);
    bytes[7] = 99;
    Path jar = maker.jar(classes, plugins.resolve("one/one.jar"));
    maker.replace(jar, "module-info.class", bytes);

    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(() -> find(null))
        .withMessageStartingWith("plugin is broken: jar=%s, reason=", jar)
        .withMessageContaining("99")
        .withMessageEndingWith("; replace the jar");
  }

  @Test
  void shouldSayWhatAConstructorThrows() throws IOException {
    maker.jar(
        transport("one", "", "throw new IllegalStateException(\"no disk\");", "return \"quick\";"),
        plugins.resolve("one/one.jar"));

    assertRefused(
        "other",
        "plugin is broken: folder=%s, reason=dev.bbq.api.transport.Transport: Provider one.Quick could not be instantiated: java.lang.IllegalStateException: no disk; replace its jars, or remove the folder"
            .formatted(plugins.resolve("one")));
  }

  @Test
  void shouldRefuseANameThatIsNone() throws IOException {
    Path jar = maker.jar(transport("one", "Quick!"), plugins.resolve("one/one.jar"));

    assertRefused(
        null,
        "transport has no valid name: name=Quick!, valid=[a-z][a-z0-9-]{0,31}, class=one.Quick, from=%s"
            .formatted(jar));
  }

  @Test
  void shouldRefuseANameThatIsNull() throws IOException {
    maker.jar(transport("one", "", "", "return null;"), plugins.resolve("one/one.jar"));

    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(() -> find(null))
        .withMessageStartingWith("transport has no valid name: name=null, ");
  }

  @Test
  void shouldRefuseTwoJarsOfOneModule() throws IOException {
    maker.jar(transport("one", "quick"), plugins.resolve("one/one-1.jar"));
    maker.jar(transport("one", "quick"), plugins.resolve("one/one-2.jar"));

    assertRefused(
        null,
        "plugin is broken: folder=%s, reason=two jars are one module: module=one, jars=one-1.jar and one-2.jar; remove one of them"
            .formatted(plugins.resolve("one")));
  }

  @Test
  void shouldGiveEachPluginItsOwnVersionOfALibrary() throws IOException {
    for (String name : new String[] {"one", "two"}) {
      Path library =
          maker.jar(library("lib.Library", "v-" + name), plugins.resolve(name + "/lib.jar"));
      maker.jar(
          transport(name, "requires lib;", "", "return lib.Library.version();"),
          plugins.resolve(name + "/" + name + ".jar"),
          library);
    }

    assertThat(find("v-one").getClass().getName()).isEqualTo("one.Quick");
    assertThat(find("v-two").getClass().getName()).isEqualTo("two.Quick");
  }

  @Test
  void shouldTakeTheBrokersAnnotationsWhateverCopyAPluginBrings() throws IOException {
    Path library =
        maker.jar(
            library("org.jspecify.annotations.NullMarked", "its-own"),
            plugins.resolve("one/org.jspecify.jar"));
    maker.jar(
        transport("one", "requires org.jspecify;", "", "return \"quick\";"),
        plugins.resolve("one/one.jar"),
        library);

    assertThat(find(null).name()).isEqualTo("quick");
  }

  @Test
  void shouldLetLibrariesWithoutDescriptorsUseEachOther() throws IOException {
    Path inner = maker.jar(library("inner.Inner", "in-deep"), plugins.resolve("one/inner.jar"));
    Path outer =
        maker.jar(
            maker.compile(
                Map.of(
                    "outer/Outer.java",
                    """
                    package outer;

                    public class Outer {
                      public static String name() throws Exception {
                        java.util.logging.Logger.getLogger("x").fine("the JDK is there too");
                        return (String) Class.forName("inner.Inner").getMethod("version").invoke(null);
                      }
                    }
                    """)),
            plugins.resolve("one/outer.jar"));
    maker.jar(
        transport(
            "one",
            "requires outer;",
            "",
            "try { return outer.Outer.name(); } catch (Exception e) { throw new"
                + " IllegalStateException(e); }"),
        plugins.resolve("one/one.jar"),
        inner,
        outer);

    assertThat(find(null).name()).isEqualTo("in-deep");
  }

  @Test
  void shouldTakeTheBrokersApiWhateverCopyAPluginBrings() throws IOException {
    maker.jar(transport("one", "quick"), plugins.resolve("one/one.jar"));
    maker.jar(
        Map.of(
            "module-info.java",
            "module dev.bbq.api { exports dev.bbq.api.transport; }",
            "dev/bbq/api/transport/Transport.java",
            "package dev.bbq.api.transport; public interface Transport {}"),
        plugins.resolve("one/dev.bbq.api.jar"));

    assertThat(find(null).name()).isEqualTo("quick");
  }

  private Transport find(String name) {
    return Transports.find(Optional.ofNullable(name), Plugins.in(plugins));
  }

  private void assertRefused(String name, String message) {
    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(() -> find(name))
        .withMessage("%s", message);
  }
}
