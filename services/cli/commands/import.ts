/** `cadastre import`: register what a file holds. */
import { join } from "node:path";
import { Command, Option } from "commander";
import { importFormats } from "../../importers/format.js";
import { hasOnlyCopies } from "../../importers/registration/changedFile.js";
import { claimFolder, journalFile, registrationFolder } from "../../importers/registration/folder.js";
import { planOf } from "../../importers/registration/plan.js";
import { forgetPlans } from "../../importers/registration/plans.js";
import { fewestInBatch, forget, prepare } from "../../importers/registration/prepare.js";
import { checkLists } from "../../importers/registration/publishing.js";
import { registerConfirmed } from "../../importers/registration/registerConfirmed.js";
import {
  type Phase,
  type RegisterFileOptions,
  rehearseFile,
} from "../../importers/registration/registerFile.js";
import { registrationWays } from "../../importers/registration/ways.js";
import { type ImportResult, type ImportSummary, isClean } from "../../importers/run/result.js";
import { usualConcurrency } from "../../importers/run/runImport.js";
import { Confirmations, usualConfirmations } from "../../ledger/transactions/confirmations.js";
import { TransactionJournal } from "../../ledger/transactions/journal.js";
import { type Context, doing, writes } from "../context.js";
import { type ExitCode, exitCodes } from "../exitCodes.js";
import { costOf } from "../ledger/carryOut.js";
import {
  type FurtherKey,
  type LedgerSession,
  openAccount,
  openFurther,
  openLedger,
  ownParty,
} from "../ledger/session.js";
import { ImportResults } from "../output/importResults.js";
import { progressStages, type Stages } from "../output/stages.js";
import { knowledgeOf } from "../resolver/known.js";
import { inTermsOf } from "./importFolder.js";
import {
  checkReport,
  confirmationsOption,
  type ImportOptions,
  linksFor,
  rowsOption,
} from "./importOptions.js";
import { publishingTo } from "./importPublishing.js";
import { showOutcome, showPlan } from "./importTexts.js";

export function importCommand(): Command {
  const command = new Command("import")
    .description(
      "register the twins and identifiers of a file, one or a million; again is harmless, and finishes what was stopped",
    )
    .argument(
      "<file>",
      "CSV, JSON Lines, AASX, AAS environment (JSON, XML), Catena-X assets (Trace-X, test data)",
    )
    .addOption(
      new Option("--format <format>", "format (default: by name and content)").choices(importFormats),
    )
    .option(
      "--owner <segment>",
      "owner's segment for asset ids where the file names none, such as a BPN or a domain",
    )
    .addOption(
      new Option(
        "--as <way>",
        `how identifiers without twin and links are registered: each as a record, or together as a range or a list (auto: from ${fewestInBatch} of a namespace on together)`,
      )
        .choices(registrationWays)
        .default("auto"),
    )
    .option(
      "--link <template>",
      "where each of them leads, such as https://example.com/{gtin}/{serial}: they are issued as lists that say so",
    )
    .option("--rel <relation>", "link relation: gs1:pip, an IANA name or a URI (default: the default link)")
    .option("--title <text>", "title of the link")
    .option("--type <type>", "media type of the link's target")
    .option("--plan", "send nothing; show the transactions, their gas and their time")
    .option("--concurrency <rows>", "rows under way at once, 1 to 10000", rowsOption, usualConcurrency)
    .option(
      "--keys <names>",
      "further keys that sign, separated by commas: each registers identifiers where it is registrar of the namespace",
      (text: string) => text.split(","),
    )
    .option(
      "--confirmations <blocks>",
      "wait until everything lies under so many blocks, its own included, and send again what a reorganisation takes back (default: 1 on devnets, else 5)",
      confirmationsOption,
    )
    .option("--report <file>", "write the result of each row: JSON Lines, or CSV where the name ends so")
    .option("--no-publish", "do not bring lists to the resolver, where one is configured");
  return writes(command, { unsigned: true }).action(doing<ImportOptions>(run));
}

