/**
 * Waits until the resolver has caught up with the chain.
 * @throws Error with the resolver's own words where it has not within a minute.
 */
export async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  let last = "";
  while (Date.now() < deadline) {
    const response = await fetch(`${url}/readyz`);
    if (response.ok) return;
    last = await response.text();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The resolver is not ready after a minute: ${last}`);
}
