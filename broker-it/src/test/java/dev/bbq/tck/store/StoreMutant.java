// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.QueueStore.RecoveredQueue;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.store.StoreQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A correct store of which one method, of any of its objects, is another. */
final class StoreMutant {

  private static final List<Class<?>> SPI =
      List.of(StoreProvider.class, QueueStore.class, StoreQueue.class);

  private final String method;
  private final Fault fault;

  private StoreMutant(String method, Fault fault) {
    this.method = method;
    this.fault = fault;
  }

  /** What the method does instead. */
  @FunctionalInterface
  interface Fault {
    Object call(Call call) throws Throwable;
  }

  /** A call that may go on as it should, with arguments of choice; all of the correct store. */
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

  /** Returns the provider with a fault in a method named {@code Type.method}. */
  static StoreProvider of(StoreProvider right, String method, Fault fault) {
    return (StoreProvider) new StoreMutant(method, fault).wrap(right, StoreProvider.class);
  }

  /** What the proxies are known by. */
  private interface Wrapped {
    Object target();
  }

  private Object wrap(Object target, Class<?> type) {
    return Proxy.newProxyInstance(
        StoreMutant.class.getClassLoader(),
        new Class<?>[] {type, Wrapped.class},
        (proxy, called, arguments) -> {
          if (called.getDeclaringClass() == Wrapped.class) {
            return target;
          }
          if (called.getDeclaringClass() == Object.class) {
            return switch (called.getName()) {
              case "equals" ->
                  arguments[0] instanceof Wrapped other && other.target().equals(target);
              case "hashCode" -> System.identityHashCode(target);
              default -> "mutant of " + target;
            };
          }
          List<Object> plain =
              arguments == null
                  ? List.of()
                  : Arrays.stream(arguments).map(StoreMutant::unwrapped).toList();
          var call = new Call(target, called, plain);
          boolean broken = method.equals(type.getSimpleName() + "." + called.getName());
          return wrapAny(broken ? fault.call(call) : call.proceed());
        });
  }

  private static Object unwrapped(Object argument) {
    return argument instanceof List<?> appends
        ? appends.stream().map(append -> unwrapped((Append) append)).toList()
        : argument;
  }

  private static Append unwrapped(Append append) {
    return append.queue() instanceof Wrapped wrapped
        ? new Append((StoreQueue) wrapped.target(), append.messages())
        : append;
  }

  private Object wrapAny(Object value) {
    if (value instanceof CompletionStage<?> stage) {
      return stage.thenApply(this::wrapAny);
    }
    if (value instanceof List<?> recovered) {
      return recovered.stream().map(queue -> wrapped((RecoveredQueue) queue)).toList();
    }
    if (value == null || value instanceof Wrapped) {
      return value;
    }
    for (Class<?> type : SPI) {
      if (type.isInstance(value)) {
        return wrap(value, type);
      }
    }
    return value;
  }

  private RecoveredQueue wrapped(RecoveredQueue found) {
    return new RecoveredQueue(
        found.name(),
        found.definition(),
        (StoreQueue) wrapAny(found.queue()),
        found.firstSequence(),
        found.nextSequence(),
        found.count());
  }
}
