import { type ApplicationIdentifier, applicationIdentifiers } from "../applicationIdentifiers.js";

/** A part of an AI's value as GS1's compression packs it. */
export interface Field {
  readonly numeric: boolean;
  /** Its length; the longest it may have where it is variable. */
  readonly max: number;
  readonly variable: boolean;
}

/**
 * AIs whose fields differ from one implementation of the compression to the next (7007, 723n, 7258, 8007, 433n), or that are
 * younger than they are (7011). Which is right is not known here, so they are neither packed nor unpacked.
 */
const unsettled = /^(?:433[0-3]|7007|7011|723[0-9]|7258|8007)$/;

const fields: ReadonlyMap<string, readonly Field[]> = new Map(
  applicationIdentifiers()
    .filter(({ ai }) => !unsettled.test(ai))
    .map((entry) => [entry.ai, together(entry)]),
);

/** The fields of an AI's value. Undefined where they are not settled, and for an AI that is not known. */
export function fieldsOf(ai: string): readonly Field[] | undefined {
  return fields.get(ai);
}

/** The components of an AI's value, neighbours of one kind together. */
function together({ components }: ApplicationIdentifier): readonly Field[] {
  const fields: Field[] = [];
  for (const { charset, min, max, optional } of components) {
    const field = { numeric: charset.numeric, max, variable: optional || min !== max };
    const before = fields.at(-1);
    if (before?.numeric === field.numeric && before.variable === field.variable) {
      fields.splice(-1, 1, { ...field, max: before.max + max });
    } else {
      fields.push(field);
    }
  }
  return fields;
}
