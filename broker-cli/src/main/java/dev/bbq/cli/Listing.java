// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The columns of a list: a table for people, an array of JSON objects for scripts. Values are text,
 * whole numbers, flags, constants of an enum, or counts by name. Not for use by several threads.
 *
 * @param <T> what is listed
 */
final class Listing<T> {

  private static final String GAP = "  ";

  private final List<Column<T>> columns = new ArrayList<>();

  private record Column<T>(String name, Function<T, Object> value) {

    /** {@code dropUnroutable} becomes {@code DROP-UNROUTABLE}. */
    String title() {
      return name.replaceAll("([A-Z])", "-$1").toUpperCase(Locale.ROOT);
    }
  }

  /**
   * Adds a column.
   *
   * @param name its name in JSON, in camel case; the title of the table comes from it
   */
  Listing<T> column(String name, Function<T, Object> value) {
    columns.add(new Column<>(name, value));
    return this;
  }

  /** Returns a line of titles and a line for each item; numbers stand to the right. */
  String table(List<T> items) {
    List<List<String>> cells =
        columns.stream()
            .map(column -> items.stream().map(item -> cell(column.value().apply(item))).toList())
            .toList();
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).title().length();
      for (String cell : cells.get(i)) {
        widths[i] = Math.max(widths[i], cell.codePointCount(0, cell.length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int row = -1; row < items.size(); row++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        Column<T> column = columns.get(i);
        String cell = row < 0 ? column.title() : cells.get(i).get(row);
        boolean toTheRight =
            !items.isEmpty() && column.value().apply(items.get(0)) instanceof Number;
        line.append(i == 0 ? "" : GAP).append(pad(cell, widths[i], toTheRight));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  /** Returns one line of JSON. */
  String json(List<T> items) {
    JsonStringWriter json = JsonWriter.string().array();
    for (T item : items) {
      json.object();
      columns.forEach(column -> json.value(column.name(), plain(column.value().apply(item))));
      json.end();
    }
    return json.end().done();
  }

  private static Object plain(Object value) {
    return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value;
  }

  private static String cell(Object value) {
    return switch (plain(value)) {
      case Boolean flag -> flag ? "yes" : "no";
      case Map<?, ?> counts -> counts.isEmpty() ? "-" : Printable.of(words(counts));
      case String text -> text.isEmpty() ? "''" : Printable.of(text);
      case Object other -> other.toString();
    };
  }

  private static String words(Map<?, ?> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  private static String pad(String cell, int width, boolean toTheRight) {
    String space = " ".repeat(width - cell.codePointCount(0, cell.length()));
    return toTheRight ? space + cell : cell + space;
  }
}
