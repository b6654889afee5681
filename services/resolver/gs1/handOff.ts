/**
 * Keys that another resolver answers for: by a link of the type `gs1:handledBy`, whose target is the other resolver's root.
 *
 * It may stand at any level of a key, where it speaks for that level and what is part of it. A namespace has no links of its own;
 * its holder gives it some at the party GLN that consists of the prefix, zeros and the check digit.
 */
import { modulo10CheckDigit } from "../../identifiers/checkDigits.js";
import { IdentifierError } from "../../identifiers/errors.js";
import { handledBy } from "../../identifiers/gs1/vocabulary.js";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { gs1Identifier, linkPath } from "../../identifiers/index.js";
import type { EntityView } from "../../store/view.js";
import { linksOf, type ResolvedLink } from "../resolution/links.js";
import { locate } from "../resolution/locate.js";
import { MomentMemory } from "../resolution/moments.js";
import type { Zone } from "../resolution/zones.js";

/** Digits of a GLN before its check digit. */
const glnDigits = 12;

/** The links that send on everything under a namespace; none while that, and with it the key, is not in force. */
export function namespaceHandOff(view: EntityView, zone: Zone, at: number): readonly ResolvedLink[] {
  return handOffs.value(view, at, zone.namespace.id, () => deriveHandOff(view, zone, at));
}

const handOffs = new MomentMemory<readonly ResolvedLink[]>();

function deriveHandOff(view: EntityView, { namespace }: Zone, at: number): readonly ResolvedLink[] {
  const identifier = namespaceKey(namespace.prefix);
  if (identifier === null) return [];
  const located = locate(view, identifier, at);
  // Who issues a part of the prefix could have registered this key too, and who owns it may not be who holds the prefix.
  if (located?.record.namespace !== namespace.id || located.record.owner !== namespace.holder) return [];
  return linksOf(null, [{ identifier, located }], identifier).filter(({ rel }) => rel === handledBy);
}

/** The party GLN that stands for a namespace; null for one that no GLN can begin with, such as the root. */
function namespaceKey(prefix: string): Gs1Identifier | null {
  const digits = prefix.padEnd(glnDigits, "0");
  try {
    return prefix === "" ? null : gs1Identifier({ ai: "417", value: digits + modulo10CheckDigit(digits) });
  } catch (error) {
    if (error instanceof IdentifierError) return null;
    throw error;
  }
}

/**
 * Links as they hold for one key: a hand-off leads to this key at the other resolver. One that cannot be continued with a path
 * is left out, and one that leads back here, which would go round for ever.
 *
 * @param baseUrl Public address of this resolver.
 */
export function handOffsTo(
  links: readonly ResolvedLink[],
  identifier: Gs1Identifier,
  baseUrl: string,
): readonly ResolvedLink[] {
  if (!links.some(({ rel }) => rel === handledBy)) return links;
  return links.flatMap((link) => {
    if (link.rel !== handledBy) return [link];
    const { href } = link.target;
    if (/[?#]/.test(href) || isAt(href, baseUrl)) return [];
    return [
      { ...link, target: { ...link.target, href: `${href.replace(/\/+$/, "")}/${linkPath(identifier)}` } },
    ];
  });
}

function isAt(href: string, baseUrl: string): boolean {
  const [target, own] = [new URL(href), new URL(baseUrl)];
  return target.host === own.host && `${target.pathname}/`.startsWith(`${own.pathname.replace(/\/$/, "")}/`);
}
