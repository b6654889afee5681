/**
 * Waits for work that cannot be broken off: once it is aborted nobody does, and it goes on.
 * @throws what the work does, unless it is aborted before.
 */
export async function unlessAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    if (signal?.aborted === true) resolve();
  });
  signal?.addEventListener("abort", stop, { once: true });
  work.catch(() => undefined);
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
