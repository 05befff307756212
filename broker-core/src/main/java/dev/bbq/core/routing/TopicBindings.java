// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.api.ErrorCode.LIMIT_REACHED;

import dev.bbq.core.queue.Queue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bindings by pattern, as a trie of words: {@code *} stands for one word, {@code #} for any number
 * of words, none included; words lie between dots and may be empty; an empty key has none.
 *
 * <p>A key is matched by walking all paths of the trie at once, word by word. Walking them one
 * after the other would take exponential time for patterns with several {@code #}. A node is in the
 * walk at most once per word: a node under a word or {@code *} has just one way in, and a {@code #}
 * node, once reached, stays to the end, since it takes every word. So a match costs at most words ×
 * nodes that match a beginning of the key, whatever else is bound.
 *
 * <p>Readers take no lock: children are concurrent maps, and a node's queues an array that is
 * replaced as a whole.
 */
final class TopicBindings implements Bindings {

  /**
   * The most nodes looked at for one key: a fraction of a millisecond, and more than topics need.
   */
  private static final int MAX_STEPS = 1 << 14;

  private static final String ONE = "*";
  private static final String MANY = "#";

  private final Node root = new Node();
  private int words;

  @Override
  public Queue[] match(String routingKey) {
    List<Node> now = new ArrayList<>();
    List<Node> next = new ArrayList<>();
    Set<Node> many = new LinkedHashSet<>();
    enter(root, now, many);
    int steps = 0;
    int from = routingKey.isEmpty() ? -1 : 0; // an empty key has no words
    while (from >= 0) {
      int dot = routingKey.indexOf('.', from);
      String word = dot < 0 ? routingKey.substring(from) : routingKey.substring(from, dot);
      from = dot < 0 ? -1 : dot + 1;
      List<Node> manyBefore =
          List.copyOf(
              many); // what a # node reaches by this word, it reaches from where it stood before
      steps += now.size() + manyBefore.size();
      if (steps > MAX_STEPS) {
        throw new RefusalException(
            LIMIT_REACHED,
            "too many patterns match beginnings of the key: limit=%d".formatted(MAX_STEPS));
      }
      for (Node node : now) {
        step(node, word, next, many);
      }
      for (Node node : manyBefore) {
        step(node, word, next, many);
      }
      List<Node> spent = now;
      now = next;
      next = spent;
      next.clear();
    }
    return queuesOf(now, many);
  }

  private static void step(Node node, String word, List<Node> next, Set<Node> many) {
    Node same = node.children.get(word);
    if (same != null && !word.equals(ONE) && !word.equals(MANY)) {
      enter(same, next, many);
    }
    Node one = node.children.get(ONE);
    if (one != null) {
      enter(one, next, many);
    }
  }

  private static void enter(Node node, List<Node> nodes, Set<Node> many) {
    nodes.add(node);
    Node rest = node.children.get(MANY);
    if (rest != null) {
      many.add(rest); // # never follows #, so this ends here
    }
  }

  private static Queue[] queuesOf(List<Node> ends, Set<Node> many) {
    List<Collection<Node>> places = List.of(ends, many);
    Queue[] some = Queues.NONE;
    int count = 0;
    for (Collection<Node> nodes : places) {
      for (Node node : nodes) {
        Queue[] here = node.queues;
        some = here.length > 0 ? here : some;
        count += here.length;
      }
    }
    return count <= 1 ? some : eachOnce(places);
  }

  private static Queue[] eachOnce(List<Collection<Node>> places) {
    Set<Queue> found = new LinkedHashSet<>();
    for (Collection<Node> nodes : places) {
      for (Node node : nodes) {
        Collections.addAll(found, node.queues);
      }
    }
    return found.toArray(Queues.NONE);
  }

  @Override
  public int words() {
    return words;
  }

  @Override
  public int newWords(String routingKey) {
    List<String> pattern = wordsOf(routingKey);
    int known = 0;
    Node node = root;
    for (String word : pattern) {
      node = node.children.get(word);
      if (node == null) {
        break;
      }
      known++;
    }
    return pattern.size() - known;
  }

  @Override
  public void add(String routingKey, Queue queue) {
    Node node = root;
    for (String word : wordsOf(routingKey)) {
      node = node.children.computeIfAbsent(word, w -> newNode());
    }
    node.queues = Queues.with(node.queues, queue); // "#.#" and "#" may put a queue here twice
  }

  private Node newNode() {
    words++;
    return new Node();
  }

  @Override
  public void remove(String routingKey, Queue queue) {
    remove(root, wordsOf(routingKey), 0, queue);
  }

  private void remove(Node node, List<String> pattern, int at, Queue queue) {
    if (at == pattern.size()) {
      node.queues = Queues.without(node.queues, queue);
      return;
    }
    Node child = node.children.get(pattern.get(at));
    if (child == null) {
      return;
    }
    remove(child, pattern, at + 1, queue);
    if (child.children.isEmpty() && child.queues.length == 0) {
      node.children.remove(pattern.get(at));
      words--;
    }
  }

  /** Splits a pattern at its dots; {@code #.#} means the same as {@code #}. */
  private static List<String> wordsOf(String pattern) {
    List<String> words = new ArrayList<>();
    if (pattern.isEmpty()) {
      return words;
    }
    for (String word : pattern.split("\\.", -1)) {
      boolean repeatsMany =
          word.equals(MANY) && !words.isEmpty() && words.get(words.size() - 1).equals(MANY);
      if (!repeatsMany) {
        words.add(word);
      }
    }
    return words;
  }

  /** A place in the trie. */
  private static final class Node {
    final Map<String, Node> children = new ConcurrentHashMap<>(1);
    volatile Queue[] queues = Queues.NONE;
  }
}
