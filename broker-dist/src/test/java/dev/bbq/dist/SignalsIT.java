// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bbq.dist.Installation.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A broker that gets signals while a client is connected. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
final class SignalsIT {

  private static final int SIGTERM = 128 + 15;
  private static final List<String> SERVER_FILES = List.of("server.pem", "server.key.pem");

  @TempDir private Path folder;
  private Installation installed;
  private RunningBroker broker;
  private Process consumer;

  @BeforeEach
  void start() throws Exception {
    installed = Installation.shared();
    broker = RunningBroker.start(installed.bbq(), folder, "--drain-timeout", "2m");
    installed.out(folder, broker.environment(), "declare", "queue", "q");
    // Slow, so that it has messages unsettled for as long as a test needs.
    consumer =
        Installation.start(
            folder,
            broker.environment(),
            folder.resolve("consume.out"),
            folder.resolve("consume.err"),
            List.of(installed.bbq().toString(), "consume", "q", "--lines", "--rate", "2"));
    broker.await("the consumer", () -> status().contains("\"consumers\":1"));
  }

  @AfterEach
  void stop() {
    if (consumer != null) {
      consumer.destroyForcibly();
    }
    broker.close();
  }

  @Test
  void shouldShowNewClientsTheRenewedCertificateAndKeepTheOldOnes() throws Exception {
    Map<String, String> old = broker.environment();
    Path certificates = Path.of(old.get("BBQ_CERTS"));
    Path others = Files.createDirectory(folder.resolve("other CA"));
    installed.out(folder, Map.of(), "certs", others.toString());
    for (String file : SERVER_FILES) {
      replace(others.resolve(file), certificates.resolve(file));
    }
    // Its CA stays the one that clients prove themselves by; they must trust the broker's new one.
    Path renewed = Files.createDirectory(folder.resolve("renewed"));
    for (String file : List.of("client.pem", "client.key.pem")) {
      replace(certificates.resolve(file), renewed.resolve(file));
    }
    replace(others.resolve("ca.pem"), renewed.resolve("ca.pem"));

    assumeHangUpIsHeard();
    broker.signal("HUP");
    broker.await("renewal", () -> broker.errors().contains("certificates renewed: "));

    Result untrusting = installed.run(folder, old, List.of("status"));
    assertThat(untrusting.errors()).contains("certificate refused: ", "not of a trusted CA");
    Map<String, String> trusting =
        Map.of("BBQ_SERVER", old.get("BBQ_SERVER"), "BBQ_CERTS", renewed.toString());
    installed.out(folder, trusting, "publish", "", "q", "after the renewal");
    broker.await("delivery on the old connection", () -> consumed().equals("after the renewal\n"));
    assertThat(Files.readString(folder.resolve("consume.err"))).isEmpty();
  }

  @Test
  void shouldKeepItsCertificateWhenTheNewOneIsOfNoUse() throws Exception {
    Path certificate = Path.of(broker.environment().get("BBQ_CERTS")).resolve("server.pem");
    Files.writeString(certificate, "not a certificate");

    assumeHangUpIsHeard();
    broker.signal("HUP");
    broker.await("refusal", () -> broker.errors().contains("certificates not renewed, "));

    assertThat(broker.errors()).contains(certificate.toString());
    installed.out(folder, broker.environment(), "publish", "", "q", "still there");
    broker.await("delivery", () -> consumed().equals("still there\n"));
  }

  @Test
  void shouldEndAtOnceAtASecondSignal() throws Exception {
    installed.out(folder, broker.environment(), "publish", "", "q", "--count", "1000", "slow");
    broker.signal("TERM");
    broker.await("the first signal", () -> broker.errors().contains("draining: timeout=120s"));

    broker.signal("TERM");

    assertThat(broker.awaitEnd()).isEqualTo(SIGTERM);
  }

  /** Under nohup no process that is started hears SIGHUP, a JVM neither. */
  private static void assumeHangUpIsHeard() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      String ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .findAny()
              .orElse("SigIgn:0");
      long bits = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
      assumeThat(bits & 1).as("SIGHUP is ignored here, as under nohup").isZero();
    }
  }

  private String status() throws Exception {
    return installed.out(folder, broker.environment(), "status", "--json");
  }

  private String consumed() throws Exception {
    return Files.readString(folder.resolve("consume.out"));
  }

  private static void replace(Path from, Path to) throws Exception {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
