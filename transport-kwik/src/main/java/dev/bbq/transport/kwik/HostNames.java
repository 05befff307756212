// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a host's name or address with those in a certificate (RFC 6125 section 6.4, RFC
 * 9110 section 4.3.5), as kwik's knows no addresses.
 */
final class HostNames {

  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;
  private static final Pattern COMMON_NAME = Pattern.compile("CN=([^,]+)");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private HostNames() {}

  /** Fails unless an alternative name of the certificate is that of the host. */
  static void require(X509Certificate certificate, String host) throws CertificateException {
    byte @Nullable [] address = address(host);
    List<List<?>> names = names(certificate);
    for (List<?> name : names) {
      int type = (Integer) name.get(0);
      String value = value(name);
      if (address == null
          ? type == DNS_NAME && matches(value, host)
          : type == ADDRESS && Arrays.equals(address, address(value))) {
        return;
      }
    }
    throw new CertificateException(
        "certificate is of another host: names=" + names.stream().map(HostNames::value).toList());
  }

  /**
   * Returns a name by which kwik takes the certificate for that of the host, which is the host's
   * own if it is one of the names that kwik compares.
   */
  static String forKwik(X509Certificate certificate, String host) throws CertificateException {
    List<String> dnsNames =
        names(certificate).stream()
            .filter(name -> name.get(0).equals(DNS_NAME))
            .map(HostNames::value)
            .toList();
    if (dnsNames.contains(host)) {
      return host;
    }
    if (dnsNames.isEmpty()) {
      Matcher commonName = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
      return commonName.find() ? commonName.group(1) : host;
    }
    return dnsNames.get(0).replace("*", "x");
  }

  /** Returns the name that a certificate for the host is likely to hold. */
  static String guess(String host) {
    byte[] address = address(host);
    try {
      return address != null && InetAddress.getByAddress(address).isLoopbackAddress()
          ? "localhost"
          : host;
    } catch (UnknownHostException e) {
      return host;
    }
  }

  /** Returns the bytes of an address in literal form, or null for a name. */
  static byte @Nullable [] address(String host) {
    if (!IPV4.matcher(host).matches() && host.indexOf(':') < 0) {
      return null;
    }
    try {
      return InetAddress.getByName(host).getAddress(); // asks nobody, as it is a literal
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Returns the alternative names of a certificate: a number for its type, and the name. */
  private static List<List<?>> names(X509Certificate certificate) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null ? List.of() : List.copyOf(names);
  }

  private static String value(List<?> name) {
    return String.valueOf(name.get(1));
  }

  /** Compares names; a star stands for the whole first label, and not for a top-level domain. */
  private static boolean matches(String pattern, String host) {
    String wanted = withoutDot(host);
    String given = withoutDot(pattern);
    if (!given.startsWith("*.")) {
      return given.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    String suffix = given.substring(1);
    return dot > 0 && suffix.indexOf('.', 1) > 0 && wanted.substring(dot).equals(suffix);
  }

  private static String withoutDot(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
