/** What a request costs when the store holds more that it does not ask for. */
import { type Figure, figure, type Section } from "../report.js";
import { recordsOfPump } from "../world/names.js";
import { startContender } from "./contender.js";
import { pathsOf, questions } from "./questions.js";
import { details, type FilledStore } from "./resolving.js";
import { type RoundOptions, rateIn, runRounds } from "./rounds.js";
import { workingOut } from "./serverSettings.js";

/** @param stores the smallest first. */
export async function benchGrowth(
  stores: readonly [FilledStore, ...FilledStore[]],
  options: RoundOptions,
): Promise<Section> {
  const servers = await Promise.all(stores.map(({ location }) => startContender(workingOut(location))));
  try {
    const [{ pumps: smallest }] = stores;
    const figures: Figure[] = [];
    for (const question of [questions.redirect, questions.serial]) {
      const asked = { paths: pathsOf(question, smallest), accept: question.accept };
      const status = question === questions.redirect ? 307 : 200;
      const lanes = stores.flatMap((store, place) => {
        const server = servers[place];
        return server === undefined ? [] : [{ name: nameOf(store), server, ...asked, status }];
      });
      const rates = await runRounds(lanes, options);
      const first = rateIn(rates, nameOf(stores[0]));
      for (const store of stores) {
        const rate = rateIn(rates, nameOf(store));
        const against = store === stores[0] ? {} : { [nameOf(stores[0])]: first.perSecond };
        const growth = store === stores[0] ? {} : { "CPU × the smallest's": rate.cpu / first.cpu };
        const what = `${question.name}, ${nameOf(store)}`;
        figures.push(figure(what, "requests", rate.perSecond, against, { ...details(rate), ...growth }));
      }
    }
    return {
      title: "HTTP: the same requests, with more in the store that they do not touch",
      note: "all records are of the same owner in the same namespaces; the requests ask for the same pumps",
      figures,
    };
  } finally {
    for (const server of servers) await server.stop();
  }
}

const nameOf = ({ pumps }: FilledStore): string => `${(pumps * recordsOfPump).toLocaleString("en")} records`;
