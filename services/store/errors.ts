import { CadastreError } from "../errors/cadastreError.js";

export type StoreErrorCode =
  | "STORE_NOT_FOUND"
  | "STORE_LOCKED"
  | "STORE_CORRUPT"
  | "STORE_OTHER_VERSION"
  | "STORE_DISK_FULL"
  | "STORE_IO"
  | "STORE_CLOSED"
  | "STORE_REOPENING"
  | "STORE_INVALID_PAGE"
  | "STORE_NOT_UNDOABLE";

/** What can go wrong with the index's database. */
export class StoreError extends CadastreError<StoreErrorCode> {}

/** While all threads close it and open it anew, after its disk was full. */
export function reopening(location: string, cause?: unknown): StoreError {
  return new StoreError("STORE_REOPENING", `The database in ${location} is being opened anew.`, {
    hint: "Try again: it goes on by itself once that went well. See to the disk where it does not.",
    details: { location },
    cause,
  });
}

/** Puts what Level raised into the store's terms. `location` is the database's folder. */
export function storeError(raised: unknown, location: string): unknown {
  if (raised instanceof CadastreError) return raised;
  const codes: string[] = [];
  const messages: string[] = [];
  for (let cause = raised; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") codes.push(cause.code);
    messages.push(cause.message);
  }
  const text = messages.join(": ");
  const options = { details: { location }, cause: raised };
  // Level also says "not open" of what failed to open: then there is a cause.
  if (messages.length === 1 && /^LEVEL_(DATABASE|SNAPSHOT|ITERATOR)_NOT_OPEN$/.test(codes[0] ?? "")) {
    return new StoreError("STORE_CLOSED", `The store in ${location} is closed.`, options);
  }
  if (codes.includes("LEVEL_LOCKED")) {
    return new StoreError("STORE_LOCKED", `The store in ${location} is in use by another process.`, {
      ...options,
      hint: "Stop the other process, or give this one a store folder of its own.",
    });
  }
  if (codes.includes("ENOSPC") || /no space left|disk quota exceeded/i.test(text)) {
    return new StoreError("STORE_DISK_FULL", `No space is left for the store in ${location}.`, {
      ...options,
      hint: "Make room: what was written before is whole, and it goes on from there by itself.",
    });
  }
  if (codes.includes("LEVEL_CORRUPTION") || /corruption/i.test(text)) {
    return new StoreError("STORE_CORRUPT", `The store in ${location} is damaged: ${text}`, {
      ...options,
      hint: "Delete the folder: the index is rebuilt from the chain.",
    });
  }
  if (/does not exist/i.test(text)) {
    return new StoreError("STORE_NOT_FOUND", `There is no store in ${location}.`, {
      ...options,
      hint: "Check the folder's name, or start the follower, which makes one.",
    });
  }
  if (codes.some((code) => code.startsWith("LEVEL_") || /^E[A-Z]+$/.test(code))) {
    return new StoreError("STORE_IO", `The store in ${location} cannot be read or written: ${text}`, {
      ...options,
      hint: "Check that the folder exists, is writable and lies on a healthy disk.",
    });
  }
  return raised;
}
