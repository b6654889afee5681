/**
 * The resolver's own log: JSON, a line an entry, on standard output. The lines of one turn of the event loop go out together, as a write
 * for each costs more than the line.
 */
import { type Logger, pino } from "pino";

/** What takes text at once, as pino's own destinations do. */
export interface TextSink {
  write(text: string): void;
}

/**
 * One for each thread. What was logged is out when the turn ends, and when the process or thread does, also by an exception that nobody
 * catches; only what ends it from outside and at once can lose the lines of that turn.
 */
export function openLogger(level: string, sink: TextSink = standardOutput()): Logger {
  let lines = "";
  const writeOut = (): void => {
    const text = lines;
    lines = "";
    if (text !== "") sink.write(text);
  };
  process.once("exit", writeOut);
  const destination: TextSink = {
    write(line) {
      if (lines === "") setImmediate(writeOut);
      lines += line;
    },
  };
  return pino({ level, base: null }, destination);
}

/** Waits where the reader does; goes on without a log where there is none any more. */
function standardOutput(): TextSink {
  return pino.destination({ dest: 1, sync: true });
}
