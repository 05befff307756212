// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a server, shared by all of kwik's servers on it: kwik can't change a certificate,
 * so there is one for each. The latest takes new clients and reads for all; the others get what
 * comes from their clients.
 */
final class SharedSocket {

  /**
   * How long a Retry is held back. kwik sends it before it has entered the connection ID that is in
   * it (ServerConnectionCandidate.createAndRegisterServerConnection), takes a client that is faster
   * for a new one, and refuses its token.
   */
  private static final long RETRY_PAUSE_NS = 10_000_000;

  private static final long END_LOOK_NS = 1_000_000;

  /** How many clients without a connection it knows before it looks who of them is gone. */
  static final int MOST_STRANGERS = 1024;

  private final SteadySocket socket;
  private final InetSocketAddress address;
  private final Admission admission;
  private final Map<SocketAddress, Share> routes = new ConcurrentHashMap<>();
  private final Map<SocketAddress, Client> clients = new ConcurrentHashMap<>();
  private volatile Share latest;

  SharedSocket(SteadySocket socket, Admission admission) throws SocketException {
    this.socket = socket;
    address = (InetSocketAddress) socket.getLocalSocketAddress(); // a closed one doesn't know it
    this.admission = admission;
    latest = new Share();
  }

  InetSocketAddress address() {
    return address;
  }

  /** Returns the share that takes new clients. */
  Share latest() {
    return latest;
  }

  /** Creates a share that takes new clients from now on. */
  Share renew() throws IOException {
    latest = new Share();
    // Wakes the reader before, which gives way then.
    InetSocketAddress own = address();
    InetAddress host =
        own.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : own.getAddress();
    socket.sendNow(new DatagramPacket(new byte[0], 0, host, own.getPort()));
    return latest;
  }

  /** Counts a connection of a client; returns when packets of the client came last. */
  Hearing connected(SocketAddress client) {
    return clients.merge(client, new Client(), Client::plus).hearing;
  }

  /** Counts a connection no longer, and forgets the client with its last one. */
  void disconnected(SocketAddress client) {
    if (clients.computeIfPresent(client, (address, known) -> known.minus()) == null) {
      routes.remove(client);
    }
  }

  void close() {
    socket.close();
  }

  /** Says whether it is a Retry packet of QUIC version 1 (RFC 9000 section 17.2.5). */
  private static boolean isRetry(DatagramPacket packet) {
    byte[] data = packet.getData();
    int at = packet.getOffset();
    return packet.getLength() > 4
        && (data[at] & 0xf0) == 0xf0
        && (data[at + 1] | data[at + 2] | data[at + 3]) == 0
        && data[at + 4] == 1;
  }

  /** Returns whose a packet is. */
  Share route(DatagramPacket packet) {
    SocketAddress client = packet.getSocketAddress();
    Client sender = clients.get(client);
    if (sender != null) {
      sender.hearing.heard();
    }
    Share known = routes.get(client);
    if (known == null || (known != latest && Admission.beginsHandshake(packet))) {
      known = latest;
      if (admission.isCounted(client)) {
        forgetStrangers();
        routes.put(client, known);
      }
    }
    return known;
  }

  /** Forgets clients that have begun a handshake and never ended it, once there are many. */
  private void forgetStrangers() {
    if (routes.size() > clients.size() + MOST_STRANGERS) {
      routes
          .keySet()
          .removeIf(client -> !clients.containsKey(client) && !admission.isCounted(client));
    }
  }

  /** Returns how many clients it knows the way of. */
  int routeCount() {
    return routes.size();
  }

  /** A client, which may have several connections from one address. */
  private record Client(Hearing hearing, int connections) {
    Client() {
      this(new Hearing(), 1);
    }

    Client plus(Client more) {
      return new Client(hearing, connections + more.connections);
    }

    @Nullable Client minus() {
      return connections == 1 ? null : new Client(hearing, connections - 1);
    }
  }

  /** The share of one of kwik's servers, which takes it for a socket of its own. */
  final class Share extends DatagramSocket {
    private final BlockingQueue<DatagramPacket> passedOn = new LinkedBlockingQueue<>();
    private volatile boolean over;

    Share() throws SocketException {
      super((SocketAddress) null);
    }

    @Override
    public void send(DatagramPacket packet) {
      if (isRetry(packet)) {
        LockSupport.parkNanos(RETRY_PAUSE_NS);
      }
      Client receiver = clients.get(packet.getSocketAddress());
      if (receiver != null) {
        receiver.hearing.said();
      }
      socket.send(packet);
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
      while (!over) {
        DatagramPacket mine = passedOn.poll();
        if (mine == null && this != latest) {
          mine = take();
        }
        if (mine != null) {
          System.arraycopy(mine.getData(), 0, packet.getData(), 0, mine.getLength());
          packet.setLength(mine.getLength());
          packet.setSocketAddress(mine.getSocketAddress());
          return;
        }
        if (this == latest && receiveForAll(packet)) {
          return;
        }
      }
      throw new SocketException("socket closed");
    }

    private boolean receiveForAll(DatagramPacket packet) throws IOException {
      try {
        socket.receive(packet);
      } catch (SocketException e) {
        awaitEnd();
        throw e;
      }
      if (packet.getLength() == 0) {
        return false;
      }
      Share target = route(packet);
      if (target == this) {
        return true;
      }
      target.passedOn.add(
          new DatagramPacket(
              packet.getData().clone(), packet.getLength(), packet.getSocketAddress()));
      return false;
    }

    /** Waits until kwik closes it: before, to kwik a closed socket is the end of the JVM. */
    private void awaitEnd() {
      while (!over) {
        LockSupport.parkNanos(END_LOOK_NS);
      }
    }

    private DatagramPacket take() throws SocketException {
      try {
        return passedOn.take();
      } catch (InterruptedException e) {
        over = true;
        throw new SocketException("socket closed");
      }
    }

    @Override
    public InetSocketAddress getLocalSocketAddress() {
      return address();
    }

    @Override
    public int getLocalPort() {
      return address().getPort();
    }

    @Override
    public void close() {
      over = true;
      super.close();
    }
  }
}
