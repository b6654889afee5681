/** One point in which a resolver's answer is held against what the chain says. */

export interface Finding {
  readonly what: string;
  readonly resolver: string;
  readonly chain: string;
  readonly match: boolean;
}

export const none = "none";

export function finding(what: string, resolver: string | number, chain: string | number): Finding {
  return { what, resolver: String(resolver), chain: String(chain), match: resolver === chain };
}
