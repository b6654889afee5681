/**
 * How a record lies in the database: the values of its members in their order, and not their names, which are a third of the text. A
 * record is read for nearly every answer, and JSON takes half as long without them.
 */
import type { Form } from "./form.js";
import type { Provenance, RecordEntity } from "./model.js";

type Members = readonly [
  id: RecordEntity["id"],
  namespace: RecordEntity["namespace"],
  scheme: RecordEntity["scheme"],
  prefixLength: RecordEntity["prefixLength"],
  identifier: RecordEntity["identifier"],
  owner: RecordEntity["owner"],
  epoch: RecordEntity["epoch"],
  status: RecordEntity["status"],
  statusReason: RecordEntity["statusReason"],
  namespaceEpoch: RecordEntity["namespaceEpoch"],
  version: RecordEntity["version"],
  digest: RecordEntity["digest"],
  subject: RecordEntity["subject"],
  linkset: RecordEntity["linkset"],
  linksetValid: RecordEntity["linksetValid"],
  locked: RecordEntity["locked"],
  member: RecordEntity["member"],
  registered: RecordEntity["registered"],
  /** null where that is the registration, as of most. */
  updated: RecordEntity["updated"] | null,
  frozen: boolean,
];

export const recordForm: Form<RecordEntity> = {
  encode(record) {
    const members: Members = [
      record.id,
      record.namespace,
      record.scheme,
      record.prefixLength,
      record.identifier,
      record.owner,
      record.epoch,
      record.status,
      record.statusReason,
      record.namespaceEpoch,
      record.version,
      record.digest,
      record.subject,
      record.linkset,
      record.linksetValid,
      record.locked,
      record.member,
      record.registered,
      isSame(record.updated, record.registered) ? null : record.updated,
      record.frozen === true,
    ];
    return JSON.stringify(members);
  },

  decode(text) {
    const members = JSON.parse(text) as Members;
    const registered = members[17];
    const record = {
      id: members[0],
      namespace: members[1],
      scheme: members[2],
      prefixLength: members[3],
      identifier: members[4],
      owner: members[5],
      epoch: members[6],
      status: members[7],
      statusReason: members[8],
      namespaceEpoch: members[9],
      version: members[10],
      digest: members[11],
      subject: members[12],
      linkset: members[13],
      linksetValid: members[14],
      locked: members[15],
      member: members[16],
      registered,
      updated: members[18] ?? registered,
    };
    return members[19] ? { ...record, frozen: true } : record;
  },
};

const isSame = (one: Provenance, other: Provenance): boolean =>
  one.block === other.block &&
  one.time === other.time &&
  one.transaction === other.transaction &&
  one.by === other.by;
