/** Forms of right operands: each turns the spellings of one value into one text. */
import { z } from "zod";
import { parseBpn } from "../../identifiers/bpn.js";
import { IdentifierError } from "../../identifiers/errors.js";

export interface ValueForm {
  readonly schema: z.ZodType<string, string>;
  /** What a value looks like, for a message. */
  readonly expected: string;
}

const days = /^[1-9]\d{0,4}$/;

export const dateTime: ValueForm = {
  // Whole seconds, as the ledger counts them; one moment has one text, in UTC.
  schema: z.iso
    .datetime({ offset: true })
    .regex(/^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.0+)?(Z|[+-]\d{2}:\d{2})$/)
    .transform((text) => new Date(text).toISOString().replace(".000Z", "Z"))
    .refine((text) => text >= "1970-01-02"),
  expected: "a moment with its offset, such as 2027-12-31T23:59:59Z",
};

export const wholeNumber: ValueForm = {
  schema: z.string().regex(days),
  expected: "a whole number from 1 to 99999",
};

export const legalEntity: ValueForm = {
  schema: z.string().transform((text, context) => {
    try {
      const { value } = parseBpn(text);
      if (value.startsWith("BPNL")) return value;
    } catch (error) {
      if (!(error instanceof IdentifierError)) throw error;
    }
    context.addIssue({ code: "custom" });
    return z.NEVER;
  }),
  expected: "the business partner number of a legal entity, such as BPNL00000003CRHK",
};

/** Any text; commas are how some connectors write several values in one, which others take for one. */
export const reference: ValueForm = {
  schema: z.string().regex(/^[^,]{1,256}$/),
  expected: "a text of at most 256 characters without a comma; several are an array",
};

export const place: ValueForm = {
  schema: z.string().max(256),
  expected: "a text of at most 256 characters",
};

export const framework: ValueForm = {
  schema: z.string().regex(/^[A-Za-z]{1,64}:v?\d{1,3}(\.\d{1,3}){0,2}$/),
  expected: "a framework and its version, such as DataExchangeGovernance:1.0",
};

/** One of a closed list. */
export function oneOf(...values: readonly [string, ...string[]]): ValueForm {
  return { schema: z.enum(values), expected: values.join(", ") };
}
