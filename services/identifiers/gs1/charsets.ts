/** GS1 character set 82, in the order of its values. */
export const set82 = `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`;

/** GS1 character set 32, of which check character pairs are made, in the order of its values. */
export const set32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** A set of characters that a component may hold. */
export interface Charset {
  readonly foreign: RegExp;
  readonly numeric: boolean;
  /** What the set is called in messages. */
  readonly name: string;
}

/** Character sets by their letters in the table. */
export const charsets: ReadonlyMap<string, Charset> = new Map([
  ["N", { foreign: /[^0-9]/, numeric: true, name: "digits" }],
  ["X", { foreign: /[^!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]/, numeric: false, name: "characters of GS1 set 82" }],
  [
    "Y",
    {
      foreign: /[^#\-/0-9A-Z]/,
      numeric: false,
      name: 'digits, upper-case letters, "#", "-" and "/" (GS1 set 39)',
    },
  ],
  ["Z", { foreign: /[^A-Za-z0-9_=-]/, numeric: false, name: "characters of base64url" }],
]);
