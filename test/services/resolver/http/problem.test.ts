import express from "express";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { problems } from "../../../../services/resolver/http/problem.js";
import { routed } from "../../../../services/resolver/http/routed.js";
import { listen } from "../../../../services/resolver/server.js";

it("an error that cannot be told ends its connection, and nothing else", async () => {
  const unspeakable = {
    at: /^\/unspeakable/,
    status: () => 400,
    send: () => {
      throw new TypeError("a header with a line's end");
    },
  };
  const answer = routed([], (_req, _res, next) => next(), problems(pino({ level: "silent" }), [unspeakable]));
  const server = await listen(0, "127.0.0.1", () => ({ app: express(), answer }));
  onTestFinished(() => server.close());

  await expect(fetch(`${server.url}/unspeakable`)).rejects.toThrow("fetch failed");
  const other = await fetch(`${server.url}/v1/other`);
  expect(other.status).toBe(404);
  expect(await other.json()).toMatchObject({ code: "RESOLVER_UNKNOWN_ROUTE" });
});
