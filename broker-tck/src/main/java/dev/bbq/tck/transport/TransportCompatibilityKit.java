// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.Transport;
import org.junit.jupiter.api.Nested;

/**
 * All that a transport must prove. Extend it in a test of your own and say how your transport is
 * made:
 *
 * <pre>{@code
 * class MyTransportTest extends TransportCompatibilityKit {
 *   protected Transport transport() {
 *     return new MyTransport();
 *   }
 * }
 * }</pre>
 *
 * <p>Tests of what a transport lacks by its {@link Transport#capabilities()} are skipped.
 */
public abstract class TransportCompatibilityKit {

  /** For subclasses. */
  protected TransportCompatibilityKit() {}

  /** Returns a new instance of the transport under test. */
  protected abstract Transport transport();

  /**
   * Says whether the transport sends packets of UDP, as QUIC does. Without, tests that lose packets
   * or change where they come from are skipped.
   */
  protected boolean usesUdp() {
    return true;
  }

  /** {@link NameContract} for the transport under test. */
  @Nested
  class Name extends NameContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link StreamContract} for the transport under test. */
  @Nested
  class Streams extends StreamContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link FlowContract} for the transport under test. */
  @Nested
  class Flow extends FlowContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link WindowContract} for the transport under test. */
  @Nested
  class Window extends WindowContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link AbortContract} for the transport under test. */
  @Nested
  class Abort extends AbortContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link CloseContract} for the transport under test. */
  @Nested
  class Close extends CloseContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link CertificateContract} for the transport under test. */
  @Nested
  class Certificates extends CertificateContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link RefusalContract} for the transport under test. */
  @Nested
  class Refusals extends RefusalContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link RenewContract} for the transport under test. */
  @Nested
  class Renewal extends RenewContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }
  }

  /** {@link NetworkContract} for the transport under test. */
  @Nested
  class Network extends NetworkContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }

    @Override
    protected boolean usesUdp() {
      return TransportCompatibilityKit.this.usesUdp();
    }
  }

  /** {@link NetworkContract} for the transport under test with two threads at the server. */
  @Nested
  class NetworkOfTwoThreads extends NetworkContract {
    @Override
    protected Transport transport() {
      return TransportCompatibilityKit.this.transport();
    }

    @Override
    protected boolean usesUdp() {
      return TransportCompatibilityKit.this.usesUdp();
    }

    @Override
    protected int ioThreads() {
      return 2;
    }
  }
}
