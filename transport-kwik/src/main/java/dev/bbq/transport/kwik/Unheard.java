// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;

/** The receivers of connections and streams that nobody has claimed. */
final class Unheard {

  static final ConnectionHandler CONNECTION =
      new ConnectionHandler() {
        @Override
        public StreamHandler onStream(TransportStream stream) {
          return STREAM;
        }

        @Override
        public void onStreamCredit() {}

        @Override
        public void onClosed(CloseCause cause) {}
      };

  static final StreamHandler STREAM =
      new StreamHandler() {
        @Override
        public void onData(ByteBuffer data) {}

        @Override
        public void onReadComplete() {}

        @Override
        public void onFinished() {}

        @Override
        public void onReset(long code) {}

        @Override
        public void onStopped(long code) {}

        @Override
        public void onWritable() {}

        @Override
        public void onClosed() {}
      };

  private Unheard() {}
}
