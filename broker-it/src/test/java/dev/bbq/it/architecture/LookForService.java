// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.ServiceLoader;

/** A class calls {@link ServiceLoader} once, for one service. */
final class LookForService extends ArchCondition<JavaClass> {

  private final Class<?> service;

  LookForService(Class<?> service) {
    super("look for " + service.getName());
    this.service = service;
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    long loads =
        item.getMethodCallsFromSelf().stream()
            .filter(call -> call.getTargetOwner().isEquivalentTo(ServiceLoader.class))
            .filter(call -> call.getName().equals("load"))
            .count();
    List<String> services =
        item.getReferencedClassObjects().stream()
            .map(ReferencedClassObject::getRawType)
            .map(JavaClass::getName)
            .toList();
    events.add(
        new SimpleConditionEvent(
            item,
            loads == 1 && services.equals(List.of(service.getName())),
            "%s: loads=%s, services=%s".formatted(item.getName(), loads, services)));
  }
}
