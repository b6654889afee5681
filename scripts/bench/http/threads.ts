/** What a second HTTP thread brings. */
import { cp } from "node:fs/promises";
import { figure, type Section } from "../report.js";
import { startContender } from "./contender.js";
import { pathsOf, questions } from "./questions.js";
import { details, type FilledStore } from "./resolving.js";
import { type RoundOptions, rateIn, runRounds } from "./rounds.js";
import { workingOut } from "./serverSettings.js";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/** Why nothing is measured here; null where it is. */
export const threadsMissing: string | null =
  process.platform === "linux" && (major > 22 || (major === 22 && minor >= 12))
    ? null
    : "several threads on one port need Linux and Node 22.12 or later";

export async function benchThreads(store: FilledStore, options: RoundOptions): Promise<Section> {
  // A store is open in one process at a time.
  const copy = `${store.location}-copy`;
  await cp(store.location, copy, { recursive: true });
  const [one, two] = await Promise.all([
    startContender(workingOut(store.location)),
    startContender(workingOut(copy, 2)),
  ]);
  try {
    const { name, accept } = questions.serial;
    const asked = { paths: pathsOf(questions.serial, store.pumps), accept, status: 200 };
    const rates = await runRounds(
      [
        { name: "one", server: one, ...asked },
        { name: "two", server: two, ...asked },
      ],
      options,
    );
    const [single, double] = [rateIn(rates, "one"), rateIn(rates, "two")];
    return {
      title: "HTTP: threads",
      note: "the load generator needs a core too: requests/s show what a second thread brings from three cores on, its processor time everywhere",
      figures: [
        figure(`${name}, one thread`, "requests", single.perSecond, {}, details(single)),
        figure(
          `${name}, two threads`,
          "requests",
          double.perSecond,
          { "one thread": single.perSecond },
          // Two threads on cores of their own: twice as many, but for what each request costs more.
          { ...details(double), "× by CPU": (2 * single.cpu) / double.cpu },
        ),
      ],
    };
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
}
