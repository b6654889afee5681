/** What the chain itself says of a sealed record, without any index. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { ledgerSchemes, prefixesOf } from "../../identifiers/index.js";
import type { SealedName } from "../../ledger/actions/sealedRecords.js";
import type { Hex } from "../../ledger/hex.js";
import { namespaceId, schemeId, sealedId, sealOf } from "../../ledger/ids.js";
import { readSealedRecord, type SealedRecordState } from "../../ledger/reads/sealedRecords.js";
import type { SealedId } from "../../store/model.js";
import { CliError, notFound } from "../errors.js";
import { eventsOf } from "./events.js";
import type { LedgerSession } from "./session.js";

export interface LocatedSealed {
  readonly id: SealedId;
  readonly name: SealedName;
  readonly state: SealedRecordState;
}

/** By its id. @throws CliError `CLI_NOT_FOUND`, `CLI_EVENTS_INCOMPLETE` */
export async function sealedById(session: LedgerSession, id: SealedId): Promise<LocatedSealed> {
  const state = await readSealedRecord(session.provider, session.deployment, id);
  if (state === null)
    throw notFound(`There is no sealed record ${id}.`, "Register one: cadastre sealed register");
  return { id, name: await sealedNameOf(session, id), state };
}

/** By its identifier, which no node is told: the ids that it could have are made here. */
export async function sealedByIdentifier(
  { provider, deployment }: LedgerSession,
  identifier: LedgerIdentifier,
  salt: Hex,
): Promise<LocatedSealed> {
  const { scheme, canonical } = identifier;
  const seal = sealOf(schemeId(scheme), canonical, salt);
  const found = await Promise.all(
    prefixesOf(identifier).map(async ({ prefix }) => {
      const id = sealedId(namespaceId(schemeId(scheme), prefix), seal);
      const state = await readSealedRecord(provider, deployment, id);
      return state === null ? [] : [{ id, name: { scheme, prefix, seal }, state }];
    }),
  );
  const [closest] = found.flat();
  if (closest !== undefined) return closest;
  throw notFound(
    `No sealed record is of ${scheme} ${canonical}, with that salt.`,
    "Register it: cadastre sealed register; or give the secret that it was sealed with: --secret-file",
  );
}

/** Scheme, prefix and seal, which the events tell. @throws CliError `CLI_EVENTS_INCOMPLETE` */
export async function sealedNameOf(session: LedgerSession, id: SealedId): Promise<SealedName> {
  const [registered] = await eventsOf(session, "sealedRecords", "SealedRecordRegistered", [id]);
  const [delegated] =
    registered === undefined
      ? []
      : await eventsOf(session, "namespaces", "NamespaceDelegated", [registered.event.namespace]);
  const scheme = ledgerSchemes.find((name) => schemeId(name) === delegated?.event.scheme);
  if (registered !== undefined && delegated !== undefined && scheme !== undefined)
    return { scheme, prefix: delegated.event.prefix, seal: registered.event.seal };
  throw new CliError(
    "CLI_EVENTS_INCOMPLETE",
    `The node's events do not tell the name of the sealed record ${id}.`,
    {
      hint: "The node may have pruned its logs or be behind: use another one.",
      details: { record: id },
    },
  );
}
