/**
 * The view of the present, kept open from one checkpoint to the next: while nothing is written, all readers may share one
 * snapshot, and what one has read the next need not read again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Snapshot } from "./database.js";
import { reopening } from "./errors.js";
import { revision } from "./revision.js";
import { snapshotView } from "./snapshotView.js";
import type { Eventually, StoreView } from "./view.js";

/**
 * Milliseconds after the last read until the snapshot is let go, or up to twice as many: one that is held keeps the database from
 * tidying up.
 */
const idle = 1_000;
/** Milliseconds for which readers are waited for. */
const patience = 2_000;

export interface Present {
  /** Asks the view as of the checkpoint that the database is at. */
  read<Answer>(ask: (view: StoreView) => Answer): Answer;
  /** The same where the answer may take a while: the view stays good until it is there. */
  readEventually<Answer>(ask: (view: StoreView) => Eventually<Answer>): Eventually<Answer>;
  /** Before the database is closed to be opened anew: lets go of what is held, and waits a little for those who read it. */
  settle(): Promise<void>;
  /** Lets go of what is held; it stays good for those who read it. */
  close(): Promise<void>;
}

/** A snapshot with those who read it. */
interface Held {
  readonly view: StoreView;
  readonly snapshot: Snapshot;
  /** The last one of which it is known that the snapshot has all of it. */
  revision: number;
  readers: number;
  /** Whether no more readers come. */
  outdated: boolean;
}

export function openPresent(database: Database): Present {
  let current: Held | null = null;
  let sweep: NodeJS.Timeout | null = null;
  /** Whether somebody has read since the last sweep. */
  let wasRead = false;
  /** All that somebody reads. */
  const read = new Set<Held>();
  let whenUnread: (() => void) | null = null;

  const open = (written: number): Held => {
    const snapshot = database.snapshot();
    const view = snapshotView(database, snapshot);
    return { view, snapshot, revision: written, readers: 0, outdated: false };
  };
  const letGo = async (held: Held): Promise<void> => {
    held.outdated = true;
    if (current === held) current = null;
    if (held.readers === 0) await held.snapshot.close();
  };
  const hold = (): Held => {
    // Before what it stands for is looked at: what is written meanwhile is another.
    const written = revision();
    if (current !== null) {
      if (current.revision === written) return current;
      if (current.view.write === database.lastWrite()) {
        current.revision = written;
        return current;
      }
      void letGo(current);
    }
    current = open(written);
    return current;
  };
  /** Not put off at each read, which would take as long as some of what is read. */
  const sweepLater = (): void => {
    wasRead = true;
    sweep ??= setTimeout(sweepNow, idle).unref();
  };
  /** Lets go of a snapshot that nobody has read for a while. */
  const sweepNow = (): void => {
    sweep = null;
    if (current === null) return;
    if (current.readers === 0 && !wasRead) {
      void letGo(current);
      return;
    }
    wasRead = false;
    sweep = setTimeout(sweepNow, idle).unref();
  };

  const enter = (): Held => {
    if (database.isShut) throw reopening(database.location);
    const held = hold();
    if (held.readers === 0) read.add(held);
    held.readers += 1;
    return held;
  };
  /** The end of a snapshot that nobody reads any more; null while it goes on. */
  const leave = (held: Held): Promise<void> | null => {
    held.readers -= 1;
    if (held.readers > 0) return null;
    read.delete(held);
    if (read.size === 0) whenUnread?.();
    if (held.outdated) return held.snapshot.close();
    sweepLater();
    return null;
  };

  return {
    read(ask) {
      const held = enter();
      try {
        return ask(held.view);
      } finally {
        void leave(held);
      }
    },
    readEventually<Answer>(ask: (view: StoreView) => Eventually<Answer>): Eventually<Answer> {
      const held = enter();
      let answer: Eventually<Answer>;
      try {
        answer = ask(held.view);
      } catch (error) {
        void leave(held);
        throw error;
      }
      if (answer instanceof Promise) return answer.finally(() => leave(held));
      void leave(held);
      return answer;
    },
    async settle() {
      if (current !== null) await letGo(current);
      if (read.size === 0) return;
      const unread = new Promise<void>((resolve) => {
        whenUnread = resolve;
      });
      await Promise.race([unread, sleep(patience, undefined, { ref: false })]);
      whenUnread = null;
    },
    async close() {
      if (sweep !== null) clearTimeout(sweep);
      if (current !== null) await letGo(current);
    },
  };
}
