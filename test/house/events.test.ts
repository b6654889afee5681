import { readFileSync } from "node:fs";
import { Interface } from "ethers";
import { artifacts } from "hardhat";
import { beforeAll, describe, expect, it } from "vitest";

const page = readFileSync(new URL("../../docs/events.md", import.meta.url), "utf8");
const common = "Of several registries";

interface Row {
  signature: string;
  registries: string[];
}

/** What the page says, section by section. */
function documented(): Map<string, Row[]> {
  const sections = page.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const title = section.slice(0, section.indexOf("\n"));
      const rows = [...section.matchAll(/^\| `(.+?)` \| .+? \|(?: (.+) \|)?$/gm)].map(
        ([, signature = "", of = title]) => ({ signature, registries: of.split(", ") }),
      );
      return [title, rows];
    }),
  );
}

describe("docs/events.md", () => {
  const pages = documented();
  const registries = [...pages.keys()].filter((title) => title !== common);
  const actual = new Map<string, string[]>();

  beforeAll(async () => {
    for (const registry of registries) {
      const { abi } = await artifacts.readArtifact(registry);
      const events: string[] = [];
      new Interface(abi).forEachEvent((event) => {
        events.push(event.format("full").replace(/^event /, ""));
      });
      actual.set(registry, events.sort());
    }
  });

  it("has a section for every registry behind a proxy", async () => {
    const names = await artifacts.getAllFullyQualifiedNames();
    const upgradeable: string[] = [];
    for (const name of names) {
      const { abi, bytecode, contractName } = await artifacts.readArtifact(name);
      const hasGate = abi.some((entry: { name?: string }) => entry.name === "freezeUpgrades");
      if (hasGate && bytecode !== "0x" && name.startsWith("contracts/")) upgradeable.push(contractName);
    }
    expect([...registries].sort()).toEqual(upgradeable.sort());
  });

  it.each(registries)("has the events of %s, all of them and as they are", (registry) => {
    const shared = (pages.get(common) ?? []).filter(
      ({ registries: of }) => of.includes(registry) || of.includes("all"),
    );
    const signatures = [...(pages.get(registry) ?? []), ...shared].map(({ signature }) => signature);
    expect(signatures.sort()).toEqual(actual.get(registry));
  });
});
