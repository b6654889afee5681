/**
 * Whether a credential still holds, as a Bitstring Status List 1.0. Nobody keeps a list: each is worked out from the ledger when it is
 * asked for. One list is of one fact (`claim.ts`), which is in its address, and has one entry, the first: so nothing has to be
 * remembered of what was issued, replicas agree, and a reorganisation that takes a fact back takes its credentials back.
 */
import { z } from "zod";
import { encodedBit } from "./bitstring.js";
import { baseContext, contextUrl } from "./context.js";
import { dateTime } from "./dateTime.js";
import { endings, type Standing, suspensions } from "./standing.js";
import { blockSchema } from "./subjects.js";

/** `revocation` is for good, `suspension` may be lifted. */
export const purposes = ["revocation", "suspension"] as const;
export type Purpose = (typeof purposes)[number];

/** Seconds for which a verifier may go by a list that it has, and for which a list is good. */
export const listSeconds = { fresh: 60, good: 300 } as const;

/** What a credential says of where its status is. */
export const statusEntrySchema = z.strictObject({
  id: z.url(),
  type: z.literal("BitstringStatusListEntry"),
  statusPurpose: z.enum(purposes),
  statusListIndex: z.string().regex(/^\d{1,8}$/),
  statusListCredential: z.url(),
});
export type StatusEntry = z.infer<typeof statusEntrySchema>;

/** @param status Address of the status without the purpose. */
export const entriesAt = (status: string): StatusEntry[] =>
  purposes.map((statusPurpose) => ({
    id: `${status}/${statusPurpose}#0`,
    type: "BitstringStatusListEntry",
    statusPurpose,
    statusListIndex: "0",
    statusListCredential: `${status}/${statusPurpose}`,
  }));

export const statusListSchema = z.strictObject({
  "@context": z.tuple([z.literal(baseContext), z.url()]),
  id: z.url(),
  type: z.tuple([z.literal("VerifiableCredential"), z.literal("BitstringStatusListCredential")]),
  issuer: z.string().startsWith("did:"),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  credentialSubject: z.strictObject({
    id: z.url(),
    type: z.literal("BitstringStatusList"),
    statusPurpose: z.enum(purposes),
    encodedList: z.string(),
    /** Milliseconds. */
    ttl: z.number().int().positive(),
    /** Why the bit is set; left out where it is not. */
    reason: z.enum([...endings, ...suspensions]).optional(),
    /** Block of which it is. */
    asOf: blockSchema,
  }),
});
export type StatusList = z.infer<typeof statusListSchema>;

export interface ListQuestion {
  /** Address of the list. */
  readonly url: string;
  readonly purpose: Purpose;
  readonly issuer: string;
  readonly baseUrl: string;
  /** Unix seconds. */
  readonly now: number;
}

/** @param asOf Block of which the standing is. */
export function statusListOf(
  standing: Standing,
  asOf: z.infer<typeof blockSchema>,
  { url, purpose, issuer, baseUrl, now }: ListQuestion,
): StatusList {
  const spoken = purpose === "revocation" ? "ended" : "suspended";
  const reason = standing.state === spoken ? standing.reason : null;
  return {
    "@context": [baseContext, contextUrl(baseUrl)],
    id: url,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer,
    validFrom: dateTime(now),
    validUntil: dateTime(now + listSeconds.good),
    credentialSubject: {
      id: `${url}#list`,
      type: "BitstringStatusList",
      statusPurpose: purpose,
      encodedList: encodedBit(reason !== null),
      ttl: listSeconds.fresh * 1000,
      ...(reason === null ? {} : { reason }),
      asOf,
    },
  };
}
