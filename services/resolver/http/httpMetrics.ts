/**
 * Durations of requests by route, method and status, and where answers come from, in the text format that Prometheus scrapes.
 *
 * prom-client's histogram hashes its labels for each observation, which on the resolve path costs as much as the look-up
 * itself; here an observation is one Map look-up by a text that is there already, and one addition. A test compares the text with
 * prom-client's.
 */

/** Upper bounds of the buckets, in seconds. */
export const durationBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

interface Series {
  readonly labels: string;
  /** Observations in each bucket alone; the last is for what is longer than every bound. */
  readonly counts: Float64Array;
  sum: number;
}

/**
 * Where an answer that everybody gets alike comes from: as it was kept, told of another block than it was kept of, or worked out from the
 * index.
 */
export const answerSources = ["memory", "renewed", "index"] as const;
export type AnswerSource = (typeof answerSources)[number];

/** What was observed so far, in a form that other threads can be sent. */
export interface Observations {
  readonly durations: ReadonlyMap<string, Readonly<Series>>;
  readonly sources: Readonly<Record<AnswerSource, number>>;
}

/** One series of a route. */
interface OfRoute {
  readonly method: string;
  readonly status: number;
  readonly series: Series;
}

export class HttpMetrics {
  static readonly metric = "cadastre_http_request_duration_seconds";
  readonly #series = new Map<string, Series>();
  /** The same by route: few methods and statuses each. */
  readonly #ofRoutes = new Map<string, OfRoute[]>();
  readonly #sources = { memory: 0, renewed: 0, index: 0 };

  /** @param seconds From arrival to the end of the answer. */
  observe(route: string, method: string, status: number, seconds: number): void {
    const series =
      this.#ofRoutes.get(route)?.find((one) => one.status === status && one.method === method)?.series ??
      this.#begin(route, method, status);
    const bucket = durationBuckets.findIndex((bound) => seconds <= bound);
    const index = bucket < 0 ? durationBuckets.length : bucket;
    series.counts[index] = (series.counts[index] ?? 0) + 1;
    series.sum += seconds;
  }

  /** An answer that everybody gets alike, by where it comes from. */
  count(source: AnswerSource): void {
    this.#sources[source] += 1;
  }

  #begin(route: string, method: string, status: number): Series {
    const key = `${method} ${status} ${route}`;
    const series = this.#series.get(key) ?? {
      labels: `route="${route}",method="${method}",status="${status}"`,
      counts: new Float64Array(durationBuckets.length + 1),
      sum: 0,
    };
    this.#series.set(key, series);
    this.#ofRoutes.set(route, [...(this.#ofRoutes.get(route) ?? []), { method, status, series }]);
    return series;
  }

  observations(): Observations {
    return { durations: this.#series, sources: this.#sources };
  }

  /** Adds what another thread has observed. */
  add({ durations, sources }: Observations): void {
    for (const source of answerSources) this.#sources[source] += sources[source];
    for (const [key, { labels, counts, sum }] of durations) {
      const series = this.#series.get(key);
      if (series === undefined) {
        this.#series.set(key, { labels, counts: counts.slice(), sum });
        continue;
      }
      for (const [index, count] of counts.entries())
        series.counts[index] = (series.counts[index] ?? 0) + count;
      series.sum += sum;
    }
  }

  /** The metrics in the text exposition format, version 0.0.4. */
  text(): string {
    return `${this.#durationsText()}${this.#sourcesText()}`;
  }

  #sourcesText(): string {
    const metric = "cadastre_answers_total";
    const lines = [
      `# HELP ${metric} Answers that everybody gets alike: as they were kept, told of another block than they were kept of, and from the index.`,
      `# TYPE ${metric} counter`,
      ...answerSources.map((source) => `${metric}{source="${source}"} ${this.#sources[source]}`),
    ];
    return `${lines.join("\n")}\n`;
  }

  #durationsText(): string {
    const { metric } = HttpMetrics;
    const lines = [
      `# HELP ${metric} Time from a request's arrival to the end of its answer.`,
      `# TYPE ${metric} histogram`,
    ];
    for (const { labels, counts, sum } of this.#series.values()) {
      let total = 0;
      for (const [index, bound] of [...durationBuckets, "+Inf"].entries()) {
        total += counts[index] ?? 0;
        lines.push(`${metric}_bucket{le="${bound}",${labels}} ${total}`);
      }
      lines.push(`${metric}_sum{${labels}} ${sum}`, `${metric}_count{${labels}} ${total}`);
    }
    return `${lines.join("\n")}\n`;
  }
}
