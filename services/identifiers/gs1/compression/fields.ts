import type { ApplicationIdentifier } from "../applicationIdentifiers.js";

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

/** The fields of an AI's value: its components, neighbours of one kind together. Undefined where they are not settled. */
export function fieldsOf({ ai, components }: ApplicationIdentifier): readonly Field[] | undefined {
  if (unsettled.test(ai)) return undefined;
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
