import { rangeText } from "../ledger/batches.js";
import { ranges } from "../universe.js";
import { batchBodies, batchNamed, batchWord, rangeWord } from "../words/batches.js";
import { addressOf } from "../words/names.js";
import { frozenWord, topic } from "./facts.js";

const memberIndices = [0n, 1n, 6n, 11n];

const batches = topic<string>({
  kind: "batch",
  names: () => batchBodies.keys(),
  model: (ledger, name) => {
    const batch = ledger.batches.all.get(name);
    if (batch === undefined) return null;
    const { holder, epoch, body, prefixLength, namespaceEpoch, revoked, frozen } = batch;
    return {
      owner: addressOf(holder),
      epoch,
      kind: body.kind,
      prefixLength,
      namespaceEpoch,
      status: revoked ? "revoked" : "active",
      frozen: frozenWord(frozen),
      released: body.kind === "rule" && ledger.batches.taken.get(name)?.use !== "batch",
      revokedMembers: memberIndices.filter((index) => batch.revokedMembers.has(Number(index))),
    };
  },
  index: ({ view, place }, name) => {
    const id = batchWord(place, batchNamed(name));
    const batch = view.batch(id);
    if (batch === null) return null;
    const { owner, epoch, kind, prefixLength, namespaceEpoch, status, frozen } = batch;
    return {
      owner,
      epoch,
      kind,
      prefixLength,
      namespaceEpoch,
      status,
      frozen,
      released: batch.kind === "rule" && batch.released !== null,
      revokedMembers: memberIndices.filter((index) => view.isMemberRevoked(id, index)),
    };
  },
});

const reservations = topic({
  kind: "range",
  names: () => ranges.map((range) => ({ range, toString: () => rangeText(range) })),
  model: (ledger, { range }) => ledger.batches.taken.get(rangeText(range))?.use === "reserved",
  index: ({ view }, { range }) => {
    const reservation = view.reservation(rangeWord(range));
    return reservation !== null && reservation.released === null;
  },
});

export const batchTopics = [batches, reservations];
