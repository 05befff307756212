// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the store's files, which no other process uses at the same time. Not for use by
 * several threads, but for {@link #usedBytes}.
 */
final class SpillFolder {

  private static final System.Logger LOGGER = System.getLogger(SpillFolder.class.getName());

  private static final String LOCK = "lock";
  private static final String SUFFIX = ".spill";

  private final Path folder;
  private final FileChannel lock;
  private final long maxBytes;
  private final Set<Segment> segments = new HashSet<>();
  private long nextNumber;
  private volatile long usedBytes; // written by one thread

  private SpillFolder(Path folder, FileChannel lock, long maxBytes) {
    this.folder = folder;
    this.lock = lock;
    this.maxBytes = maxBytes;
  }

  /** Makes the folder if need be, and deletes what an earlier run has left there. */
  static SpillFolder open(Path folder, long maxBytes) throws StoreException {
    FileChannel lock = null;
    try {
      Files.createDirectories(folder);
      lock =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(lock) == null) {
        throw new IOException("in use by another broker");
      }
      deleteLeftovers(folder);
      return new SpillFolder(folder, lock, maxBytes);
    } catch (IOException e) {
      closeQuietly(lock);
      throw new StoreException(
          "folder of no use: folder=%s, reason=%s".formatted(folder, reason(e)), e);
    }
  }

  private static String reason(IOException e) {
    return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // in this process
    }
  }

  private static void deleteLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  /** Returns how many bytes the files take. */
  long usedBytes() {
    return usedBytes;
  }

  long maxBytes() {
    return maxBytes;
  }

  /** Tells whether there is room for so many bytes more. */
  boolean hasRoom(long bytes) {
    return usedBytes + bytes <= maxBytes;
  }

  /** Makes a file. */
  Segment create(Runnable onUnused) throws IOException {
    Path file = folder.resolve(nextNumber++ + SUFFIX);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Segment segment = new Segment(file, channel, onUnused);
    segments.add(segment);
    return segment;
  }

  /** Counts what has been written into a file. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread only
  void grow(Segment segment, int bytes) {
    segment.grow(bytes);
    usedBytes += bytes;
  }

  /** Deletes the files that nobody uses. Returns whether there were any. */
  boolean deleteUnused() {
    boolean found = false;
    for (Iterator<Segment> all = segments.iterator(); all.hasNext(); ) {
      Segment segment = all.next();
      if (segment.isUnused()) {
        all.remove();
        delete(segment);
        found = true;
      }
    }
    return found;
  }

  boolean has(Segment segment) {
    return segments.contains(segment);
  }

  /** Deletes all files and lets others use the folder. */
  void close() {
    segments.forEach(this::delete);
    segments.clear();
    closeQuietly(lock);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread only
  private void delete(Segment segment) {
    usedBytes -= segment.size();
    closeQuietly(segment.channel());
    try {
      Files.deleteIfExists(segment.file());
    } catch (IOException e) {
      LOGGER.log(
          Level.WARNING,
          () -> "file not deleted, the next start will: file=%s".formatted(segment.file()),
          e);
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "file not closed", e);
    }
  }
}
