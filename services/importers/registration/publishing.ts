/** What becomes of a list once its batch is issued, and what has to be known of that before. */
import type { BatchId, Digest } from "../../store/model.js";
import { checkListSize } from "../list/bound.js";
import type { Prepared } from "./prepare.js";

export interface IssuedList {
  readonly batch: BatchId;
  readonly manifest: Digest;
  readonly file: string;
}

export interface Publishing {
  /** Bytes of the largest list that can be brought; null where that is not known. Asked where there is a list. */
  readonly mostBytes: () => Promise<number | null>;
  /** Sees to it that the members of a list resolve. */
  readonly publish: (list: IssuedList) => Promise<void>;
}

/** @throws ImportError `IMPORT_LIST_TOO_LARGE`; what `mostBytes` throws. */
export async function checkLists({ groups }: Prepared, publishing: Publishing | undefined): Promise<void> {
  const lists = groups.filter(({ batch }) => batch?.way === "list");
  if (publishing === undefined || lists.length === 0) return;
  const most = await publishing.mostBytes();
  if (most === null) return;
  for (const { list } of lists) await checkListSize(list.file, most);
}
