/** What can be asked of parties beside who controls them. */
import { z } from "zod";
import { account, digest, mostListed, twin, word } from "./fields.js";

/** `lei:213800KUD8LAJWSQ9D15`: the one way to write it that the ledger takes. */
const legalId = z.string().regex(/^[a-z]{1,16}:[0-9A-Z]{1,64}$/, "not a legal identifier");

const statement = z.discriminatedUnion("kind", [
  /** That the legal identifier is the party's. */
  z.strictObject({ kind: z.literal("legalId"), legalId }),
  /** What a document says, by its SHA-256; `name` is that of the statement's kind, such as `iso9001`. */
  z.strictObject({
    kind: z.literal("document"),
    name: z.string().regex(/^[a-z0-9-]{1,32}$/, "not a kind of statement"),
    digest,
  }),
]);

export const partyQuestions = [
  /** Who controls the account? */
  z.strictObject({ kind: z.literal("party"), party: account }),
  /** Does a registrar vouch for the statement, and does that count? */
  z.strictObject({ kind: z.literal("attestation"), registrar: account, party: account, statement }),
  /** Which party has the legal identifier? */
  z.strictObject({ kind: z.literal("legalId"), legalId }),
  /** Are the two bound to each other, by the word of both? */
  z.strictObject({
    kind: z.literal("relation"),
    sides: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.enum(["membership", "agent"]), party: account, subject: account }),
      z.strictObject({ kind: z.literal("twin"), party: account, subject: twin }),
    ]),
  }),
  /** Who may recover the party, and who will? */
  z.strictObject({ kind: z.literal("guardians"), party: account }),
  /** Who speaks for the account's DID, and when did its document change last? */
  z.strictObject({
    kind: z.literal("did"),
    identity: account,
    /** Delegates that are to be shown. */
    delegates: z
      .array(z.strictObject({ type: word, delegate: account }))
      .max(mostListed)
      .readonly(),
  }),
] as const;

export type StatementAsked = z.infer<typeof statement>;
