import { isContent } from "../../../services/store/keys.js";
import type { Store } from "../../../services/store/store.js";

/** All that the index says, key by key: what two stores must agree in, however they came to it. */
export async function contents(store: Store): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const [key, value] of store.entries()) if (isContent(key)) all[key] = value;
  return all;
}

/** The same with the undo log. */
export async function everything(store: Store): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const [key, value] of store.entries()) all[key] = value;
  return all;
}
