// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureSchemeTest {

  private static final byte[] CONTENT = {1, 2, 3};

  private static KeyPair pair(SignatureScheme scheme) throws GeneralSecurityException {
    return switch (scheme) {
      case ECDSA_P256 -> ec("secp256r1");
      case ECDSA_P384 -> ec("secp384r1");
      case RSA_PSS -> rsa(2048);
    };
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @CsvSource({"ECDSA_P256, 0x0403", "ECDSA_P384, 0x0503", "RSA_PSS, 0x0804"})
  void shouldHaveTheNumberOfTls(SignatureScheme scheme, int number) {
    assertThat(scheme.number()).isEqualTo(number);
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeThatOfItsKeys(SignatureScheme scheme) throws Exception {
    assertThat(SignatureScheme.of(pair(scheme).getPublic())).contains(scheme);
  }

  @ParameterizedTest
  @EnumSource
  void shouldVerifyWhatItSigns(SignatureScheme scheme) throws Exception {
    KeyPair pair = pair(scheme);
    byte[] signature = scheme.sign(pair.getPrivate(), CONTENT);

    assertThat(scheme.verify(pair.getPublic(), CONTENT, signature)).isTrue();
    assertThat(scheme.verify(pair.getPublic(), new byte[3], signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotVerifyWhatAnotherKeySigned(SignatureScheme scheme) throws Exception {
    byte[] signature = scheme.sign(pair(scheme).getPrivate(), CONTENT);

    assertThat(scheme.verify(pair(scheme).getPublic(), CONTENT, signature)).isFalse();
  }

  @Test
  void shouldNotBeThatOfOtherCurves() throws Exception {
    assertThat(SignatureScheme.of(ec("secp521r1").getPublic())).isEmpty();
  }

  @Test
  void shouldNotBeThatOfShortKeys() throws Exception {
    assertThat(SignatureScheme.of(rsa(1024).getPublic())).isEmpty();
  }

  @Test
  void shouldNotBeThatOfOtherKinds() throws Exception {
    assertThat(
            SignatureScheme.of(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic()))
        .isEmpty();
  }
}
