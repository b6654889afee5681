/**
 * The command line's grammar. A group's module is loaded only when the line names it, so that `--help` and `--version`
 * do not wait for the ledger's libraries.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { exitCodeHelp } from "./exitCodes.js";
import type { Io } from "./io.js";
import { RootCommand } from "./rootCommand.js";

interface Group {
  readonly name: string;
  readonly description: string;
  load(): Promise<Command>;
}

const groups: readonly Group[] = [
  {
    name: "init",
    description: "set up: where chain, ledger and resolver are",
    load: async () => (await import("./commands/init.js")).initCommand(),
  },
  {
    name: "config",
    description: "show and change settings",
    load: async () => (await import("./commands/config.js")).configCommand(),
  },
  {
    name: "key",
    description: "make, take over and list the keys that sign",
    load: async () => (await import("./commands/key.js")).keyCommand(),
  },
  {
    name: "party",
    description: "register, attest, recover, relate and show parties",
    load: async () => (await import("./commands/party.js")).partyCommand(),
  },
  {
    name: "namespace",
    description: "delegate prefixes, suspend, reinstate and show them",
    load: async () => (await import("./commands/namespace.js")).namespaceCommand(),
  },
  {
    name: "twin",
    description: "mint, version and show twin models; their states, terms, parents and components",
    load: async () => (await import("./commands/twin.js")).twinCommand(),
  },
  {
    name: "id",
    description: "register identifiers, say what they stand for and where they lead",
    load: async () => (await import("./commands/id.js")).idCommand(),
  },
  {
    name: "sealed",
    description: "register records that do not tell their identifiers, disclose and verify them",
    load: async () => (await import("./commands/sealed.js")).sealedCommand(),
  },
  {
    name: "right",
    description: "grant, accept, revoke, offer, list and explain data-sharing rights; register their terms",
    load: async () => (await import("./commands/right.js")).rightCommand(),
  },
  {
    name: "data",
    description: "fetch data that you have a right to, and check it against the ledger",
    load: async () => (await import("./commands/data.js")).dataCommand(),
  },
  {
    name: "policy",
    description: "read and check ODRL usage policies, and say what they mean",
    load: async () => (await import("./commands/policy.js")).policyCommand(),
  },
  {
    name: "role",
    description: "let others act for you on one thing",
    load: async () => (await import("./commands/role.js")).roleCommand(),
  },
  {
    name: "group",
    description: "make groups of parties that are granted rights together",
    load: async () => (await import("./commands/group.js")).groupCommand(),
  },
  {
    name: "quota",
    description: "issue, move and use up tradable units of use",
    load: async () => (await import("./commands/quota.js")).quotaCommand(),
  },
  {
    name: "freeze",
    description: "freeze a thing, as a regulator",
    load: async () => (await import("./commands/freeze.js")).freezeCommand(),
  },
  {
    name: "unfreeze",
    description: "lift a freeze, as a regulator",
    load: async () => (await import("./commands/freeze.js")).unfreezeCommand(),
  },
  {
    name: "freezes",
    description: "show who holds a thing frozen",
    load: async () => (await import("./commands/freeze.js")).freezesCommand(),
  },
  {
    name: "office",
    description: "accredit regulators and name who acts for them",
    load: async () => (await import("./commands/freeze.js")).officeCommand(),
  },
  {
    name: "evidence",
    description: "vouch for documents, and see who did",
    load: async () => (await import("./commands/evidence.js")).evidenceCommand(),
  },
  {
    name: "batch",
    description: "issue identifiers by the range or by the list",
    load: async () => (await import("./commands/batch.js")).batchCommand(),
  },
  {
    name: "transfer",
    description: "hand over a twin, an identifier, a batch or a namespace",
    load: async () => (await import("./commands/transfer.js")).transferCommand(),
  },
  {
    name: "submit",
    description: "send calls that others signed with --sign",
    load: async () => (await import("./commands/submit.js")).submitCommand(),
  },
  {
    name: "import",
    description: "register the twins and identifiers of a file",
    load: async () => (await import("./commands/import.js")).importCommand(),
  },
  {
    name: "imports",
    description: "show and throw away what stopped imports left",
    load: async () => (await import("./commands/imports.js")).importsCommand(),
  },
  {
    name: "resolve",
    description: "say what an identifier stands for, whose it is, and who may do what",
    load: async () => (await import("./commands/resolve.js")).resolveCommand(),
  },
  {
    name: "history",
    description: "show every change of a thing, block by block",
    load: async () => (await import("./commands/history.js")).historyCommand(),
  },
  {
    name: "feed",
    description: "follow the ledger's events as they come",
    load: async () => (await import("./commands/feed.js")).feedCommand(),
  },
  {
    name: "webhook",
    description: "have the resolver send you the ledger's events",
    load: async () => (await import("./commands/webhook.js")).webhookCommand(),
  },
  {
    name: "stats",
    description: "what was done on the ledger, and what the resolver answered, by day or month",
    load: async () => (await import("./commands/stats.js")).statsCommand(),
  },
  {
    name: "credential",
    description: "have W3C credentials of what the ledger says issued, and verify them",
    load: async () => (await import("./commands/credential.js")).credentialCommand(),
  },
  {
    name: "audit",
    description: "make a signed report of a thing over a period, and verify one",
    load: async () => (await import("./commands/audit.js")).auditCommand(),
  },
  {
    name: "prove",
    description: "make a file that shows an answer of the ledger to whoever trusts a block's hash",
    load: async () => (await import("./commands/prove.js")).proveCommand(),
  },
  {
    name: "verify",
    description: "see whether a proof is true, without a node",
    load: async () => (await import("./commands/verify.js")).verifyCommand(),
  },
  {
    name: "whoami",
    description: "ask the resolver which party it takes you for",
    load: async () => (await import("./commands/whoami.js")).whoamiCommand(),
  },
  {
    name: "index",
    description: "write the ledger's history into a file, and make a resolver's index from one",
    load: async () => (await import("./commands/indexSnapshots.js")).indexCommand(),
  },
  {
    name: "status",
    description: "show chain, ledger, resolver and key",
    load: async () => (await import("./commands/status.js")).statusCommand(),
  },
];

/** @param words The command line without node and script. */
export async function buildProgram(words: readonly string[], io: Io): Promise<RootCommand> {
  const program = new RootCommand(io);
  program
    .description(
      "Register industrial assets and identifiers on the ledger, share their data, resolve and check them.",
    )
    .version(packageVersion())
    .option("--json", "print one JSON document, errors included")
    .option(
      "--home <folder>",
      "folder of settings and keys (default: CADASTRE_HOME, else ~/.config/cadastre)",
    )
    .option("--rpc-url <url>", "the chain's node (CADASTRE_RPC_URL)")
    .option("--resolver-url <url>", "the resolver (CADASTRE_RESOLVER_URL)")
    .option("--deployment <file>", "the ledger's deployment file (CADASTRE_DEPLOYMENT)")
    .addHelpText(
      "after",
      `\nExit codes:\n${exitCodeHelp.map(([code, what]) => `  ${String(code).padStart(3)}  ${what}`).join("\n")}`,
    );
  for (const { name, description, load } of groups) {
    // A word that only happens to be a group's name loads a module too many, nothing worse.
    if (words.includes(name)) program.addCommand(await load());
    else program.command(name).description(description);
  }
  return program;
}

function packageVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    try {
      const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(
        readFileSync(join(folder, "package.json"), "utf8"),
      );
      if (name === "cadastre" && typeof version === "string") return version;
    } catch {
      // The package's root is further up.
    }
    const parent = dirname(folder);
    if (parent === folder) return "unknown";
    folder = parent;
  }
}
