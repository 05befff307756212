// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file in the making: it appears under its name all at once, or not at all. */
final class NewFile implements AutoCloseable {

  private final Path target;
  private final Path draft;

  private NewFile(Path target, String permissions) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path file = target.toAbsolutePath();
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("not a file: path=" + target);
    }
    this.target = file;
    // The JDK gives a temporary file to its owner alone, so a key is secret from the start.
    this.draft = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
    if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
    }
  }

  /** Opens a file that all can read. */
  static NewFile open(Path target) throws IOException {
    return new NewFile(target, "rw-r--r--");
  }

  /** Opens a file that its owner alone can read. */
  static NewFile secret(Path target) throws IOException {
    return new NewFile(target, "rw-------");
  }

  /** Writes the whole content and waits until it is on disk. */
  void write(String content) throws IOException {
    try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Gives the file its name. */
  void publish() throws IOException {
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was not published. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(draft);
  }
}
