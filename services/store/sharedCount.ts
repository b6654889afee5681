/** A count that all threads of the process share. */
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";

/**
 * One count a name, which begins with zero. A thread that starts others gives it to them, so it has to have asked for it before.
 * @returns For `Atomics`, at place 0.
 */
export function sharedCount(name: string): Int32Array<SharedArrayBuffer> {
  return new Int32Array(sharedBytes(`cadastre: ${name}`));
}

function sharedBytes(name: string): SharedArrayBuffer {
  const given = getEnvironmentData(name);
  if (given instanceof SharedArrayBuffer) return given;
  const bytes = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  setEnvironmentData(name, bytes);
  return bytes;
}
