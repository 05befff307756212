// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A client's connection, from its opening to its end. */
@Name("dev.bbq.Connection")
@Label("Connection")
@Category("BBQ")
@Description("A client's connection, from its opening to its end")
@StackTrace(false)
public final class ConnectionEvent extends Event {

  @Label("Connection")
  @Description("The broker's number for it")
  long connection;

  @Label("Identity")
  @Description("The subject of the client's certificate")
  String identity = "";

  @Label("Address")
  @Description("Where its packets came from")
  String address = "";

  @Label("Closed By")
  @Description("How it ended")
  String closedBy = "";

  @Label("Code")
  @Description("The error code of the close")
  long code;

  @Label("Reason")
  @Description("The reason of the close")
  String reason = "";

  @Label("Messages In")
  @Description("Messages that it has sent")
  long in;

  @Label("Messages Out")
  @Description("Deliveries written to it")
  long out;
}
