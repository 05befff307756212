// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The version that the build has written into this module: named modules show no manifest. */
final class Version {

  private static final String RESOURCE = "version.properties";

  private Version() {}

  /** Returns the version, for instance {@code 0.1.0}. */
  static String number() {
    Properties properties = new Properties();
    try (@Nullable InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: name=" + RESOURCE);
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }
}
