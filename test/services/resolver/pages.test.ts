/** `/v1/resolve` as a page: over HTTP, and in a real browser. */
import { existsSync } from "node:fs";
import fc from "fast-check";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { LedgerFixture } from "./ledger.fixture.js";
import { product, serial, sharedUuid, type World, worldOf } from "./world.fixture.js";

let world: World;
let resolver: TestResolver;

beforeAll(async () => {
  world = await worldOf();
  resolver = await startResolver(world.ledger.store);
});

afterAll(async () => {
  await resolver?.close();
  await world?.ledger.close();
});

const browsers = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const addressOf = (id: string) => `/v1/resolve?id=${encodeURIComponent(id)}`;
const page = (id: string, accept = browsers, of = resolver) => of.get(addressOf(id), { accept });

describe("the representation", () => {
  it.each([
    [browsers, "text/html; charset=utf-8"],
    ["text/html", "text/html; charset=utf-8"],
    ["text/*;q=0.9, application/json;q=0.8", "text/html; charset=utf-8"],
    ["application/json", "application/json; charset=utf-8"],
    ["*/*", "application/json; charset=utf-8"],
    ["text/html, application/json", "application/json; charset=utf-8"],
    ["text/html;q=0.5, application/json", "application/json; charset=utf-8"],
    ["text/html;q=0, */*", "application/json; charset=utf-8"],
    ["image/png", "application/json; charset=utf-8"],
  ])("for Accept: %s is %s", async (accept, type) => {
    const { headers } = await page(serial, accept);
    expect(headers.get("content-type")).toBe(type);
    expect(headers.get("vary")).toContain("Accept");
  });

  it.each([
    ["01/09506000151717", 404],
    ["(01)09506000134353", 400],
    ["", 400],
    [sharedUuid, 300],
  ])("of %s has the status that JSON would have: %i", async (id, status) => {
    const response = await page(id);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect((await page(id, "application/json")).status).toBe(status);
  });

  it("of an error is a problem document for whoever asks for one", async () => {
    const { headers } = await page("(01)09506000134353", "application/problem+json");
    expect(headers.get("content-type")).toBe("application/problem+json");
  });
});

/** What may not be in a page, whatever anybody has written. */
function expectHarmless(html: string): void {
  expect(html).not.toMatch(/<script|<style|<img|<iframe|<svg|<object|<base|<meta http/i);
  // No tag has an attribute but those that the pages are made with.
  for (const [, name = "", attributes = ""] of html.matchAll(/<([a-z0-9!]+)((?:[^>"]|"[^"]*")*)>/gi)) {
    for (const [, attribute = ""] of attributes.matchAll(/([^\s="]+)(?:="[^"]*")?/g)) {
      expect(known, `<${name} ${attribute}>`).toContain(attribute);
    }
  }
  expect(html).not.toMatch(/(?:href|src)="(?!https?:|resolve\?|proofs\/(?:identifier|member)\/|\/|data:,")/);
}

const known =
  "lang charset name content rel href class html action method for id type required maxlength value datetime".split(
    " ",
  );

describe("what others have written", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&\u202e`;

  it("is text and nothing else: names, reasons, titles, scopes", async () => {
    const ledger = await LedgerFixture.open();
    const owner = ledger.party(evil);
    ledger.schemes(owner);
    ledger.namespace("gs1", "9506000", owner);
    const twin = ledger.twin(evil, owner, "javascript:alert(1)");
    const record = ledger.register(product, {
      owner,
      prefix: "9506000",
      twin,
      links: {
        describedby: [
          {
            href: `https://example.com/?${encodeURIComponent(evil)}`,
            title: evil,
            type: evil,
            hreflang: [evil],
          },
        ],
      },
    });
    ledger.grant("record", record, { grantor: owner, grantee: owner, actions: ["read"], scope: evil });
    await ledger.mine();
    const hostile = await startResolver(ledger.store);
    try {
      const html = await (await page(product, browsers, hostile)).text();
      expectHarmless(html);
      expect(html).toContain("&lt;script&gt;");
      ledger.recordStatus(record, "suspended", evil);
      await ledger.mine();
      expectHarmless(await (await page(product, browsers, hostile)).text());
    } finally {
      await hostile.close();
      await ledger.close();
    }
  });

  it("is harmless in whatever is asked, and never a fault of the resolver", async () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(
        "<script>",
        '">',
        "'",
        "&",
        "<!--",
        "-->",
        "javascript:",
        "https://example.com/",
        "urn:",
        "did:x:",
        "aas:A/",
        "88.1/",
        serial,
        "\u0000",
        "\u2028",
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join("")),
        async (id) => {
          const response = await resolver.get(`/v1/resolve?${new URLSearchParams({ id })}`, {
            accept: "text/html",
          });
          expect(response.status).toBeLessThan(500);
          expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
          expectHarmless(await response.text());
        },
      ),
      { numRuns: 400 },
    );
  });
});

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
if (executablePath === undefined)
  console.warn("The tests in a browser are skipped: there is no Chromium here.");

