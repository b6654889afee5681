/**
 * The vault: what owners entrust to a resolver that is not derived from the chain, and that the chain has commitments of. Where
 * protected links lead, the secrets of sealed namespaces, what sealed records say, whom blinded grants are for.
 *
 * It keeps and gives back. Whether something is what the ledger has committed to, and who may see it, is asked by its callers each time.
 */
import { z } from "zod";
import { type Hex, toAddress, toDigest, toGrantId, toRecordId, toSealedId } from "../ledger/hex.js";
import type { Address, Digest, GrantId, NamespaceId, RecordId, SealedId } from "../store/model.js";
import { type Cipher, makeCipher } from "./cipher.js";
import {
  type BlindedEntry,
  blindedEntrySchema,
  type ContentEntry,
  contentEntrySchema,
  type LinkEntry,
  linkEntrySchema,
  type SecretEntry,
  secretEntrySchema,
} from "./entries.js";
import { VaultError } from "./errors.js";
import type { Kept, KeptPage } from "./kept.js";
import type { VaultKey } from "./key.js";
import type { ClearedRow, RowChange, Rows } from "./rows.js";

/** A protected link by its name. */
export interface LinkName {
  readonly record: RecordId;
  readonly commitment: Digest;
}

/** @throws VaultError VAULT_UNAVAILABLE, and VAULT_TAMPERED for a row that is not what was written; from each of them. */
export interface Vault {
  link(name: LinkName): Promise<LinkEntry | null>;
  putLink(name: LinkName, entry: LinkEntry): Promise<void>;
  removeLink(name: LinkName): Promise<void>;
  /** The salt under which this vault's owner commits to a text: always the same, and known to nobody without the vault's key. */
  saltFor(text: string): Hex;
  /** Protected links that can be found by a term, at most `limit`. */
  linksByTerm(term: string, limit: number): Promise<readonly LinkName[]>;
  /** Grants whose openings can be found by a term, at most `limit`. */
  grantsByTerm(term: string, limit: number): Promise<readonly GrantId[]>;
  /** Whether the opening of a grant is found by a term. */
  isGrantOfTerm(grant: GrantId, term: string): Promise<boolean>;
  /** Who may have put a secret of a sealed namespace there: its present holder first, then former ones. */
  secretsBy(namespace: NamespaceId, holder: Address): Promise<readonly Address[]>;
  secret(namespace: NamespaceId, by: Address): Promise<SecretEntry | null>;
  /** One for each party that puts it there. */
  putSecret(namespace: NamespaceId, entry: SecretEntry): Promise<void>;
  removeSecret(namespace: NamespaceId, by: SecretEntry["by"]): Promise<void>;
  content(record: SealedId): Promise<ContentEntry | null>;
  putContent(record: SealedId, entry: ContentEntry): Promise<void>;
  removeContent(record: SealedId): Promise<void>;
  blinded(grant: GrantId): Promise<BlindedEntry | null>;
  putBlinded(grant: GrantId, entry: BlindedEntry): Promise<void>;
  removeBlinded(grant: GrantId): Promise<void>;
  /** Rows with commitments, at most `limit` of them. @param after `next` of the page before; null for the first. */
  kept(after: string | null, limit: number): Promise<KeptPage>;
  /** Takes rows away, but those that were put there anew since they were read. @returns how many are gone. */
  clear(kept: readonly Kept[]): Promise<number>;
  /** Whether the last write went well, of whichever thread. */
  isWritable(): boolean;
  /** Makes it take writes again after one that failed. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Former holders of one namespace whose secrets count; they cannot crowd out the present one's. */
const mostSecrets = 8;

const metaName = "vault";
const linkRow = ({ record, commitment }: LinkName): string => `link/${record}/${commitment}`;
/** @param row What is found so. */
const termRow = (mark: string, row: string): string => `term/${mark}/${row}`;
const secretRow = (namespace: NamespaceId, by: string): string => `secret/${namespace}/${by}`;
const contentRow = (record: SealedId): string => `content/${record}`;
const blindedRow = (grant: GrantId): string => `blinded/${grant}`;

const keptKinds = ["blinded", "content", "link"] as const;

/**
 * @param ledger Which ledger it is of: another ledger's records may have the same ids.
 * @throws VaultError VAULT_WRONG_KEY, VAULT_OTHER_LEDGER, VAULT_UNAVAILABLE
 */
export async function openVault(rows: Rows, key: VaultKey, ledger: string): Promise<Vault> {
  await claim(rows, key, ledger);
  return vaultOver(rows, makeCipher(key, ledger));
}

function vaultOver(rows: Rows, cipher: Cipher): Vault {
  const written = (name: string, value: object): RowChange => [
    name,
    cipher.encrypt(name, JSON.stringify(value)),
  ];
  const dated = (name: string, value: object): RowChange =>
    written(name, { ...value, at: Math.floor(Date.now() / 1000) });
  const read = async <Entry>(name: string, schema: z.ZodType<Entry>): Promise<Entry | null> => {
    const row = await rows.get(name);
    return row === null ? null : schema.parse(JSON.parse(cipher.decrypt(name, row)));
  };
  const termRows = (row: string, terms: readonly string[]): readonly string[] =>
    terms.map((term) => termRow(cipher.mark(term), row));
  const found = async (term: string, kind: string, limit: number): Promise<readonly string[][]> => {
    const stem = termRow(cipher.mark(term), `${kind}/`);
    const names = await rows.names(stem, limit);
    return names.map((name) => name.slice(stem.length).split("/"));
  };
  const put = (row: string, entry: { readonly terms: readonly string[] }): Promise<void> =>
    rows.write([
      dated(row, entry),
      ...termRows(row, entry.terms).map((name): RowChange => [name, cipher.encrypt(name, "")]),
    ]);
  /** A row that somebody changed goes too: what it could be found by leads to nothing then. */
  const remove = async (
    row: string,
    read: () => Promise<{ readonly terms: readonly string[] } | null>,
  ): Promise<void> => {
    const entry = await read().catch(noneIfTampered);
    await rows.write([row, ...termRows(row, entry?.terms ?? [])].map((name): RowChange => [name, null]));
  };

  const vault: Vault = {
    link: (name) => read(linkRow(name), linkEntrySchema),
    putLink: (name, entry) => put(linkRow(name), entry),
    removeLink: (name) => remove(linkRow(name), () => vault.link(name)),
    saltFor: (text) => cipher.salt(text),
    async linksByTerm(term, limit) {
      const names = await found(term, "link", limit);
      return names.map(([record = "", commitment = ""]) => ({
        record: toRecordId(record),
        commitment: toDigest(commitment),
      }));
    },
    async grantsByTerm(term, limit) {
      const names = await found(term, "blinded", limit);
      return names.map(([grant = ""]) => toGrantId(grant));
    },
    isGrantOfTerm: async (grant, term) =>
      (await rows.get(termRow(cipher.mark(term), blindedRow(grant)))) !== null,
    async secretsBy(namespace, holder) {
      const stem = secretRow(namespace, "");
      const names = await rows.names(stem, mostSecrets);
      return [...new Set([holder, ...names.map((name) => toAddress(name.slice(stem.length)))])];
    },
    secret: (namespace, by) => read(secretRow(namespace, by), secretEntrySchema),
    putSecret: (namespace, entry) => rows.write([written(secretRow(namespace, entry.by), entry)]),
    removeSecret: (namespace, by) => rows.write([[secretRow(namespace, by), null]]),
    content: (record) => read(contentRow(record), contentEntrySchema),
    putContent: (record, entry) => rows.write([dated(contentRow(record), entry)]),
    removeContent: (record) => rows.write([[contentRow(record), null]]),
    blinded: (grant) => read(blindedRow(grant), blindedEntrySchema),
    putBlinded: (grant, entry) => put(blindedRow(grant), entry),
    removeBlinded: (grant) => remove(blindedRow(grant), () => vault.blinded(grant)),
    async kept(after, limit) {
      for (const kind of keptKinds) {
        const stem = `${kind}/`;
        const from = after?.startsWith(stem) ? after : undefined;
        if (from === undefined && after !== null && after > stem) continue;
        const names = await rows.names(stem, limit, from);
        const next = names.at(-1);
        if (next === undefined) continue;
        const items = await Promise.all(names.map((name) => keptAt(kind, name)));
        return { items: items.filter((one) => one !== null), next };
      }
      return { items: [], next: null };
    },
    clear: (kept) => rows.clear(kept.map(({ row }) => row)),
    isWritable: () => rows.isWritable(),
    mend: () => rows.mend(),
    close: () => rows.close(),
  };
  return vault;

  async function keptAt(kind: (typeof keptKinds)[number], name: string): Promise<Kept | null> {
    const value = await rows.get(name);
    if (value === null) return null;
    const [, id = "", commitment = ""] = name.split("/");
    const rowWith = (terms: readonly string[]): ClearedRow => ({
      name,
      value,
      others: termRows(name, terms),
    });
    try {
      const text: unknown = JSON.parse(cipher.decrypt(name, value));
      switch (kind) {
        case "link": {
          const { at: since, ...entry } = linkEntrySchema.parse(text);
          const of = { record: toRecordId(id), commitment: toDigest(commitment) };
          return { kind, since, entry, ...of, row: rowWith(entry.terms) };
        }
        case "content": {
          const { at: since, ...entry } = contentEntrySchema.parse(text);
          return { kind, since, entry, sealed: toSealedId(id), row: rowWith([]) };
        }
        case "blinded": {
          const { at: since, ...entry } = blindedEntrySchema.parse(text);
          return { kind, since, entry, grant: toGrantId(id), row: rowWith(entry.terms) };
        }
      }
    } catch (error) {
      return noneIfTampered(error);
    }
  }
}

function noneIfTampered(raised: unknown): null {
  if (raised instanceof VaultError && raised.code === "VAULT_TAMPERED") return null;
  throw raised;
}

const metaSchema = z.strictObject({ format: z.literal(1), keyId: z.string(), ledger: z.string() });

/** The first who opens it says with which key and for which ledger. */
async function claim(rows: Rows, key: VaultKey, ledger: string): Promise<void> {
  const row = await rows.get(metaName);
  if (row === null) {
    const meta = JSON.stringify({ format: 1, keyId: key.id, ledger });
    await rows.write([[metaName, new TextEncoder().encode(meta)]]);
    return;
  }
  const meta = metaSchema.safeParse(jsonIn(row));
  if (!meta.success) {
    throw new VaultError("VAULT_TAMPERED", "What the vault says of itself cannot be read.", {
      hint: "Restore the vault from its backup, or use the release of Cadastre that wrote it.",
    });
  }
  if (meta.data.keyId !== key.id) {
    throw new VaultError("VAULT_WRONG_KEY", "The vault was written with another key.", {
      hint: "Name the file of the key that it was written with: CADASTRE_VAULT_KEY_FILE.",
      details: { expected: meta.data.keyId, given: key.id },
    });
  }
  if (meta.data.ledger !== ledger) {
    throw new VaultError("VAULT_OTHER_LEDGER", "The vault is of another ledger.", {
      hint: "Name a folder of its own for each ledger: CADASTRE_VAULT.",
      details: { expected: meta.data.ledger, given: ledger },
    });
  }
}

function jsonIn(row: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(row));
  } catch {
    return null;
  }
}
