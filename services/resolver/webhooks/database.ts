/**
 * Where subscriptions and deliveries lie: a Level database of their own, apart from the index, since the chain does not have them.
 *
 * Keys are text: `s/` subscriptions by id, `o/` ids by owner, `p/` progress by id, `d/` deliveries by id and number. HTTP threads
 * write the first two, the thread that delivers the others; so neither undoes what the other does.
 */
import { chmod, mkdir } from "node:fs/promises";
import { ClassicLevel } from "classic-level";
import type { z } from "zod";
import { isDiskFull } from "../../errors/diskFull.js";
import { addressSchema } from "../../ledger/hex.js";
import { openMended } from "../../store/mendedWrites.js";
import type { Address } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import {
  type Delivery,
  deliverySchema,
  type Progress,
  progressSchema,
  type Subscription,
  subscriptionSchema,
} from "./subscription.js";

export type WebhookDatabase = Awaited<ReturnType<typeof openWebhookDatabase>>;

const digits = (number: number): string => number.toString(16).padStart(12, "0");
const subscriptionKey = (id: string): string => `s/${id}`;
const ownerKey = (party: Address, id: string): string => `o/${party}/${id}`;
const progressKey = (id: string): string => `p/${id}`;
const deliveryKey = (id: string, number: number): string => `d/${id}/${digits(number)}`;
/** All keys under a prefix: what follows is hexadecimal. */
const under = (prefix: string) => ({ gt: prefix, lt: `${prefix}g` });

const hasEnded = (progress: string | undefined): boolean =>
  progress !== undefined && progressSchema.parse(JSON.parse(progress)).state === "ended";

async function openLevel(location: string) {
  await mkdir(location, { recursive: true, mode: 0o700 });
  await chmod(location, 0o700);
  const encodings = { keyEncoding: "utf8", valueEncoding: "utf8" } as const;
  return openMended(location, {
    make: () => new ClassicLevel<string, string>(location, encodings),
    open: (level) => level.open({ multithreading: true }),
  });
}

/**
 * @param location Folder, which is made where it is missing; only its owner may look into it, for it has the secrets.
 * @throws ResolverError RESOLVER_INVALID_CONFIG
 */
export async function openWebhookDatabase(location: string) {
  const { level, mended } = await openLevel(location).catch((cause: unknown) => {
    throw new ResolverError("RESOLVER_INVALID_CONFIG", `The webhooks in ${location} cannot be opened.`, {
      hint: "Check that the folder is writable and that no other process has it: CADASTRE_WEBHOOKS.",
      details: { settings: ["CADASTRE_WEBHOOKS"] },
      cause,
    });
  });
  const read = async <Value>(key: string, schema: z.ZodType<Value>): Promise<Value | null> => {
    const text = await mended.read(() => level.get(key));
    return text === undefined ? null : schema.parse(JSON.parse(text));
  };

  const written = async (work: () => Promise<void>): Promise<void> => {
    try {
      await mended.write(work);
    } catch (error) {
      throw isDiskFull(error) ? diskFull(error) : error;
    }
  };
  /** All that lies in a range. */
  const keysUnder = (prefix: string): Promise<readonly string[]> =>
    mended.read(() => level.keys(under(prefix)).all());
  let last: Promise<unknown> = Promise.resolve();

  return {
    /** Does the work while no other is done that was given to this; of one thread. */
    alone<Result>(work: () => Promise<Result>): Promise<Result> {
      const done = last.then(work);
      last = done.catch(() => undefined);
      return done;
    },
    /** On the disk when it returns. */
    add: (subscription: Subscription): Promise<void> =>
      written(() =>
        level.batch(
          [
            { type: "put", key: subscriptionKey(subscription.id), value: JSON.stringify(subscription) },
            { type: "put", key: ownerKey(subscription.party, subscription.id), value: "" },
          ],
          { sync: true },
        ),
      ),
    remove: ({ id, party }: Subscription): Promise<void> =>
      written(() =>
        level.batch(
          [
            { type: "del", key: subscriptionKey(id) },
            { type: "del", key: ownerKey(party, id) },
          ],
          { sync: true },
        ),
      ),
    /** Removes what remains of a subscription that was removed. */
    async forget(id: string): Promise<void> {
      await written(() => level.del(progressKey(id)));
      await written(() => level.clear(under(`d/${id}/`)));
    },
    subscription: (id: string) => read(subscriptionKey(id), subscriptionSchema),
    async subscriptionsOf(party: Address): Promise<readonly Subscription[]> {
      const keys = await keysUnder(`o/${party}/`);
      const found = await Promise.all(
        keys.map((key) => read(subscriptionKey(key.slice(-24)), subscriptionSchema)),
      );
      return found.filter((one) => one !== null);
    },
    /** The party of each that has not ended, as often as it has one. */
    async places(): Promise<readonly Address[]> {
      const owned = (await keysUnder("o/")).map((key) => key.split("/"));
      const texts = await mended.read(() => level.getMany(owned.map(([, , id = ""]) => progressKey(id))));
      return owned
        .filter((_, place) => !hasEnded(texts[place]))
        .map(([, party = ""]) => addressSchema.parse(party));
    },
    /** Ids of all that there are. */
    async subscriptionIds(): Promise<readonly string[]> {
      return (await keysUnder("s/")).map((key) => key.slice(-24));
    },
    /** Ids of all whose telling ever began. */
    async begunIds(): Promise<readonly string[]> {
      return (await keysUnder("p/")).map((key) => key.slice(-24));
    },
    progress: (id: string) => read(progressKey(id), progressSchema),
    delivery: (id: string, number: number) => read(deliveryKey(id, number), deliverySchema),
    /** The last one first. */
    async deliveries(id: string, before: number, limit: number): Promise<readonly Delivery[]> {
      const range = { gt: `d/${id}/`, lt: deliveryKey(id, before), reverse: true, limit };
      const texts = await mended.read(() => level.values(range).all());
      return texts.map((text) => deliverySchema.parse(JSON.parse(text)));
    },
    /** At once: after a kill there is the one with the other. */
    note: (
      id: string,
      progress: Progress,
      delivery: Delivery | null,
      dropped: number | null,
    ): Promise<void> =>
      written(() =>
        level.batch([
          { type: "put", key: progressKey(id), value: JSON.stringify(progress) },
          ...(delivery === null
            ? []
            : [
                {
                  type: "put" as const,
                  key: deliveryKey(id, delivery.number),
                  value: JSON.stringify(delivery),
                },
              ]),
          ...(dropped === null ? [] : [{ type: "del" as const, key: deliveryKey(id, dropped) }]),
        ]),
      ),
    putDelivery: (id: string, delivery: Delivery): Promise<void> =>
      written(() => level.put(deliveryKey(id, delivery.number), JSON.stringify(delivery))),
    /** Whether the last write went well, of whichever thread. */
    isWritable: (): boolean => mended.isWritable(),
    /** Makes it take writes again after one that failed. */
    mend: (): Promise<void> => mended.mend(),
    close: (): Promise<void> => mended.close(),
  };
}

const diskFull = (cause: unknown): ResolverError =>
  new ResolverError("RESOLVER_DISK_FULL", "There is no room for what webhooks keep.", { cause });
