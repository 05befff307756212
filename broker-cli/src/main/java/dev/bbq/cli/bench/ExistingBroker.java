// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.nio.file.Path;

/**
 * A broker that runs already and is to be measured.
 *
 * @param host its name or literal address
 * @param port 1–65535
 * @param certificates the folder of the client's certificates
 */
public record ExistingBroker(String host, int port, Path certificates) {}
