/** Proofs of twins, rights, quotas, groups and freezes. */
import { z } from "zod";
import {
  addressSchema,
  hashSchema,
  toGrantId,
  toGroupId,
  toHash,
  toQuotaId,
  toTwinId,
} from "../../ledger/hex.js";
import type { Route } from "../http/route.js";
import { address, thing, thingKinds, word } from "../http/things.js";
import { atParameter, atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { openingOf } from "../visibility/grantees.js";
import { addressParameter, idParameter, routeOf } from "./kind.js";
import { freezesQuestion, grantQuestion } from "./questions.js";
import { compositionQuestion, groupQuestion, quotaQuestion } from "./thingQuestions.js";

/** So many can be asked for in one question. */
const most = 32;
const listed = <Item>(item: z.ZodType<Item, string>, description: string, example: string) =>
  z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(item).min(1).max(most))
    .optional()
    .meta({
      description: `${description}, with commas; at most ${most}. Left out: those that the index has.`,
      type: "string",
      example,
    });

const anAddress = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
const holdersQuery = z.strictObject({
  holders: listed(addressSchema, "Whose units are to be shown: addresses", anAddress),
  at: atParameter,
});
const membersQuery = z.strictObject({
  members: listed(addressSchema, "Who is to be shown to be in it or not: addresses", anAddress),
  at: atParameter,
});
const componentsQuery = z.strictObject({
  components: listed(
    hashSchema.transform(toTwinId),
    "Which twins are to be shown to be parts of it or not: ids",
    `0x${"1c".repeat(32)}`,
  ),
  at: atParameter,
});

export function thingProofRoutes(service: Service): readonly Route[] {
  return [
    routeOf(service, {
      path: "/v1/proofs/twin/{id}",
      summary: "Prove whose a twin is",
      description: "And its state, its last version and that version's digest; or that there is none.",
      params: z.object({ id: idParameter("Twin id") }),
      query: atQuery,
      ask: (part) => {
        const twin = toTwinId(word(part("id")));
        return () => ({ kind: "twin", twin });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/grant/{id}",
      summary: "Prove that a right was given, and whether it holds",
      description:
        "With all that it hangs on; or that it was never given. To the two sides of a blinded grant it shows the grantee, where the resolver was " +
        "told of it: whoever gets that proof sees that the commitment is of that party.",
      params: z.object({ id: idParameter("Grant id") }),
      query: atQuery,
      ask: (part) => {
        const grant = toGrantId(word(part("id")));
        return async (view, context) => {
          const given = view.grant(grant);
          const opening = given && (await openingOf(service, context, given));
          return grantQuestion(view, grant, opening && { party: opening.party, salt: toHash(opening.salt) });
        };
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/freezes/{kind}/{id}",
      summary: "Prove whether something is frozen",
      description: "By how many offices; and by which, why, since when, by which order.",
      params: z.object({
        kind: z.enum(thingKinds).meta({ example: "twin" }),
        id: idParameter("Id, or a party's address"),
      }),
      query: atQuery,
      ask: (part) => {
        const asked = thing(part("kind"), part("id"));
        return (view) => freezesQuestion(view, asked);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/derivation/{id}",
      summary: "Prove what a twin comes from",
      description: "All that it is an instance of or derived from.",
      params: z.object({ id: idParameter("Twin id") }),
      query: atQuery,
      ask: (part) => {
        const twin = toTwinId(word(part("id")));
        return () => ({ kind: "derivation", twin });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/composition/{id}",
      summary: "Prove what a twin is made of",
      description: "How many of which twins; and that these are all, where they are.",
      params: z.object({ id: idParameter("Twin id") }),
      query: componentsQuery,
      ask: (part, { components }) => {
        const twin = toTwinId(word(part("id")));
        return (view) => compositionQuestion(view, twin, components ?? null);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/quota/{id}",
      summary: "Prove how many units there are, and who has them",
      description: "Issued, used and held; and that nobody else has any, where all holders are shown.",
      params: z.object({ id: idParameter("Quota id") }),
      query: holdersQuery,
      ask: (part, { holders }) => {
        const quota = toQuotaId(word(part("id")));
        return (view) => quotaQuestion(view, quota, holders ?? null);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/allowance/{quota}/{holder}/{spender}",
      summary: "Prove how many units of another's a party may take",
      description: "Of one quota by an allowance, and whether of all as the holder's operator.",
      params: z.object({
        quota: idParameter("Quota id"),
        holder: addressParameter("Address of the holder"),
        spender: addressParameter("Address of who may take them"),
      }),
      query: atQuery,
      ask: (part) => {
        const quota = toQuotaId(word(part("quota")));
        const [holder, spender] = [address(part("holder")), address(part("spender"))];
        return () => ({ kind: "allowance", quota, holder, spender });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/group/{id}",
      summary: "Prove who is in a group",
      description: "And who is not; and that nobody else is, where all members are shown.",
      params: z.object({ id: idParameter("Group id") }),
      query: membersQuery,
      ask: (part, { members }) => {
        const group = toGroupId(word(part("id")));
        return (view) => groupQuestion(view, group, members ?? null);
      },
    }),
  ];
}
