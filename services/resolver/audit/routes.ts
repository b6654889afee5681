/** `/v1/audit/{kind}/{id}`: what the ledger says of a thing over a period, signed. */
import { z } from "zod";
import { csvOf } from "../../audit/csv.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { html } from "../http/page.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import { thing, thingParameters } from "../http/things.js";
import type { Service } from "../service.js";
import { makeReport } from "./make.js";
import { reportPage } from "./page.js";

const time = z
  .union([
    z
      .string()
      .regex(/^\d{1,12}$/, "not a time")
      .transform(Number),
    z.iso.datetime({ offset: true }).transform((text) => Math.floor(Date.parse(text) / 1000)),
  ])
  .optional();

const querySchema = z.strictObject({
  from: time.meta({
    description:
      "First second of the period, in Unix seconds or as RFC 3339 has it; the ledger's beginning where left out.",
    example: "2026-01-01T00:00:00Z",
  }),
  to: time.meta({
    description: "Last second of the period; now where left out.",
    example: "2026-03-31T23:59:59Z",
  }),
  format: z.enum(["json", "csv", "html"]).default("json").meta({
    description: "`json` is the report; `csv` and `html` are copies for reading, which name its digest.",
  }),
});

export function auditRoute(service: Service): Route {
  return {
    path: "/v1/audit/{kind}/{id}",
    operation,
    handle: async (req, res) => {
      const { from = 0, to = null, format } = queryOf(req.url, querySchema);
      const of = thing(String(req.params.kind), String(req.params.id));
      const { report, signed } = await makeReport(service, req, of, from, to);
      const name = `audit-${of.kind}-${of.id.slice(2, 18)}-block-${report.asOf.number}.${format}`;
      const headers = {
        "cache-control": "no-store",
        "content-disposition": `${format === "html" ? "inline" : "attachment"}; filename="${name}"`,
      };
      switch (format) {
        case "json":
          send(req, res, 200, signed.text, { ...headers, "content-type": "application/json; charset=utf-8" });
          break;
        case "csv":
          send(req, res, 200, csvOf(report, signed.digest), {
            ...headers,
            "content-type": "text/csv; charset=utf-8",
          });
          break;
        case "html":
          send(req, res, 200, reportPage(report, signed), { ...headers, "content-type": html });
      }
    },
  };
}

const signedSchema = z
  .strictObject({
    report: z.looseObject({}).meta({ description: "The report; docs/api.md says what is in it." }),
    digest: z.string().meta({ description: "SHA-256 of the report in its canonical form (RFC 8785)." }),
    signature: z
      .string()
      .meta({ description: "JWS without its payload (RFC 7515, appendix F), by the resolver's key." }),
  })
  .meta({ id: "AuditReport" });

const operation: Route["operation"] = {
  tags: ["History"],
  summary: "Make an audit report",
  description:
    "Who held a thing over a period, what changed, which rights, agreements and freezes there were, each with its transaction and " +
    "block; with a proof of the state at the end where there is one; signed. Of what the caller may read in the access log, each entry of the period with its proof. `cadastre audit verify` checks it without a network.",
  security: anybody,
  request: {
    params: thingParameters,
    query: querySchema,
  },
  responses: {
    200: {
      description: "The report.",
      content: {
        "application/json": { schema: signedSchema },
        "text/csv": { schema: z.string() },
        "text/html": { schema: z.string() },
      },
    },
    ...ofCallers,
    400: problemContent("Not a kind or an id, or a malformed query."),
    404: problemContent("There was no such thing by then."),
    503: problemContent("The index is not ready."),
  },
};
