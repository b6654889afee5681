/** `cadastre imports`: what imports left that did not come to their end. */
import { join } from "node:path";
import { Command } from "commander";
import {
  forgetImport,
  type Insisting,
  type LeftImport,
  leftImports,
} from "../../importers/registration/left.js";
import { doing } from "../context.js";
import { table, utcTime } from "../output/layout.js";

export function importsCommand(): Command {
  const imports = new Command("imports").description("show and throw away what stopped imports left");
  imports
    .command("list")
    .description("show what imports left that did not come to their end")
    .action(
      doing(async ({ home, output }) => {
        const left = await leftImports(registrations(home));
        const text =
          left.length === 0
            ? "No import left anything."
            : table(["name", "file", "last", "bytes", "state"], left.map(rowOf));
        output.result(text, { imports: left });
      }),
    );
  imports
    .command("forget")
    .description("throw away what an import left; what it registered stays")
    .argument("<name>", "as `imports list` has it")
    .option("--even-unsettled", "also where nobody has seen what became of what it sent")
    .option("--even-lists", "also lists that it may have issued, of which there may be no other copy")
    .action(
      doing<Insisting>(async ({ home, output }, insisting, name) => {
        await forgetImport(registrations(home), name, insisting);
        output.result(`Forgotten: ${name}`, { forgotten: name });
      }),
    );
  return imports;
}

const registrations = (home: string): string => join(home, "registrations");

const rowOf = (left: LeftImport): readonly string[] => [
  left.name,
  left.file ?? "–",
  utcTime(left.changed),
  String(left.bytes),
  stateOf(left),
];

function stateOf({ open, begun, lists }: LeftImport): string {
  if (typeof open === "string") return open;
  if (!begun) return "planned, nothing sent";
  const sent = open === 0 ? "sent" : `sent, ${open} transactions without an end`;
  return lists.length === 0 ? sent : `${sent}, lists: ${lists.length}`;
}
