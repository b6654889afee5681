import { cpus, loadavg, totalmem } from "node:os";

/** Where the figures were taken: without it they say little. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted to run in the minute before: much above 0, others were at work and the figures are too low. */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
  };
}

export function machineText(machine: Machine): string {
  const { processor, cores, memoryGiB, system, node, loadBefore } = machine;
  return `${cores} cores (${processor}), ${memoryGiB} GiB, ${system}, Node ${node}; load before the run ${loadBefore.toFixed(1)}`;
}
