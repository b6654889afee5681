/** What shows somebody which identifier a sealed record is of, as a file. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import { namespaceText } from "../../identifiers/namespaceText.js";
import type { SealedName } from "../../ledger/actions/sealedRecords.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { addressSchema, hashSchema, toSealedId } from "../../ledger/hex.js";
import { namespaceId, schemeId, sealedId, sealOf } from "../../ledger/ids.js";
import { digestOf, saltSchema, sealedContentSchema } from "../../ledger/sealedContent.js";
import type { Digest } from "../../store/model.js";
import { CliError, usage } from "../errors.js";
import { carriesPrefix, type NamespaceReference, parseNamespace } from "../names/namespace.js";

/** Which record, of which identifier. */
export const sealedFields = {
  chain: z.number().int().positive(),
  /** Contract that has the record. */
  registry: addressSchema,
  record: hashSchema.transform(toSealedId),
  namespace: z.string(),
  scheme: z.enum(ledgerSchemes),
  identifier: z.string(),
  salt: saltSchema,
};

const disclosureSchema = z
  .strictObject({
    ...sealedFields,
    content: z.exactOptional(sealedContentSchema),
    contentSalt: z.exactOptional(saltSchema),
  })
  .refine(({ content, contentSalt }) => (content === undefined) === (contentSalt === undefined));
export type Disclosure = z.infer<typeof disclosureSchema>;

/** @throws CliError `CLI_USAGE` for anything else than a disclosure of this deployment's records. */
export async function readDisclosure(file: string, { chainId, contracts }: Deployment): Promise<Disclosure> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CliError("CLI_USAGE", `${file} cannot be read as a disclosure.`, {
      hint: "Give a file that `cadastre sealed disclose` wrote.",
      cause,
    });
  }
  const read = disclosureSchema.safeParse(json);
  if (!read.success) throw usage(`${file} is no disclosure.`, "Ask whoever disclosed it for it again.");
  const { chain, registry } = read.data;
  if (chain !== chainId || registry !== contracts.sealedRecords)
    throw usage(
      `${file} is of a record on another ledger.`,
      "Configure the deployment that it is for: --deployment.",
    );
  return read.data;
}

/**
 * The record's public name, once the disclosure has shown by itself that the record is of that identifier. Nobody is asked:
 * whoever is asked learns the identifier.
 * @throws CliError `CLI_MISMATCH`; IdentifierError
 */
export function checkedName({ record, namespace, scheme, identifier, salt }: Disclosure): SealedName {
  const issuer = parseNamespace(namespace);
  const parsed = parseIdentifier(identifier, { scheme });
  if (!isLedgerIdentifier(parsed) || parsed.scheme !== scheme || parsed.canonical !== identifier)
    throw untrue(`${identifier} is not a canonical identifier of the scheme ${scheme}.`);
  if (!carriesPrefix(parsed, issuer))
    throw untrue(`${identifier} does not carry the prefix of ${namespaceText(issuer)}.`);
  const seal = sealOf(schemeId(scheme), identifier, salt);
  if (sealedId(idOf(issuer), seal) !== record)
    throw untrue(`The seal of ${identifier} with that salt is not that of the record ${record}.`);
  return { scheme, prefix: issuer.prefix, seal };
}

/** @throws CliError `CLI_MISMATCH` where the disclosed content is not the one that the ledger has the digest of. */
export function checkContent({ content, contentSalt }: Disclosure, digest: Digest | null): void {
  if (content === undefined || contentSalt === undefined) return;
  if (digestOf(content, contentSalt) !== digest)
    throw untrue("The content is not what the record says now: its digest differs.");
}

const idOf = ({ scheme, prefix }: NamespaceReference) => namespaceId(schemeId(scheme), prefix);

const untrue = (why: string): CliError =>
  new CliError("CLI_MISMATCH", why, { hint: "Do not rely on it. Ask whoever disclosed it for it again." });
