// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of a store before it is used, and what it does when it is used wrongly. */
abstract class ProviderContract extends StoreContract {

  @Test
  @Proves(StoreSentence.PROVIDER_NAME)
  void shouldHaveANameOfTheRightForm() {
    assertThat(provider().name()).matches("[a-z][a-z0-9-]{0,31}");
  }

  @Test
  @Proves({StoreSentence.CAPABILITIES, StoreSentence.LARGEST_MESSAGE})
  void shouldTakeMessagesAtAll() {
    assertThat(provider().capabilities().maxMessageBytes()).isPositive();
  }

  @Test
  @Proves(StoreSentence.CAPABILITIES)
  void shouldSaveWhatItSyncs() {
    StoreCapabilities capabilities = provider().capabilities();

    boolean synced = capabilities.durability() != StoreCapabilities.Durability.MEMORY;
    assertThat(capabilities.survivesRestart() || !synced).isTrue();
  }

  @Test
  @Proves(StoreSentence.OWN_FOLDER)
  void shouldUseItsOwnFolderAlone() throws StoreException {
    QueueStore other = open("other");
    StoreQueue queue = queue("q");
    StoreQueue otherQueue = await(other.create("q", DEFINITION));
    append(queue, "a");

    assertThat(all(otherQueue)).isEmpty();
    await(other.close());
    assertThat(shown(all(queue))).containsExactly("0:a");
  }

  @Test
  @Proves({StoreSentence.GOES_ON, StoreSentence.FAILED_CREATE, StoreSentence.BAD_ARGUMENT})
  void shouldGoOnAfterFailuresAndBadArguments() {
    StoreQueue queue = queue("q");
    StoreQueue dropped = queue("dropped");
    await(dropped.drop());
    failureOf(store.create("q", DEFINITION));
    failureOf(dropped.read(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store.append(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> queue.read(-1, 1, 1));

    append(queue, "a");
    assertThat(shown(all(queue))).containsExactly("0:a");
    append(queue("other"), "b");
  }

  @Test
  @Proves(StoreSentence.BYTES)
  void shouldLeaveABodyAsItIs() {
    StoreQueue queue = queue("q");
    var message = message("never changed");
    append(queue, List.of(message));
    all(queue);
    await(queue.drop());

    assertThat(text(message)).isEqualTo("never changed");
  }
}
