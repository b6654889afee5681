/** Submodels, written one by one: of a shell, or by themselves. */
import { submodelLinks } from "../../../ledger/descriptors/encode.js";
import type { RecordEntity, Subject } from "../../../store/model.js";
import type { SubmodelDescriptor } from "../schema.js";
import type { Shell } from "../shells.js";
import { nothingToDo, type Plan, type Write } from "./plan.js";
import { aasIdentifierOf, conflict } from "./plannedRecord.js";
import { checkOwner } from "./present.js";
import { checkIsOurs, submodelIdentifier } from "./shellWrites.js";

/** Creates a submodel, or replaces what is said of it; without a shell it stays with the one that it has. */
export async function planSubmodel(
  write: Write,
  descriptor: SubmodelDescriptor,
  shell: Shell | null,
  present: RecordEntity | null,
): Promise<Plan> {
  checkIsOurs(write, shell);
  if (present !== null) checkOwner(present.owner, write.writer.party);
  const identifier = present === null ? submodelIdentifier(write, descriptor.id) : aasIdentifierOf(present);
  const subject = shell === null ? (present?.subject ?? { kind: "none" }) : subjectOf(shell);
  const wanted = { identifier, subject, links: submodelLinks(descriptor) };
  return { ...nothingToDo, records: await write.records.plan(write.sight.view, [wanted]) };
}

function subjectOf({ record }: Shell): Subject {
  if (record !== null) return { kind: "record", id: record.id };
  throw conflict("A twin that answers under its DID has no submodels: register a shell for it first.");
}

export function planSubmodelRemoval(write: Write, record: RecordEntity): Plan {
  checkOwner(record.owner, write.writer.party);
  return { ...nothingToDo, unwanted: [record] };
}
