import { ClassicLevel } from "classic-level";

/**
 * Lets the database sort its files at once. A store that was filled in a minute does so in the background for minutes more, which would
 * count as what is measured; one that grew over months has long done so.
 */
export async function settle(location: string): Promise<void> {
  const level = new ClassicLevel<Buffer, Buffer>(location, {
    keyEncoding: "buffer",
    valueEncoding: "buffer",
  });
  await level.open();
  try {
    await level.compactRange(Buffer.alloc(1), Buffer.alloc(64, 0xff));
  } finally {
    await level.close();
  }
}
