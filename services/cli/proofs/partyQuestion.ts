/** Questions of parties: control, DID, attestations, relations. */
import { toDigest } from "../../ledger/hex.js";
import type { Question } from "../../proofs/index.js";
import { usage } from "../errors.js";
import { twinReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { delegatesAt } from "./events.js";
import type { Questioning } from "./questioning.js";

export async function partyOf(
  { context, session, flags, block }: Questioning,
  name: string,
): Promise<Question> {
  const party = await partyAddress(context, name);
  return flags.did === true
    ? { kind: "did", identity: party, delegates: await delegatesAt(session, party, block) }
    : { kind: "party", party };
}

export const guardiansOf = async ({ context }: Questioning, name: string): Promise<Question> => ({
  kind: "guardians",
  party: await partyAddress(context, name),
});

/** `SHA256/AUTHOR` */
export async function anchorOf({ context }: Questioning, text: string): Promise<Question> {
  const [, digest, author] = /^(0x[0-9a-fA-F]{64})\/(.+)$/s.exec(text) ?? [];
  if (digest === undefined || author === undefined)
    throw usage(
      `"${text}" is not an anchored digest.`,
      "Write the SHA-256 and who anchored it: anchor:0x…/PARTY.",
    );
  return { kind: "anchor", digest: toDigest(digest), author: await partyAddress(context, author) };
}

/** `REGISTRAR/PARTY/STATEMENT` */
export async function attestationOf({ context }: Questioning, text: string): Promise<Question> {
  const [registrar = "", party = "", ...rest] = text.split("/");
  const statement = statementOf(rest.join("/"));
  return {
    kind: "attestation",
    registrar: await partyAddress(context, registrar),
    party: await partyAddress(context, party),
    statement,
  };
}

export function legalIdOf(text: string): Question {
  const statement = statementOf(text);
  if (statement.kind === "legalId") return statement;
  throw notStatement(text);
}

function statementOf(text: string) {
  if (/^[a-z]{1,16}:[0-9A-Z]{1,64}$/.test(text)) return { kind: "legalId", legalId: text } as const;
  const [, name, digest] = /^([a-z0-9-]{1,32})=(0x[0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (name === undefined || digest === undefined) throw notStatement(text);
  return { kind: "document", name, digest: toDigest(digest) } as const;
}

const notStatement = (text: string) =>
  usage(
    `"${text}" is not a statement.`,
    "Write a legal identifier, such as lei:213800KUD8LAJWSQ9D15, or the kind and the SHA-256: iso9001=0x….",
  );

/** `KIND/PARTY/SUBJECT` */
export async function relationOf({ context, session }: Questioning, text: string): Promise<Question> {
  const [kind, name = "", ...rest] = text.split("/");
  const [party, subject] = [await partyAddress(context, name), rest.join("/")];
  switch (kind) {
    case "membership":
    case "agent":
      return {
        kind: "relation",
        sides: { kind, party, subject: await partyAddress(context, subject) },
      };
    case "twin":
      return { kind: "relation", sides: { kind, party, subject: await twinReference(session, subject) } };
    default:
      throw usage(`"${kind}" is not a kind of relation.`, "It is one of membership, twin, agent.");
  }
}
