/** Who waits for news of an index. */
import { expect, it, onTestFinished } from "vitest";
import { openFeeds } from "../../../../services/resolver/feed/feeds.js";
import { openStore } from "../../../../services/store/store.js";
import { temporaryFolder } from "../../store/temporary.fixture.js";

it("given an index that cannot be read, as while it is opened anew, then they wait on and nothing breaks", async () => {
  const store = await openStore(await temporaryFolder(), { createIfMissing: true });
  const feeds = openFeeds(store);
  onTestFinished(() => feeds.close());
  await store.close();
  const signal = new AbortController().signal;
  const begun = performance.now();
  // For two looks.
  await feeds.news("some block", 500, signal);
  expect(performance.now() - begun).toBeGreaterThan(490);
});
