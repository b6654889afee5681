/** Submodels, written one by one: of a shell, or by themselves. */
import { submodelLinks } from "../../../ledger/descriptors/encode.js";
import type { RecordEntity, Subject } from "../../../store/model.js";
import type { SubmodelDescriptor } from "../schema.js";
import type { Shell } from "../shells.js";
import { checkOwner } from "./present.js";
import { aasIdentifierOf, conflict } from "./recordWriter.js";
import { checkIsOurs, submodelIdentifier, type Write } from "./shellWrites.js";

/** Creates a submodel, or replaces what is said of it; without a shell it stays with the one that it has. */
export async function writeSubmodel(
  write: Write,
  descriptor: SubmodelDescriptor,
  shell: Shell | null,
  present: RecordEntity | null,
): Promise<void> {
  checkIsOurs(write, shell);
  if (present !== null) checkOwner(present.owner, write.writer.party);
  const identifier = present === null ? submodelIdentifier(write, descriptor.id) : aasIdentifierOf(present);
  const subject = shell === null ? (present?.subject ?? { kind: "none" }) : subjectOf(shell);
  await write.records.ensure({ identifier, subject, links: submodelLinks(descriptor) });
}

function subjectOf({ record }: Shell): Subject {
  if (record !== null) return { kind: "record", id: record.id };
  throw conflict("A twin that answers under its DID has no submodels: register a shell for it first.");
}

export async function removeSubmodel(write: Write, record: RecordEntity): Promise<void> {
  checkOwner(record.owner, write.writer.party);
  await write.records.takeDown([record]);
}
