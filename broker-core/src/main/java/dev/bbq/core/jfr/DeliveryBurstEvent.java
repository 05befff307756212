// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Deliveries written in one go to one consumer. */
@Name("dev.bbq.DeliveryBurst")
@Label("Delivery Burst")
@Category("BBQ")
@Description("Deliveries written in one go to one consumer")
@Threshold(Flight.THRESHOLD)
@StackTrace(false)
public final class DeliveryBurstEvent extends Event {

  @Label("Connection")
  @Description("The broker's number for the connection")
  long connection;

  @Label("Queue")
  @Description("The queue they come from")
  String queue = "";

  @Label("Messages")
  @Description("How many deliveries it was")
  int messages;

  @Label("Bytes")
  @Description("Their size, names and properties included")
  @DataAmount
  long bytes;
}
