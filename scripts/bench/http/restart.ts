/** How soon a resolver answers again after it was killed. */
import { median } from "../measure.js";
import { figure, type Section } from "../report.js";
import { recordsOfPump, serialOf } from "../world/names.js";
import { startContender } from "./contender.js";
import type { FilledStore } from "./resolving.js";
import { remembering } from "./serverSettings.js";

const kills = 5;

/** @param stores the smallest first. */
export async function benchRestart(stores: readonly FilledStore[]): Promise<Section> {
  const figures = [];
  for (const { location, pumps } of stores) {
    const times: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) times.push(await timeStart(location));
    const seconds = median(times) / 1_000;
    const records = (pumps * recordsOfPump).toLocaleString("en");
    figures.push(figure(`${records} records`, "starts", 1 / seconds, {}, { seconds }));
  }
  return {
    title: "From the start of a process, whose last one was killed (-9), to its first right answer",
    note: "loading the program is in it; what the chain has brought meanwhile comes on top",
    figures,
  };
}

/** Milliseconds. Leaves a process behind that was killed. */
async function timeStart(location: string): Promise<number> {
  const began = performance.now();
  const server = await startContender(remembering(location));
  const { status } = await fetch(`${server.url}/${serialOf(0)}`, { redirect: "manual" });
  const took = performance.now() - began;
  await server.kill();
  if (status !== 307) throw new Error(`A resolver that was started again answers with ${status}`);
  return took;
}