async function run(context: Context, options: ImportOptions, file: string): Promise<void> {
  const { format, owner, concurrency, keys = [], as: way } = options;
  const links = linksFor(options);
  await checkReport(options.report, file);
  const reading = { ...(format && { format }), ...(owner && { owner }) };
  const sendsNothing = options.plan === true || context.flags.dryRun === true;
  const session = await openLedger(context, true);
  const party = await ownParty(context);
  const resolverUrl = options.publish ? (await context.settings()).resolverUrl : undefined;
  const { deployment } = session;
  const registrations = join(context.home, "registrations");
  await forgetPlans(registrations, Date.now()).catch((error: unknown) =>
    context.output.note(`Plans that were never carried out cannot be removed: ${String(error)}`),
  );
  const folder = await registrationFolder(registrations, {
    file,
    reading,
    way,
    links,
    deployment,
    party,
  });
  const release = await claimFolder(folder).catch(inTermsOf(folder));
  const progress = progressStages(context);
  const stop = stopOnInterrupt(context);
  try {
    const journal = await TransactionJournal.open(journalFile(folder));
    const account = { ...context, flags: { ...context.flags, dryRun: sendsNothing } };
    const { client } = session.provider;
    const confirmations = new Confirmations({
      client,
      journal,
      confirmations: options.confirmations ?? usualConfirmations(deployment.chainId),
    });
    const sending = { log: confirmations };
    const { sender, key } = await openAccount(account, session, sending);
    const names = new Set(sendsNothing ? [] : keys.filter((name) => name !== key.name));
    const further = await openFurther(context, session, [...names], sending);
    const work = {
      file,
      reading,
      way,
      links,
      ledger: session,
      sender,
      registrars: further.map((one) => one.sender),
      party,
      folder,
      concurrency,
      signal: stop.signal,
      ...(resolverUrl !== undefined && {
        publishing: publishingTo(context, resolverUrl, { progress, sendsNothing }),
        knowledge: knowledgeOf(
          resolverUrl,
          () => session.provider.getBlockNumber(),
          ({ message }) =>
            context.output.note(
              `Nobody tells which identifiers are issued already: those that lists name are issued again. ${message}`,
            ),
        ),
      }),
      onProgress: (phase: Phase, done: number, total: number | null) =>
        progress.update(phaseTexts[phase], done, total),
    };
    if (options.plan === true) {
      const onProgress = (rows: number): void => work.onProgress("reading", rows, null);
      const prepared = await prepare({ ...work, onProgress });
      await checkLists(prepared, work.publishing);
      const plan = await planOf(prepared, work);
      progress.stop();
      showPlan(context, file, plan, await costOf(session, plan.gas));
      return;
    }
    await carryOut(context, options, work, confirmations, session, progress);
    showFurther(context, further);
  } catch (error) {
    inTermsOf(folder)(error);
  } finally {
    progress.stop();
    stop.release();
    await release();
  }
}

type Work = Omit<RegisterFileOptions, "journal" | "onResult" | "eachMember">;

async function carryOut(
  context: Context,
  options: ImportOptions,
  work: Work,
  confirmations: Confirmations,
  session: LedgerSession,
  progress: Stages,
): Promise<void> {
  const results = await ImportResults.open({
    report: options.report,
    kept: context.output.json ? join(work.folder, "results.jsonl") : null,
  });
  const began = performance.now();
  const dryRun = context.flags.dryRun === true;
  const { resolverUrl } = await context.settings();
  const all = {
    ...work,
    onResult: (result: ImportResult) => results.add(result),
    eachMember: results.takesMembers,
  };
  try {
    const onConfirming = (done: number, total: number): void =>
      progress.update("waiting for confirmations", done, total);
    const onChanged = async (): Promise<void> => {
      if (await hasOnlyCopies(work.folder, work.publishing !== undefined)) {
        context.output.note(
          `The lists that were issued are in ${work.folder} alone: keep them, or publish them.`,
        );
        return;
      }
      await forget(work.folder);
    };
    const onAgain = (): Promise<void> => results.beginAnew();
    const summary = dryRun
      ? { ...(await rehearseFile(all)), resent: 0 }
      : await registerConfirmed({ ...all, confirmations, onConfirming, onChanged, onAgain });
    progress.stop();
    const seconds = (performance.now() - began) / 1000;
    const cost = dryRun ? await costOf(session, summary.gas) : null;
    const resolver = resolverUrl !== undefined && options.publish && !dryRun ? resolverUrl : null;
    // Before anything is printed: that a report is not whole is the one result then.
    await results.close();
    await showOutcome(context, work.file, { summary, results, seconds, cost, resolver });
    context.endWith(exitCodeFor(summary));
    if (!dryRun && !summary.stopped) await forget(work.folder);
  } finally {
    await results.close();
    await results.forget();
  }
}

/** Says what each further key did, and what it would take where it did nothing. */
function showFurther({ output }: Context, further: readonly FurtherKey[]): void {
  for (const { name, sender } of further) {
    if (sender.sent > 0) output.note(`The key "${name}" sent ${sender.sent} transactions.`);
    else
      output.note(
        `The key "${name}" sent nothing: there was too little for it to do, or it is registrar of none of the namespaces. ` +
          `See: cadastre role set --help`,
      );
  }
}

const phaseTexts: Readonly<Record<Phase, string>> = {
  settling: "finding out what an earlier run sent",
  reading: "reading rows",
  issuing: "issuing batches",
  publishing: "bringing to the resolver",
  registering: "registering rows",
};

function exitCodeFor(summary: ImportSummary): ExitCode {
  if (summary.stopped) return exitCodes.interrupted;
  return isClean(summary) ? exitCodes.ok : exitCodes.partly;
}

/** The first Ctrl-C stops cleanly, the second at once. */
function stopOnInterrupt({ output }: Context): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    output.note("Stopping: what is under way is finished first. Ctrl-C again stops at once.");
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
  return {
    signal: controller.signal,
    release() {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
    },
  };
}
