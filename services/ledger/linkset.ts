/** Links as a record's content carries them. */
import type { Linkset } from "../store/model.js";

/** UTF-8 JSON of the links, no bytes at all where there are none. The order of the members is the caller's. */
export function encodeLinkset(linkset: Linkset): Uint8Array {
  return Object.keys(linkset).length === 0
    ? new Uint8Array()
    : new TextEncoder().encode(JSON.stringify(linkset));
}
