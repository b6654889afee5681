/** Questions of identifiers, open and sealed. */

import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { isLedgerScheme } from "../../identifiers/index.js";
import type { SealedName } from "../../ledger/actions/sealedRecords.js";
import { LedgerError } from "../../ledger/errors.js";
import { bytesHex, toBatchId, toHash } from "../../ledger/hex.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import { subjectWords } from "../../ledger/subjectWords.js";
import type { Question } from "../../proofs/index.js";
import { notFound, usage } from "../errors.js";
import { readProof } from "../ledger/memberProof.js";
import { sealedById } from "../ledger/sealedRecords.js";
import { ledgerIdentifier, sealedReference } from "../names/asset.js";
import { keptContent } from "../sealed/kept.js";
import { openedSealed } from "../sealed/reference.js";
import { contentAt } from "./events.js";
import type { Questioning } from "./questioning.js";

type QuestionOf<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;

/** @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND` */
export async function identifierQuestion(asked: Questioning, text: string): Promise<Question> {
  const { flags } = asked;
  const ways = [flags.batch, flags.proof, flags.standsFor, flags.sameAs, flags.sealed];
  if (ways.filter((way) => way !== undefined).length > 1)
    throw usage(
      "A proof is of one question.",
      "Give one of --batch, --proof, --stands-for, --same-as and --sealed.",
    );
  if (flags.sealed === true) return sealedOf(asked, text);
  const identifier = ledgerIdentifier(text, flags);
  const { scheme, canonical } = identifier;
  const named = { scheme, identifier: canonical };
  if (flags.proof !== undefined) return listed(identifier, flags.proof);
  if (flags.batch !== undefined)
    return { kind: "member", ...named, batch: batchId(flags.batch), proof: null };
  const one = await shown(asked, identifier);
  if (flags.sameAs !== undefined) {
    // The flags say how to read the first one: the other says it by itself.
    const other = await shown(asked, ledgerIdentifier(flags.sameAs, {}));
    return { kind: "equivalence", one, other };
  }
  if (flags.standsFor !== true) return { kind: "record", ...one };
  const { content } = one;
  if (content !== null) return { kind: "binding", ...one, content };
  throw notFound(
    `No record says what ${canonical} stands for.`,
    "Prove that without --stands-for: the proof shows that there is none.",
  );
}

async function shown({ session, block }: Questioning, { scheme, canonical }: LedgerIdentifier) {
  const content = await contentAt(session, recordId(schemeId(scheme), canonical), block);
  return { scheme, identifier: canonical, content };
}

async function listed(identifier: LedgerIdentifier, file: string): Promise<Question> {
  const { batch, proof } = await readProof(file, identifier);
  const { manifest, count, index, contentDigest, path } = proof;
  return {
    kind: "member",
    scheme: identifier.scheme,
    identifier: identifier.canonical,
    batch,
    proof: {
      manifest,
      count: count.toString(),
      index: index.toString(),
      contentDigest,
      path: path.map(toHash),
    },
  };
}

/** By its id alone: what the public knows. */
export async function sealedByName({ session }: Questioning, text: string): Promise<Question> {
  const { name } = await sealedById(session, await sealedReference(session, text));
  return { kind: "sealed", ...sealedName(name), disclosure: null, content: null };
}

/** By its identifier and the salt that is at hand: the proof shows both. */
async function sealedOf({ context, session, flags }: Questioning, text: string): Promise<Question> {
  const { located, opening } = await openedSealed(context, session, flags, text);
  return {
    kind: "sealed",
    ...sealedName(located.name),
    disclosure: { identifier: opening.identifier.canonical, salt: toHash(opening.salt) },
    content:
      flags.content === true
        ? contentOf(await keptContent(context, session.deployment, flags, located))
        : null,
  };
}

function sealedName({ scheme, prefix, seal }: SealedName) {
  if (!isLedgerScheme(scheme)) throw usage(`"${scheme}" is not a scheme.`, "Check the id.");
  return { scheme, prefix, seal };
}

function contentOf({
  content: { subject, linkset },
  contentSalt,
}: Awaited<ReturnType<typeof keptContent>>): QuestionOf<"sealed">["content"] {
  return {
    subjectKind: subject.kind,
    subject: toHash(subjectWords(subject).id),
    linkset: bytesHex(encodeLinkset(linkset)),
    salt: toHash(contentSalt),
  };
}

export function batchId(text: string): ReturnType<typeof toBatchId> {
  try {
    return toBatchId(text.replace(/^batch:/, ""));
  } catch (cause) {
    if (!(cause instanceof LedgerError)) throw cause;
    throw usage(`"${text}" is not a batch's id.`, "An id is 0x and 64 hexadecimal digits.");
  }
}
