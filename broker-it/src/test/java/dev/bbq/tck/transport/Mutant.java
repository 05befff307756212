// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.api.transport.TransportStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A correct transport of which some methods, of any of its objects or receivers, are others. */
final class Mutant {

  private static final List<Class<?>> SPI =
      List.of(
          Transport.class,
          Transport.Acceptor.class,
          TransportServer.class,
          TransportClient.class,
          TransportConnection.class,
          TransportStream.class,
          ConnectionHandler.class,
          StreamHandler.class);

  private final Map<String, Behaviour> faults;

  private Mutant(Map<String, Behaviour> faults) {
    this.faults = faults;
  }

  /** What a method does instead. */
  @FunctionalInterface
  interface Behaviour {
    Object call(Call call) throws Throwable;
  }

  /** A call that may go on as it should, with arguments of choice. */
  record Call(Object target, Method method, List<Object> arguments) {

    Object proceed() throws Throwable {
      return proceed(arguments.toArray());
    }

    Object proceed(Object... others) throws Throwable {
      try {
        return method.invoke(target, others);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  /** Returns the transport with faults in methods named {@code Type.method}. */
  static Transport of(Transport right, Map<String, Behaviour> faults) {
    return (Transport) new Mutant(faults).wrap(right, Transport.class);
  }

  private Object wrap(Object target, Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, called, arguments) -> {
          if (called.getDeclaringClass() == Object.class) {
            return switch (called.getName()) {
              case "equals" ->
                  System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "mutant of " + target;
            };
          }
          List<Object> wrapped =
              arguments == null ? List.of() : Arrays.stream(arguments).map(this::wrapAny).toList();
          var call = new Call(target, called, wrapped);
          Behaviour fault = faults.get(type.getSimpleName() + "." + called.getName());
          return wrapAny(fault == null ? call.proceed() : fault.call(call));
        });
  }

  private Object wrapAny(Object value) {
    if (value instanceof CompletionStage<?> stage) {
      return stage.thenApply(this::wrapAny);
    }
    if (value == null || Proxy.isProxyClass(value.getClass())) {
      return value;
    }
    for (Class<?> type : SPI) {
      if (type.isInstance(value)) {
        return wrap(value, type);
      }
    }
    return value;
  }
}
