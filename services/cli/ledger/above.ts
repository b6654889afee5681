/** The namespaces above one, as the chain links them. */
import { readNamespace } from "../../ledger/reads/namespaces.js";
import type { PlacedNamespace } from "../names/namespace.js";
import type { LedgerSession } from "./session.js";

/** From the parent up to the scheme's root. @param block The moment. */
export async function namespacesAbove(
  { provider, deployment }: LedgerSession,
  namespace: PlacedNamespace,
  block: number,
): Promise<readonly PlacedNamespace[]> {
  const above: PlacedNamespace[] = [];
  for (let { prefix, state } = namespace; prefix !== ""; ) {
    const shorter = Buffer.from(prefix).subarray(0, state.parentLength).toString();
    const name = { scheme: namespace.scheme, prefix: shorter };
    const parent =
      shorter.length < prefix.length ? await readNamespace(provider, deployment, name, block) : null;
    if (parent === null) break;
    above.push({ ...name, state: parent });
    prefix = shorter;
    state = parent;
  }
  return above;
}
