import type { Charset } from "./applicationIdentifiers.js";

/** GS1 character set 82, in the order of its values. */
export const set82 = `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`;

/** GS1 character set 32, of which check character pairs are made, in the order of its values. */
export const set32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** What a component of each character set cannot hold, and how the set is called in messages. */
export const charsets: Readonly<Record<Charset, { readonly foreign: RegExp; readonly name: string }>> = {
  N: { foreign: /[^0-9]/, name: "digits" },
  X: { foreign: /[^!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]/, name: "characters of GS1 set 82" },
  Y: {
    foreign: /[^#\-/0-9A-Z]/,
    name: 'characters of GS1 set 39 (digits, upper-case letters, "#", "-" and "/")',
  },
  Z: { foreign: /[^A-Za-z0-9_=-]/, name: "characters of base64url" },
};
