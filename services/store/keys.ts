/**
 * The key space: every key of the database is made here, and nowhere else.
 *
 * A key is one byte that names its family, followed by fields of fixed width: addresses 20 bytes, ids and SHA-256 digests
 * 32 bytes, numbers big-endian (block 6; version, epoch, ordinal and part 4; kind 1; others as said), so that keys sort as what they stand
 * for. Texts of any length are hashed. A value is JSON in UTF-8, a record in a form of its own (`recordForm.ts`); an index entry has none, what it points to is the tail of its key.
 * Families 10 to 9f keep their history: in front of a value stands since when it is so (`row.ts`).
 *
 * | family | key | value |
 * | 00 | – | fingerprint: chain, genesis, contracts, schema version |
 * | 01 | – | checkpoint |
 * | 02 | – | origin: number and hash of the first checkpoint, to know the chain again after a reset |
 * | 03 | block | hash and time of a block in which something changed, or at which a range ended |
 * | 04 | block hash | number of such a block |
 * | 05 | ordinal of such a block from 0 on 6 | its number and time |
 * | 06 | block, stretch of 64 logs 4 | events of the ledger: their names, whom and what they concern |
 * | 07 | – | how many blocks are known by hash and time |
 * | 10 | address | party |
 * | 11 | address | control: who controls an account, where that was ever changed |
 * | 12 | scheme id | scheme |
 * | 13 | namespace id | namespace |
 * | 14 | record id | record |
 * | 15 | twin id | twin |
 * | 16 | twin id, version | twin version |
 * | 17 | content digest | id of the twin that has the content |
 * | 18 | grant id | grant |
 * | 19 | asset kind, asset id | how many grants were given under the last holding that has any, and how many that survive a sale |
 * | 1a | asset kind, asset id, holding epoch of the asset (0: surviving a sale), ordinal from 0 on | id of the grant, in the order in which they were given |
 * | 1b | token kind, token id, holding epoch, control epoch of the holder, account | hot roles of the account |
 * | 1c | sealed record id | sealed record |
 * | 1d | record id | what the record states to be the same as itself |
 * | 1e | token kind, token id | approval, the last of that token |
 * | 1f | holder address, kind of tokens (of units: 08), operator address | operator |
 * | 20 | namespace id | statistics: what the namespace delegated and registered |
 * | 21 | address | statistics: what a party delegated and registered as a holder of namespaces |
 * | 22 | digest | delegation certificate: used or cancelled |
 * | 23 | day 4, scheme id (zero for none) | activity: what was done that day |
 * | 24 | namespace id, day 4 | activity under that namespace |
 * | 25 | scheme id (zero for none) | activity of all days |
 * | 26 | address | how many tokens a party holds |
 * | 30 | twin id, version | licence terms of a twin |
 * | 31 | twin id, holding epoch, use, party (zero for everyone) | permission to use a twin |
 * | 32 | assembly's twin id, component's twin id | line of a bill of material |
 * | 40 | holder address, namespace id | index |
 * | 41 | owner address, record id | index |
 * | 42 | owner address, twin id | index |
 * | 43 | subject kind, subject id (an address padded on the left), record id | index |
 * | 44 | SHA-256 of name and value of an asset id, record id | index |
 * | 45 | SHA-256 of the legal identifier, address | index |
 * | 46 | owner address, sealed record id | index |
 * | 47 | grantee kind, grantee (an address padded on the left), grant id | index |
 * | 48 | id of a stated record, id of the record that states it to be the same | index |
 * | 49 | SHA-256 of what a shell states of its asset (an asset id: as in 44), record id | index |
 * | 4a | record id | index: submodels |
 * | 4b | twin id, record id | index: shells of the twin |
 * | 4c | the list's part of a key of 44 or 49 | by family: the tails of that list while there are few; that each has an entry of its own, in 44 or 49, once there were more |
 * | 4d | twin id | the same of 4b |
 * | 50 | parent's twin id, child's twin id | index |
 * | 51 | component's twin id, assembly's twin id | index |
 * | 52 | twin kind 1, twin id | index |
 * | 60 | attestation id | attestation |
 * | 61 | registrar address, id of the kind | accreditation |
 * | 62 | SHA-256 of the legal identifier | id of the last attestation of it |
 * | 63 | address | guardianship: whom a party named |
 * | 64 | address, new controller | recovery |
 * | 65 | party address, relation kind, subject (an address padded on the left) | relation |
 * | 66 | address, SHA-256 of what it states | statement of a DID document |
 * | 67 | address | how its DID document came about |
 * | 68 | party address, attestation id | index |
 * | 69 | subject (an address padded on the left), relation kind, party address | index |
 * | 70 | office's number | office of the supervision |
 * | 71 | thing's kind, thing's id (an address padded on the left) | freezes in force |
 * | 72 | digest, author's address | anchor |
 * | 73 | root, author's address | bundle |
 * | 78 | thing's kind, thing's id | index: things that are frozen |
 * | 80 | batch id | batch |
 * | 81 | range id | reservation, the last of that range |
 * | 82 | SHA-256 of scheme, stem, tail and width, number of leading digits 1, those digits as a number 8 | id of the batch or reservation that has all numbers in the block |
 * | 83 | batch id, word 8 | which of 256 members are revoked by themselves, a bit each, as a decimal number |
 * | 84 | SHA-256 of scheme, stem, tail and width | whether a range of such numbers was ever taken |
 * | 88 | owner address, batch id | index |
 * | 89 | SHA-256 of the manifest, batch id | index: lists |
 * | 90 | terms id | terms of rights |
 * | 91 | group id | group of parties |
 * | 92 | group id, member address | membership |
 * | 93 | proposal id | offer of a right, or amendment of an agreement |
 * | 94 | quota id | quota of metered use |
 * | 95 | quota id, holder address | balance of units |
 * | 96 | quota id, ordinal from 0 on | use of units |
 * | 97 | quota id, holder address, spender address | allowance |
 * | 98 | owner address, group id | index |
 * | 99 | member address, group id | index |
 * | 9a | asset kind, asset id, proposal id | index |
 * | 9b | asset kind, asset id, quota id | index |
 * | 9c | holder address, quota id | index |
 * | 9d | SHA-256 of an asset and a grantee (any group: `groups`), and of a holding epoch and a scope (null: whichever) that found no room there | what was granted: of each epoch and scope how many by the owner and as sub-licences, and the last of each |
 * | 9e | SHA-256 of an asset, a holding epoch, a scope and a grantee, kind (owner's 00, sub-licence 01), ordinal from 0 on | id of the grant, in the order in which they were given |
 * | 9f | quota id, holder address, account address | units of the holder that the account used up |
 * | e0 | a key without a value | since when it has none; only where it had one |
 * | e1 | a key, ordinal from 0 on | an earlier version of it, or that it had no value |
 * | f0 | last block of a range | checkpoint before the range (null before the first), number of parts |
 * | f1 | last block of a range, part | what the range changed, in parts of some KiB: pairs of key and prior value |
 * | f2 | replacement, an ordinal from 0 on | the last event that stood when blocks were undone |
 * | f3 | replacement, block, log 4 | an event that was undone, with its block |
 * | f4 | hash of an undone block, its first 8 bytes | the last replacement that undid it |
 * | f5 | – | number of the last write |
 *
 * Families from f0 on are no part of what the index says: the undo log, which exists for ranges above finality only, what
 * was undone, and by which write.
 */

export { goneKey, goneRange, isEventKey, isVersioned, versionKey } from "./keys/history.js";
export { decodeKey, encodeKey, type Key } from "./keys/key.js";
export { type KeyRange, keyOfTail, tailOf } from "./keys/range.js";
export { ranges } from "./keys/ranges.js";
export { familyOf, shortListOf } from "./keys/shortFamilies.js";
export type { LosingTable, Table } from "./keys/table.js";
export { type PriorValue, tables } from "./keys/tables.js";
export {
  batchOfListTail,
  beforeDay,
  blockOfTail,
  dayOfTail,
  heldPlaceOfTail,
  ordinalOfTail,
  relatedOfTail,
  schemeOfTail,
  stretchOfTail,
  tailBeforeStretch,
  tailBehindBlock,
  tailOfEvent,
  thingOfTail,
} from "./keys/tails.js";

/** Version of the key space and of the projections: raise it with every change of what the store holds. */
export const schemaVersion = 33;
