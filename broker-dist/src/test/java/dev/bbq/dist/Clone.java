// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The sources that this build is of. */
final class Clone {

  private Clone() {}

  static Path root() {
    return Path.of("").toAbsolutePath().getParent();
  }

  static Path file(String path) {
    return root().resolve(path);
  }

  static String text(String path) throws IOException {
    return Files.readString(file(path));
  }

  /** Returns the root element of a module's POM; the name is empty for the parent's. */
  static Element pom(String module) throws IOException, ParserConfigurationException, SAXException {
    Path pom = root().resolve(module).resolve("pom.xml");
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    return document.getDocumentElement();
  }

  /** Returns the texts of all elements of a name below an element. */
  static List<String> texts(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return IntStream.range(0, found.getLength())
        .mapToObj(found::item)
        .map(Node::getTextContent)
        .toList();
  }

  /** Returns the text of the element's own child of a name, or an empty text. */
  static String child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return node.getTextContent().strip();
      }
    }
    return "";
  }
}
