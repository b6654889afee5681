/** What the resolver says of callers, and takes from those who log in. */
import { z } from "zod";
import { addressSchema, bytesSchema } from "../../ledger/hex.js";
import { address, asOfSchema, partySchema, seconds } from "../v1/schema.js";
import { maxMessageLength } from "./challenge.js";

const callerSchema = z
  .strictObject({
    party: partySchema,
    key: address.meta({ description: "Account that signed, the request itself or the session's challenge." }),
    via: z.enum(["signature", "session"]).meta({ description: "What proved it." }),
    as: z.enum(["controller", "delegate"]).meta({
      description:
        "As what the key acts for the party: its controller (ERC-1056), or a delegate for `sigAuth`.",
    }),
  })
  .meta({ id: "Caller" });

export const whoamiSchema = z
  .strictObject({
    caller: callerSchema.nullable().meta({ description: "Null for a caller without credentials." }),
    audience: z.string().meta({
      description: "Address that signed requests to this resolver are for.",
      example: "https://id.example.com",
    }),
    chainId: z.number().int().meta({ description: "Chain that they are for.", example: 31337 }),
    asOf: asOfSchema,
  })
  .meta({ id: "Whoami" });
export type WhoamiView = z.infer<typeof whoamiSchema>;

export const challengeRequestSchema = z
  .strictObject({
    key: addressSchema.meta({
      description: "Account that will sign.",
      example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
    }),
    party: addressSchema.optional().meta({
      description: "Party for which it acts; the account itself where left out.",
      example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
    }),
  })
  .meta({ id: "ChallengeRequest" });

export const challengeSchema = z
  .strictObject({
    message: z.string().meta({ description: "Text to sign as it is (EIP-191), in the form of EIP-4361." }),
    expires: seconds("First second at which it is no longer taken."),
  })
  .meta({ id: "Challenge" });
export type ChallengeView = z.infer<typeof challengeSchema>;

export const sessionRequestSchema = z
  .strictObject({
    message: z.string().max(maxMessageLength).meta({ description: "The challenge's message as it came." }),
    signature: bytesSchema.meta({
      description:
        "The account's signature of it: that of a key, or what a contract account takes (ERC-1271).",
      example: "0x5d99…",
    }),
  })
  .meta({ id: "SessionRequest" });

export const sessionSchema = z
  .strictObject({
    token: z.string().meta({ description: "Goes into `Authorization: Bearer`.", example: "eyJhbGciOi…" }),
    expires: seconds("First second at which it is no longer good."),
    caller: callerSchema,
    asOf: asOfSchema,
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof sessionSchema>;

export const keysSchema = z
  .strictObject({
    keys: z.array(z.record(z.string(), z.unknown())).meta({ description: "JWKs (RFC 7517)." }),
  })
  .meta({ id: "Keys" });
