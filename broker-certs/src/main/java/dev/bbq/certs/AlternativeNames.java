// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** Turns host names and IP addresses into subject alternative names, RFC 5280 section 4.2.1.6. */
final class AlternativeNames {

  private static final Pattern HOST_NAME =
      Pattern.compile("(\\*\\.)?[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?(\\.[a-zA-Z0-9_-]+)*");
  private static final Pattern LOOKS_LIKE_IPV4 = Pattern.compile("[0-9.]+");

  private AlternativeNames() {}

  static GeneralNames of(List<String> names) {
    return new GeneralNames(
        names.stream().distinct().map(AlternativeNames::name).toArray(GeneralName[]::new));
  }

  private static GeneralName name(String name) {
    if (IPAddress.isValid(name)) {
      return new GeneralName(GeneralName.iPAddress, name);
    }
    if (HOST_NAME.matcher(name).matches() && !LOOKS_LIKE_IPV4.matcher(name).matches()) {
      return new GeneralName(GeneralName.dNSName, name);
    }
    throw new CertificatesException("neither host name nor IP address: name=" + name);
  }
}
