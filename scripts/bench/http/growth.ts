/** What a request costs when the store holds more that it does not ask for. */
import { figure, type Section } from "../report.js";
import { startContender } from "./contender.js";
import { details, type FilledStore, pathsOf, questions } from "./resolving.js";
import { type RoundOptions, runRounds } from "./rounds.js";

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
    const [first, second] = [small, large].map(({ records }) => rates.get(nameOf(records)));
    if (first === undefined || second === undefined) throw new Error("A store was not measured");
    const growth = { "CPU × the small one's": second.cpu / first.cpu };
    return {
      title: "HTTP: the same requests, with more in the store that they do not touch",
      note: "all records are of the same owner in the same namespaces; the requests ask for the same 500 serial numbers",
      figures: [
        figure(nameOf(small.records), "requests", first.perSecond, {}, details(first)),
        figure(
          nameOf(large.records),
          "requests",
          second.perSecond,
          { [nameOf(small.records)]: first.perSecond },
          { ...details(second), ...growth },
        ),
      ],
    };
  } finally {
    for (const server of servers) await server.stop();
  }
}

const nameOf = (records: number): string => `${records.toLocaleString("en")} records`;
