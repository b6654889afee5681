import express from "express";
import { describe, expect, it } from "vitest";
import { listen } from "../../../services/resolver/server.js";

describe("the server", () => {
  it("says plainly that its port is in use", async () => {
    const first = await listen(0, "127.0.0.1", () => ({ app: express() }));
    const port = Number(new URL(first.url).port);
    await expect(listen(port, "127.0.0.1", () => ({ app: express() }))).rejects.toMatchObject({
      code: "RESOLVER_PORT_IN_USE",
      hint: expect.stringContaining("CADASTRE_PORT"),
      details: { port },
    });
    await first.close();
  });

  it("says plainly that its host is not one of this machine", async () => {
    await expect(listen(0, "192.0.2.1", () => ({ app: express() }))).rejects.toMatchObject({
      code: "RESOLVER_LISTEN_FAILED",
    });
  });

  it("names an address that a caller can use", async () => {
    const everywhere = await listen(0, "0.0.0.0", () => ({ app: express() }));
    expect(everywhere.url).toMatch(/^http:\/\/localhost:\d+$/);
    await everywhere.close();
  });

  it("lets a request under way finish when it ends, and takes no more", async () => {
    const arrived = signal();
    const released = signal();
    const app = express().get("/slow", async (_req, res) => {
      arrived.give();
      await released.given;
      res.end("whole");
    });
    const server = await listen(0, "127.0.0.1", () => ({ app }));
    const slow = fetch(`${server.url}/slow`);
    await arrived.given;
    const closed = server.close();
    await expect(fetch(`${server.url}/slow`)).rejects.toThrow();
    released.give();
    expect(await (await slow).text()).toBe("whole");
    await closed;
  });

  it("ends at once while callers keep idle connections open", async () => {
    const server = await listen(0, "127.0.0.1", () => ({
      app: express().get("/", (_req, res) => void res.end("x")),
    }));
    await (await fetch(server.url)).text();
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it("gives requests and responses the app's own prototypes, so that Express need not change them", async () => {
    const app = express();
    app.get("/", (req, res) => {
      res.json({
        request: Object.getPrototypeOf(req) === app.request,
        response: Object.getPrototypeOf(res) === app.response,
      });
    });
    const server = await listen(0, "127.0.0.1", () => ({ app }));
    expect(await (await fetch(server.url)).json()).toEqual({ request: true, response: true });
    await server.close();
  });
});

/** Something to wait for, and what ends the wait. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
