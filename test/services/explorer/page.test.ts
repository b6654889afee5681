/** The explorer in a real browser, over a real resolver. */
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { giai, handle, pumpOf } from "../resolver/equivalents.fixture.js";
import { startResolver, type TestResolver } from "../resolver/http.fixture.js";
import { serial, sharedUuid, type World, worldOf } from "../resolver/world.fixture.js";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
if (executablePath === undefined)
  console.warn("The tests in a browser are skipped: there is no Chromium here.");

/** Registries by their numbers among the deployed contracts. */
const parties = 1;
const twins = 4;

describe.skipIf(executablePath === undefined)("the explorer in a browser", () => {
  let world: World;
  let resolver: TestResolver;
  let browser: Browser;
  let page: Page;
  /** What the page complained of: blocked scripts and styles among it. */
  let complaints: string[];

  beforeAll(async () => {
    world = await worldOf();
    resolver = await startResolver(world.ledger.store);
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await resolver?.close();
    await world?.ledger.close();
  });

  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage();
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
  });

  async function lookUp(identifier: string): Promise<string> {
    await page.goto(resolver.url);
    await page.getByLabel("Identifier").fill(identifier);
    await page.getByRole("button", { name: "Look up" }).click();
    await page.locator("#answer h2, #answer [role=alert], #answer p").first().waitFor();
    return await page.locator("#answer").innerText();
  }

  it("shows owner, twin, links, rights and the moment of a registered identifier", async () => {
    const text = await lookUp(`https://shop.example/${serial}`);
    expect(text).toContain("Example Motors");
    expect(text).toContain("Drive motor");
    expect(text).toMatch(/State\s+released/);
    expect(text).toContain("Partner GmbH");
    expect(text).toMatch(/block/i);
    expect(await page.getByRole("link", { name: /Drive motor/ }).count()).toBeGreaterThan(0);
    expect(await page.getByRole("heading", { name: "Frozen" }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("says first what is frozen, by whom and why, for as long as it is", async () => {
    const { ledger, twin, motors } = world;
    ledger.office(1, "Federal Office <b>of</b> Recalls");
    ledger.freeze(twins, twin);
    ledger.freeze(parties, motors);
    await ledger.mine();
    const text = await lookUp(serial);
    expect(await page.locator("#answer h2").first().innerText()).toBe("Frozen");
    expect(text).toContain("Federal Office <b>of</b> Recalls");
    const items = page.locator("#answer section").first().locator("li");
    expect(await items.allInnerTexts()).toEqual([
      expect.stringMatching(new RegExp(`frozen party ${motors} by .*: court-order, order 0x[0-9a-f]{64}`)),
      expect.stringMatching(new RegExp(`frozen twin ${twin} by .* since \\d{4}-.* UTC: court-order`)),
    ]);
    ledger.unfreeze(twins, twin);
    ledger.unfreeze(parties, motors);
    await ledger.mine();
    await lookUp(serial);
    expect(await page.getByRole("heading", { name: "Frozen" }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("names other identifiers of the same thing, whose they are, and what they lend", async () => {
    const other = await pumpOf();
    const elsewhere = await startResolver(other.ledger.store);
    try {
      await page.goto(`${elsewhere.url}/?id=${encodeURIComponent(handle)}&scheme=handle`);
      await page.getByRole("heading", { name: "Also identified as" }).waitFor();
      const text = await page.locator("#answer").innerText();
      expect(text).toContain(`${giai} – gs1, of Operator`);
      expect(text).toContain(`As its equivalent https://id.gs1.org/${giai} says.`);
      expect(text).toContain(`pip by its equivalent https://id.gs1.org/${giai}`);
      await page.getByRole("link", { name: giai }).first().click();
      await page.getByText("of Maker").waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await elsewhere.close();
      await other.ledger.close();
    }
    await lookUp(serial);
    expect(await page.getByRole("heading", { name: "Also identified as" }).count()).toBe(0);
  });

  it("has an address for each answer, so that it can be sent to somebody", async () => {
    await lookUp(serial);
    const address = page.url();
    expect(address).toContain(encodeURIComponent(serial));
    await page.goto(address);
    await page.getByText("Example Motors").first().waitFor();
  });

  it("says what is wrong with a mistyped identifier, and how to mend it", async () => {
    const text = await lookUp("(01)09506000134353(21)4711");
    expect(text).toContain("check digit");
  });

  it("says that nothing is registered, and who could", async () => {
    const text = await lookUp("(01)09506000134352(21)NOT-THERE");
    expect(text).toContain("Nobody has registered");
    expect(text).toContain("Example Motors");
  });

  it("names all who claim a UUID that nobody issues", async () => {
    const text = await lookUp(sharedUuid);
    expect(text).toContain("Rival Ltd");
    expect(text).toContain("Example Motors");
  });

  it("answers in a browser of some years ago too", async () => {
    await page.addInitScript("delete URL.parse");
    expect(await lookUp(serial)).toContain("Example Motors");
    expect(complaints).toEqual([]);
  });

  it("says that the resolver is gone, and no longer that its index is ready", async () => {
    const brief = await startResolver(world.ledger.store);
    await page.goto(brief.url);
    await page.getByText(/Index: block/).waitFor();
    await brief.close();
    await page.getByLabel("Identifier").fill(serial);
    await page.getByRole("button", { name: "Look up" }).click();
    await page.getByRole("heading", { name: "No answer" }).waitFor();
    await page.getByText("Index: no answer").waitFor();
  });

  it("lets no name turn the direction of what stands beside it", async () => {
    const { ledger, twin } = world;
    ledger.office(2, "\u202eeciffO");
    ledger.freeze(twins, twin, 2);
    await ledger.mine();
    await lookUp(serial);
    const turned = page.locator("#answer bdi", { hasText: "\u202eeciffO" });
    expect(await turned.count()).toBe(1);
    expect(await page.locator("#answer bdi", { hasText: "Example Motors" }).count()).toBeGreaterThan(0);
    ledger.unfreeze(twins, twin, 2);
    await ledger.mine();
  });

  it("takes what others have written as text only", async () => {
    const text = await lookUp("https://example.com/<img src=x onerror=alert(1)>");
    expect(text).not.toBe("");
    expect(await page.locator("#answer img").count()).toBe(0);
  });

  it("fits the smallest phone, or a page at 400 %: nothing has to be scrolled sideways", async () => {
    await page.setViewportSize({ width: 320, height: 740 });
    const pages = [
      `?id=${encodeURIComponent(serial)}`,
      "v1/statistics?format=html",
      "problems/resolver-no-link",
    ];
    for (const address of pages) {
      await page.goto(`${resolver.url}/${address}`, { waitUntil: "networkidle" });
      const [content, window] = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );
      expect(content, address).toBeLessThanOrEqual(window);
    }
  });

  it("shows the description of the API without a script from elsewhere", async () => {
    await page.goto(`${resolver.url}/docs/`);
    await page.getByText("/v1/resolve").first().waitFor();
    expect(complaints).toEqual([]);
  });
});