describe.skipIf(executablePath === undefined)("in a browser", () => {
  let browser: Browser;
  let tab: Page;
  let complaints: string[];

  beforeAll(async () => {
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet],
    });
  });

  afterAll(() => browser?.close());

  beforeEach(async () => {
    await tab?.close();
    tab = await browser.newPage({ javaScriptEnabled: false });
    complaints = [];
    tab.on("console", (message) => {
      // A page that tells an error has the status of one, which Chromium remarks on.
      if (message.type() === "error" && !message.text().includes("the server responded"))
        complaints.push(message.text());
    });
  });

  async function read(id: string): Promise<string> {
    await tab.goto(resolver.url + addressOf(id));
    return await tab.locator("main").innerText();
  }

  it("a registered identifier shows all that is said of it, without a script", async () => {
    const text = await read(`https://shop.example/${serial}`);
    for (const said of [
      "Example Motors",
      "lei:213800KUD8LAJWSQ9D15",
      "active",
      "Drive motor",
      "Partner GmbH",
      "Nameplate",
      "(01)09506000134352(21)4711",
      "digitalLink",
      product,
    ]) {
      expect(text).toContain(said);
    }
    expect(await tab.getByRole("heading", { name: "As of" }).count()).toBe(1);
    expect(await tab.getByRole("heading", { name: "Frozen" }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("leads on to the coarser level, and to another identifier by its form", async () => {
    await read(serial);
    await tab.getByRole("link", { name: product, exact: true }).first().click();
    expect(await tab.locator("h1").innerText()).toBe(product);
    await tab.getByLabel("Identifier").fill("88.101/part-1");
    await tab.getByRole("button", { name: "Look up" }).click();
    expect(await tab.locator("h1").innerText()).toBe("88.101/part-1");
    expect(await tab.locator("main").innerText()).toContain(serial);
    expect(complaints).toEqual([]);
  });

  it("a wrong one shows what is wrong, and a form to mend it in", async () => {
    const wrong = "(01)09506000134353(21)4711";
    const text = await read(wrong);
    expect(text).toContain("check digit");
    expect(await tab.getByLabel("Identifier").inputValue()).toBe(wrong);
    await tab.getByLabel("Identifier").fill(serial);
    await tab.getByRole("button", { name: "Look up" }).click();
    expect(await tab.locator("h1").innerText()).toBe(serial);
  });

  it("one that nobody has registered shows who may, and what is known", async () => {
    const text = await read("(01)09506000134352(21)NOT-THERE");
    expect(text).toContain("What it would take");
    expect(text).toContain("Example Motors");
    expect(await tab.getByRole("link", { name: product, exact: true }).count()).toBeGreaterThan(0);
  });

  it("one that several claim shows them all, each with its page", async () => {
    const text = await read(sharedUuid);
    expect(text).toContain("Rival Ltd");
    await tab.getByRole("link", { name: /RIVAL/ }).click();
    expect(await tab.locator("main").innerText()).toContain("Rival Ltd");
  });

  it("fits a phone: nothing has to be scrolled sideways", async () => {
    await tab.setViewportSize({ width: 360, height: 740 });
    await read(serial);
    const [content, window] = await tab.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
    );
    expect(content).toBeLessThanOrEqual(window);
  });
});
