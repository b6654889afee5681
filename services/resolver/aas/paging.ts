/** Pages of lists as the AAS interfaces have them: a limit, and a cursor that only this resolver can read. */
import { z } from "zod";
import type { Eventually, Page } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { decodedText, encodedText } from "./ids.js";

const defaultLimit = 100;
/** More are not given at once, whatever the limit. */
const maxLimit = 1_000;

/** Where a list goes on. */
interface Position {
  /** Behind this entry of the store; undefined for the first. */
  readonly after: string | undefined;
  /** How many of the items that the next entries give were given already. */
  readonly skip: number;
}

export interface PageWish extends Position {
  /** Most items. */
  readonly limit: number;
  /** Entries to look at. */
  readonly look: number;
}

/** A page of a list, ready to be sent. */
export interface ResultPage<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

export const pageParameters = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "not a whole number from 1 on")
    .optional()
    .meta({
      description: "Most items of the page; 100 where left out, never more than 1,000.",
      example: "100",
    }),
  cursor: z.string().optional().meta({ description: "The cursor of the page before." }),
};

/** @throws ResolverError RESOLVER_INVALID_QUERY for a cursor that is none. */
export function pageWish(given: {
  readonly limit?: string | undefined;
  readonly cursor?: string | undefined;
}): PageWish {
  const limit = Math.min(given.limit === undefined ? defaultLimit : Number(given.limit), maxLimit);
  if (given.cursor === undefined) return { limit, look: limit, after: undefined, skip: 0 };
  const form = /^([0-9a-f]{64})?\.(\d{1,6})\.(\d{1,3}|1000)$/;
  const [, after = "", skip = "", look = ""] = form.exec(textOf(given.cursor)) ?? [];
  if (Number(look) === 0) {
    throw new ResolverError("RESOLVER_INVALID_QUERY", "The parameter 'cursor' is not one of this list.", {
      hint: "Take the cursor from the page before, or leave it out to start from the first page.",
      details: { parameter: "cursor" },
    });
  }
  const position = { after: after === "" ? undefined : after, skip: Number(skip) };
  // The entries of which some items are left are looked at again, whatever the limit is now.
  return { limit, look: position.skip === 0 ? limit : Number(look), ...position };
}

function textOf(cursor: string): string {
  try {
    return decodedText(cursor, "The cursor");
  } catch (error) {
    if (error instanceof ResolverError) return "";
    throw error;
  }
}

const cursorOf = ({ after = "", skip }: Position, look: number): string =>
  encodedText(`${after}.${skip}.${look}`);

/** Which entries of a list are looked at for a page. */
export interface Entries {
  readonly limit: number;
  readonly after: string | undefined;
}

export const entriesFor = ({ look, after }: PageWish): Entries => ({ limit: look, after });

/** A page of the items that the entries of a list give, as `list` lists them. */
export async function collect<Item>(
  wish: PageWish,
  list: (entries: Entries) => Promise<Page<Item>>,
): Promise<ResultPage<Item>> {
  return resultPage(wish, await list(entriesFor(wish)));
}

/**
 * A page of the items that the entries of a list give, any number each. One page of entries is looked at, so a page of
 * items may hold few, or none, and still have a next one.
 * @param found What the entries gave, with the cursor of the entries after.
 */
export function resultPage<Item>(
  { limit, look, after, skip }: PageWish,
  { items, next }: Page<Item>,
): ResultPage<Item> {
  const rest = items.slice(skip);
  if (rest.length > limit) {
    return { items: rest.slice(0, limit), cursor: cursorOf({ after, skip: skip + limit }, look) };
  }
  return { items: rest, cursor: next === null ? null : cursorOf({ after: next, skip: 0 }, look) };
}

/** A page of entries, each turned into its items. */
export async function expanded<Entry, Item>(
  page: Eventually<Page<Entry>>,
  itemsOf: (entry: Entry) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const { items, next } = await page;
  return { items: (await Promise.all(items.map(itemsOf))).flat(), next };
}
