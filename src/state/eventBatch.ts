// Events that are handed on together, a few times a second: a store that changed with each would redraw with each.

export interface EventBatch<Event> {
  /** @param replaces which of those that wait it makes needless */
  add(event: Event, replaces?: (waiting: Event) => boolean): void;
  /** Hands on what waits, now. */
  flush(): void;
  /** Forgets what waits. */
  clear(): void;
}

/** @param everyMs between two hand-overs at the least */
export function createEventBatch<Event>(
  everyMs: number,
  handOn: (events: readonly Event[]) => void,
): EventBatch<Event> {
  let waiting: readonly Event[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const batch: EventBatch<Event> = {
    add(event, replaces = () => false) {
      waiting = [...waiting.filter((each) => !replaces(each)), event];
      timer ??= setTimeout(() => batch.flush(), everyMs);
    },

    flush() {
      const events = waiting;
      batch.clear();
      if (events.length > 0) handOn(events);
    },

    clear() {
      clearTimeout(timer);
      timer = undefined;
      waiting = [];
    },
  };
  return batch;
}
