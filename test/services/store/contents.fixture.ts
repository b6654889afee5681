import type { Store } from "../../../services/store/store.js";

/** The first checkpoint and the undo log: how far a store can go back depends on how its ranges were cut. */
const isBookkeeping = (key: string): boolean => key === "02" || key >= "f0";

/** All that the index says, key by key: what two stores must agree in, however they came to it. */
export async function contents(store: Store): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const [key, value] of store.entries()) if (!isBookkeeping(key)) all[key] = value;
  return all;
}

/** The same with the undo log. */
export async function everything(store: Store): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const [key, value] of store.entries()) all[key] = value;
  return all;
}
