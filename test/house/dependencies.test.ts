import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const services = resolve(import.meta.dirname, "../../services");

/** What a folder of services may import; the table of docs/architecture.md. */
const allowed: Record<string, readonly string[]> = {
  errors: [],
  identifiers: ["errors"],
  ledger: ["errors", "identifiers", "store"],
  store: ["errors", "identifiers"],
  index: ["errors", "identifiers", "ledger", "store"],
  vault: ["errors", "ledger", "store"],
  rights: ["errors", "identifiers", "ledger", "store"],
  importers: ["errors", "identifiers", "ledger", "store"],
  accessLog: ["errors", "ledger", "store"],
  manifests: ["errors", "identifiers", "importers", "ledger", "store"],
  snapshots: ["errors", "index", "ledger", "manifests", "proofs", "store"],
  audit: ["accessLog", "errors", "ledger", "proofs", "store"],
  evidence: ["errors", "identifiers", "importers", "ledger"],
  credentials: ["errors", "ledger", "store"],
  explorer: [],
  proofs: ["errors", "identifiers", "ledger", "store"],
  resolver: [
    "accessLog",
    "audit",
    "credentials",
    "errors",
    "explorer",
    "identifiers",
    "importers",
    "index",
    "ledger",
    "manifests",
    "proofs",
    "rights",
    "store",
    "vault",
  ],
  cli: [
    "accessLog",
    "audit",
    "credentials",
    "errors",
    "evidence",
    "identifiers",
    "importers",
    "index",
    "ledger",
    "manifests",
    "proofs",
    "rights",
    "snapshots",
    "store",
  ],
};

/** Files that another folder may know of a folder it must not depend on: types without code. */
const sharedTypes = ["store/model.js"];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => join(folder, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) =>
    relative(services, resolve(dirname(file), match[1] ?? "")),
  );
}

const folders = readdirSync(services, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe("the house", () => {
  it("has no room that the table does not know", () => {
    expect(folders.map((folder) => folder.name).sort()).toEqual(Object.keys(allowed).sort());
  });

  it.each(Object.entries(allowed))("%s imports only what lies beneath it", (folder, beneath) => {
    const wrong = sources(join(services, folder)).flatMap((file) =>
      importsOf(file)
        .filter((target) => !sharedTypes.includes(target))
        .filter((target) => ![folder, ...beneath].includes(target.split("/")[0] ?? ""))
        .map((target) => `${relative(services, file)} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has no circle of imports, those of types among them", () => {
    const left = new Map(
      sources(services).map((file) => [relative(services, file).replace(/\.ts$/, ".js"), importsOf(file)]),
    );
    // What imports nothing that is left goes, until nothing can go: what stays then leads in a circle.
    for (let size = Number.POSITIVE_INFINITY; left.size < size; ) {
      size = left.size;
      for (const [file, targets] of left) if (!targets.some((target) => left.has(target))) left.delete(file);
    }
    expect([...left.keys()]).toEqual([]);
  });

  it("keeps Express, Level and the command line out of the library folders", () => {
    const banned = /from "(express|level|classic-level|commander)"/;
    const wrong = ["errors", "identifiers", "rights", "importers", "proofs"]
      .flatMap((folder) => sources(join(services, folder)))
      .filter((file) => banned.test(readFileSync(file, "utf8")));
    expect(wrong).toEqual([]);
  });
});
