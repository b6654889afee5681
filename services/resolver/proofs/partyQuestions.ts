/** Questions of parties that need more than their address. */
import { toHash } from "../../ledger/hex.js";
import { asciiWord } from "../../ledger/ids.js";
import type { Question } from "../../proofs/index.js";
import type { Address } from "../../store/model.js";
import type { View } from "../../store/view.js";

/** As many delegates as one question shows. */
const most = 32;

/** With the delegates that the index knows. */
export async function didQuestion(view: View, identity: Address): Promise<Question> {
  const { items } = await view.didStatements(identity);
  const delegates = items.flatMap(({ statement }) =>
    statement.kind === "delegate"
      ? [{ type: toHash(asciiWord(statement.delegateType)), delegate: statement.delegate }]
      : [],
  );
  return { kind: "did", identity, delegates: delegates.slice(0, most) };
}
