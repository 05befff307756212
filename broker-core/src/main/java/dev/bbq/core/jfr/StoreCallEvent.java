// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A call of the store, until its work is done. */
@Name("dev.bbq.StoreCall")
@Label("Store Call")
@Category("BBQ")
@Description("A call of the store, from the call until its work is done")
@Threshold(Flight.THRESHOLD)
@StackTrace(false)
public final class StoreCallEvent extends Event {

  @Label("Operation")
  @Description("append, read, settle or release")
  String operation = "";

  @Label("Messages")
  @Description("How many messages it was about; for a read the most that were asked for")
  long messages;

  @Label("Failed")
  @Description("Whether the store failed")
  boolean failed;
}
