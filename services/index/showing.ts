/**
 * When readers are shown what was written, and whoever asks is told of it.
 *
 * What readers remember is of one moment of the index: each time it goes on, they begin anew. So an index that is far behind goes on for
 * them once in a while, and not with each range. Near the head, and when anything but more blocks has come to pass, it goes on at once.
 */
import type { Store } from "../store/store.js";
import type { FollowerStatus } from "./status.js";

/** Milliseconds that readers stay with what they have while the index is far behind. */
const interval = 4_000;
/** Blocks behind the head within which each range is shown: they are as good as written. */
const near = 8;

/** @returns what is told of each change of the status, after the write that made it; it tells `tell` when readers see it. */
export function showing(
  store: Pick<Store, "show">,
  tell: (status: FollowerStatus) => void,
): (status: FollowerStatus) => void {
  let shown: FollowerStatus | null = null;
  let since = 0;
  let kept: FollowerStatus | null = null;
  let timer: NodeJS.Timeout | undefined;

  const show = (status: FollowerStatus): void => {
    clearTimeout(timer);
    kept = null;
    shown = status;
    since = performance.now();
    store.show();
    tell(status);
  };
  const showKept = (): void => {
    if (kept !== null) show(kept);
  };
  return (status) => {
    const left = since + interval - performance.now();
    if (left <= 0 || !isFarBehind(status) || !hasMoreBlocksOnly(shown, status)) {
      show(status);
      return;
    }
    // Though the next range may be long in coming.
    if (kept === null) timer = setTimeout(showKept, left).unref();
    kept = status;
  };
}

const isFarBehind = ({ lag }: FollowerStatus): boolean => lag !== null && lag > near;

/** A checkpoint that is no higher is one that an undo led back to. */
const hasMoreBlocksOnly = (shown: FollowerStatus | null, { state, checkpoint }: FollowerStatus): boolean =>
  state === "syncing" &&
  shown?.state === state &&
  shown.checkpoint !== null &&
  checkpoint !== null &&
  checkpoint.number > shown.checkpoint.number;
