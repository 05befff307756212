// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.api.client;

/** What plugins must not see. */
public final class Client {}
