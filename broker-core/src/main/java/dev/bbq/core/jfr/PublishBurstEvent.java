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

/** Messages that came in one go on one stream, until their replies are written. */
@Name("dev.bbq.PublishBurst")
@Label("Publish Burst")
@Category("BBQ")
@Description("Messages that came in one go on one stream, from the last to their replies")
@Threshold(Flight.THRESHOLD)
@StackTrace(false)
public final class PublishBurstEvent extends Event {

  @Label("Connection")
  @Description("The broker's number for the connection")
  long connection;

  @Label("Messages")
  @Description("How many messages it was")
  int messages;

  @Label("Refused")
  @Description("How many of them were refused")
  int refused;

  @Label("Bytes")
  @Description("What they take in memory; a message for several queues counts once")
  @DataAmount
  long bytes;
}
