/** Counts that all threads of the process share. */
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";

/**
 * One count a name, which begins with zero. A thread that starts others gives it to them, so it has to have asked for it before.
 * @returns For `Atomics`, at place 0.
 */
export const sharedCount = (name: string): Int32Array<SharedArrayBuffer> => sharedCounts(name, 1);

/** As many as are asked for, at the places from 0 on. All who ask for those of a name ask for as many. */
export function sharedCounts(name: string, length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(sharedBytes(`cadastre: ${name}`, length * Int32Array.BYTES_PER_ELEMENT));
}

function sharedBytes(name: string, length: number): SharedArrayBuffer {
  const given = getEnvironmentData(name);
  if (given instanceof SharedArrayBuffer) return given;
  const bytes = new SharedArrayBuffer(length);
  setEnvironmentData(name, bytes);
  return bytes;
}
