/**
 * Reads what the Solidity tests ran (`coverage/lcov.info`) and fails where that is less than 98 % of the contracts' lines, or where
 * a function that anybody can call was not called at all.
 */
import { readFileSync } from "node:fs";

const leastPercent = 98;

/** Lines of a file that can run, and whether they did. */
type Lines = ReadonlyMap<number, boolean>;

function readLcov(text: string): ReadonlyMap<string, Lines> {
  const files = new Map<string, Lines>();
  for (const section of text.split("end_of_record")) {
    const file = /^SF:(contracts\/.*)$/m.exec(section)?.[1];
    if (file === undefined) continue;
    const lines = [...section.matchAll(/^DA:(\d+),(\d+)$/gm)];
    files.set(file, new Map(lines.map(([, line, hits]) => [Number(line), Number(hits) > 0])));
  }
  return files;
}

/** Names of the external and public functions of which no line ran. */
function uncalled(source: string, lines: Lines): readonly string[] {
  // As Prettier writes it: a function begins, and its brace ends, four blanks in.
  return [
    ...source.matchAll(/^ {4}function (\w+)\([^{;]*\b(?:external|public)\b[^{;]*\{\n[\s\S]*?^ {4}\}$/gm),
  ]
    .filter(({ 0: text, index }) => {
      const first = source.slice(0, index).split("\n").length;
      const ran = Array.from(text.split("\n"), (_, i) => lines.get(first + i)).filter(
        (one) => one !== undefined,
      );
      return ran.length > 0 && !ran.includes(true);
    })
    .map(([, name = ""]) => name);
}

let run = 0;
let all = 0;
let failed = false;
for (const [file, lines] of readLcov(readFileSync("coverage/lcov.info", "utf8"))) {
  const missed = [...lines].filter(([, ran]) => !ran).map(([line]) => line);
  run += lines.size - missed.length;
  all += lines.size;
  if (missed.length > 0) console.log(`${file}: not run: ${missed.join(", ")}`);
  for (const name of uncalled(readFileSync(file, "utf8"), lines)) {
    failed = true;
    console.log(`${file}: ${name} is never called`);
  }
}
const percent = (100 * run) / all;
console.log(`${percent.toFixed(2)} % of ${all} lines run, of which ${leastPercent} % are asked for`);
if (failed || !(percent >= leastPercent)) process.exitCode = 1;
