/** What a request costs when the store holds more that it does not ask for. */
import { figure, type Section } from "../report.js";
import { startContender } from "./contender.js";
import { details, pathsOf, questions } from "./resolving.js";
import { type RoundOptions, runRounds } from "./rounds.js";

export interface FilledStore {
  readonly location: string;
  readonly records: number;
}

export async function benchGrowth(
  small: FilledStore,
  large: FilledStore,
  options: RoundOptions,
): Promise<Section> {
  const servers = await Promise.all(
    [small, large].map(({ location }) => startContender({ kind: "resolver", store: location })),
  );
  try {
    const paths = pathsOf(questions.serial);
    const lanes = [small, large].flatMap(({ records }, place) => {
      const server = servers[place];
      return server === undefined ? [] : [{ name: nameOf(records), server, paths, status: 200 }];
    });
    const rates = await runRounds(lanes, options);
    const base = rates.get(nameOf(small.records))?.perSecond ?? Number.NaN;
    return {
      title: "HTTP: the same requests, with more in the store that they do not touch",
      note: "all records are of the same owner in the same namespaces; the requests ask for the same 500 serial numbers",
      figures: [...rates].map(([name, rate]) =>
        figure(
          name,
          "requests",
          rate.perSecond,
          name === nameOf(small.records) ? {} : { [nameOf(small.records)]: base },
          details(rate),
        ),
      ),
    };
  } finally {
    for (const server of servers) await server.stop();
  }
}

const nameOf = (records: number): string => `${records.toLocaleString("en")} records`;
