/** The databases that are kept beside the index and the access log: which of them take no writes, as on a full disk, and what to do. */
import type { Logger } from "pino";
import { backOff, pause } from "../../index/waiting.js";
import type { Service } from "../service.js";

export const databaseNames = ["vault", "lists", "webhooks", "statistics"] as const;
type DatabaseName = (typeof databaseNames)[number];

export interface KeptDatabase {
  readonly name: DatabaseName;
  isWritable(): boolean;
  mend(): Promise<void>;
}

/** What does not work while one takes no writes. */
const consequences: Readonly<Record<DatabaseName, string>> = {
  vault: "nothing is put into the vault or removed from it; what is there is shown",
  lists: "lists are not indexed, so that members of new ones are not found",
  webhooks: "webhooks are sent nothing, and none is made or removed",
  statistics: "answers are counted in memory alone",
};

const whatToDo = "Make room on its disk: it goes on by itself then, and nothing is lost.";

/** Why a database is no use now, and what to do; null while it takes writes. */
export function reasonOf({ name, isWritable }: KeptDatabase): string | null {
  return isWritable() ? null : `The last write failed: ${consequences[name]}. ${whatToDo}`;
}

export function databasesOf({
  vault,
  manifests,
  webhooks,
  answerCounts,
}: Pick<Service, "vault" | "manifests" | "webhooks" | "answerCounts">): readonly KeptDatabase[] {
  const kept = {
    vault,
    lists: manifests?.index,
    webhooks: webhooks?.database,
    statistics: answerCounts,
  } as const;
  return databaseNames.flatMap((name) => {
    const database = kept[name];
    if (database === undefined) return [];
    return [{ name, isWritable: () => database.isWritable(), mend: () => database.mend() }];
  });
}

const lookMs = 1_000;

/**
 * Has databases go on by themselves once there is room, and says when they stop and go on. One thread does for all.
 * @returns what ends it.
 */
export function watchDatabases(databases: readonly KeptDatabase[], logger: Logger): () => Promise<void> {
  const stop = new AbortController();
  const watched = databases.map((database) => watch(database, logger, stop.signal));
  return async () => {
    stop.abort();
    await Promise.all(watched);
  };
}

async function watch(database: KeptDatabase, logger: Logger, signal: AbortSignal): Promise<void> {
  const { name } = database;
  for (;;) {
    await pause(lookMs, signal);
    if (signal.aborted) return;
    const reason = reasonOf(database);
    if (reason === null) continue;
    logger.error({ database: name, reason }, "database takes no writes");
    await mendInTime(database, logger, signal);
    if (!signal.aborted) logger.info({ database: name }, "database takes writes again");
  }
}

/** Tries at growing intervals; tells each reason once. */
async function mendInTime(database: KeptDatabase, logger: Logger, signal: AbortSignal): Promise<void> {
  const delays = backOff();
  for (let told = ""; !signal.aborted; ) {
    try {
      return await database.mend();
    } catch (err) {
      const message = String(err);
      if (message !== told) logger.warn({ database: database.name, err }, "database cannot be mended yet");
      told = message;
    }
    await pause(delays.next(), signal);
  }
}
