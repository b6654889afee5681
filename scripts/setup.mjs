// Makes a checkout ready to run: installs what is missing or out of date, and builds what changed.
// Plain JavaScript without dependencies, for it is the first thing that runs after a clone, on whatever Node is there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installStamp = join(root, "node_modules", ".cadastre-installed");
const buildStamp = join(root, "dist", ".cadastre-built");
const command = join(root, "dist", "services", "cli", "main.js");

/** Hardhat's native part is left out by an `npm ci` that an older Node runs. */
const oldestInstallingNode = 22;

function main() {
  process.chdir(root);
  const lock = digestOf(["package-lock.json"]);
  if (readStamp(installStamp) !== lock) {
    install();
    writeFileSync(installStamp, lock);
  }
  const sources = digestOf([
    "package-lock.json",
    "hardhat.config.ts",
    "tsconfig.json",
    "tsconfig.build.json",
    "contracts",
    "services",
    "scripts",
  ]);
  if (readStamp(buildStamp) !== sources || !existsSync(command)) {
    build();
    mkdirSync(dirname(buildStamp), { recursive: true });
    writeFileSync(buildStamp, sources);
  }
  linkCommand();
}

function install() {
  const major = Number(process.versions.node.split(".")[0]);
  console.error("cadastre: installing dependencies, this takes about half a minute …");
  const npm = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  if (major >= oldestInstallingNode) run("npm", npm);
  else run("npx", ["-y", "-p", "node@24", "--", "npm", ...npm]);
}

/** Into a folder beside it first: what runs from the old one is not torn away in the middle, and no half is left behind. */
function build() {
  console.error("cadastre: building …");
  const dist = join(root, "dist");
  const fresh = join(root, "dist.new");
  rmSync(fresh, { recursive: true, force: true });
  local("hardhat", ["build", "--no-tests", "--quiet"]);
  local("node", ["scripts/generate-decoders.ts"]);
  local("tsc", ["-p", "tsconfig.build.json", "--outDir", "dist.new"]);
  local("node", ["scripts/bundle.ts", "dist.new"]);
  chmodSync(join(fresh, "services", "cli", "main.js"), 0o755);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
}

/** `npx cadastre` finds the command as it would in a project that depends on this package. */
function linkCommand() {
  const link = join(root, "node_modules", ".bin", "cadastre");
  if (process.platform === "win32" || existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync(join("..", "..", "dist", "services", "cli", "main.js"), link);
}

function local(name, args) {
  const bin = join(root, "node_modules", ".bin");
  const separator = process.platform === "win32" ? ";" : ":";
  run(join(bin, name), args, { ...process.env, PATH: `${bin}${separator}${process.env.PATH}` });
}

function run(file, args, env = process.env) {
  const result = spawnSync(file, args, { stdio: ["ignore", 2, 2], env, shell: process.platform === "win32" });
  if (result.error === undefined && result.status === 0) return;
  const reason = result.error?.message ?? `exit code ${result.status ?? result.signal}`;
  console.error(`cadastre: '${[file, ...args].join(" ")}' failed (${reason})`);
  process.exit(1);
}

function readStamp(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Digest over names and contents; what the build generates is not a source. */
function digestOf(paths) {
  const hash = createHash("sha256");
  const generated = [
    join("services", "ledger", "contracts"),
    join("services", "ledger", "events", "decoders.ts"),
  ];
  const visit = (path) => {
    if (generated.includes(path) || !existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
      return;
    }
    hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  };
  for (const path of paths) visit(path);
  return hash.digest("hex");
}

main();
