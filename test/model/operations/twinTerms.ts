import { twinUseCode } from "../../../services/ledger/enums.js";
import type { Account } from "../ledger/parties.js";
import type { AuthorShare, TwinUse } from "../ledger/twinTerms.js";
import { contents, licences, possibleParties } from "../universe.js";
import { addressOf, digestWord, twinWord } from "../words/names.js";
import type { Draw, Operation } from "./operation.js";
import { amongTwins } from "./twins.js";

const nameAuthors = (twin: string, authors: readonly AuthorShare[]): Operation => ({
  contract: "twinTerms",
  call: "nameAuthors",
  words: () => [twinWord(twin), authors.map(({ party, share }) => ({ party: addressOf(party), share }))],
  touches: [`twin ${twin}`],
  apply: ({ twinTerms }, by) => twinTerms.nameAuthors(by, twin, authors),
  text: `name ${JSON.stringify(authors)} authors of "${twin}"`,
});

const attachLicence = (twin: string, licence: string | null): Operation => ({
  contract: "twinTerms",
  call: "attachLicence",
  words: () => [twinWord(twin), digestWord(licence), ""],
  touches: [`twin ${twin}`],
  apply: ({ twinTerms }, by) => twinTerms.attachLicence(by, twin, licence),
  text: `attach ${licence} to "${twin}"`,
});

const permitUse = (twin: string, use: TwinUse, party: Account | null, allowed: boolean): Operation => ({
  contract: "twinTerms",
  call: "permitUse",
  words: () => [twinWord(twin), twinUseCode(use), addressOf(party), allowed],
  touches: [`twin ${twin}`],
  apply: ({ twinTerms }, by) => twinTerms.permitUse(by, twin, use, party, allowed),
  text: `${allowed ? "permit" : "forbid"} ${party ?? "everyone"} to ${use} with "${twin}"`,
});

const drawNameAuthors: Draw = (dice, ledger) => {
  const unnamed = [...ledger.twins.all.keys()].filter(
    (each) => ledger.twinTerms.authorsOf(each).length === 1,
  );
  const name = dice.mostly(unnamed, contents);
  const author = ledger.twins.all.get(name)?.author ?? 1;
  const first = dice.chance(1, 12) ? dice.party() : author;
  const others = possibleParties.filter((party) => party !== first).slice(0, dice.below(4));
  const twice = others.length > 0 && dice.chance(1, 12) ? [first] : others;
  const share = dice.chance(1, 12) ? 3_334 : 3_333;
  const shares = twice.map((party) => ({ party, share }));
  const rest = 10_000 - 3_333 * shares.length;
  const operation = nameAuthors(name, [{ party: first, share: rest }, ...shares]);
  return { by: dice.keyOf(ledger, author), operation };
};

const drawAttachLicence: Draw = (dice, ledger) => {
  const name = dice.existing(ledger.twins.all, contents);
  const licence = dice.chance(1, 4) ? null : dice.of(licences);
  return {
    by: dice.keyOf(ledger, ledger.twins.all.get(name)?.holder),
    operation: attachLicence(name, licence),
  };
};

const drawPermitUse: Draw = (dice, ledger) => {
  const name = dice.existing(ledger.twins.all, contents);
  const party = dice.chance(1, 3) ? null : dice.party();
  const use = dice.of(["derive", "compose"] as const);
  const operation = permitUse(name, use, party, dice.chance(3, 4));
  return { by: dice.keyOf(ledger, ledger.twins.all.get(name)?.holder), operation };
};

export const twinTermsDraws: readonly (readonly [number, Draw])[] = [
  [2, amongTwins(1, drawNameAuthors)],
  [3, amongTwins(1, drawAttachLicence)],
  [4, amongTwins(1, drawPermitUse)],
];
