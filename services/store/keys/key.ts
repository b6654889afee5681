/** A key of the database, as text and as bytes. */

declare const keyBrand: unique symbol;
/** A key in lower-case hex; `encodeKey` makes the bytes of it. */
export type Key = string & { readonly [keyBrand]: true };

export const encodeKey = (key: string): Buffer => Buffer.from(key, "hex");
export const decodeKey = (bytes: Uint8Array): Key => Buffer.from(bytes).toString("hex") as Key;
