import { type DestinationStream, destination, type Logger as Pino, pino } from 'pino';

/**
 * What may be logged. Each line is built from these fields alone, none of which can hold a citizen number, a token or a
 * value of an answer; there is no way to log a free object.
 */
export type Line = {
  readonly trace?: string;
  /** SHA-256 of the operation's text, shortened: the text may quote a literal. */
  readonly operation?: string;
  readonly status?: number;
  readonly codes?: readonly string[];
  readonly department?: string;
  readonly departments?: readonly string[];
  /** How many times departments were waited for, one after the other. */
  readonly waves?: number;
  /** How many events a subscription had. */
  readonly events?: number;
  readonly ms?: number;
  readonly port?: number;
  /** Which of the processes that serve one port. */
  readonly worker?: number;
  readonly supergraph?: string;
  /** A version of the policy. */
  readonly policy?: string;
  /** Names of single rules. */
  readonly policies?: readonly string[];
  /** A field of the schema. */
  readonly coordinate?: string;
  /** An error's class and the place in our code that raised it; never its message. */
  readonly kind?: string;
  readonly at?: string;
  /** A system's error code such as ECONNREFUSED. */
  readonly reason?: string;
};

export type Log = {
  info(event: string, line?: Line): void;
  warn(event: string, line?: Line): void;
  error(event: string, line?: Line): void;
};

/**
 * The gateway's structured log, one JSON line each, on stdout unless a stream is given. Lines go out together, a fifth of a
 * second late at most, and all of them before the process ends: a write for each would cost more than the line.
 */
export function createLog(level: string, stream?: { write(text: string): void }): Log {
  const logger: Pino = pino({ level, base: null }, stream ?? bufferedStdout());
  return {
    info: (event, line = {}) => logger.info(line, event),
    warn: (event, line = {}) => logger.warn(line, event),
    error: (event, line = {}) => logger.error(line, event),
  };
}

function bufferedStdout(): DestinationStream {
  const stdout = destination({ dest: 1, sync: false, minLength: 8_192, periodicFlush: 200 });
  process.on('exit', () => stdout.flushSync());
  return stdout;
}

/** An error as a line may carry it: class, system code and place, without its message. */
export function described(error: unknown): Line {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code } = error as { code?: unknown };
  const at = placeOf(error);
  return { kind: error.name, ...(typeof code === 'string' && { reason: code }), ...(at && { at }) };
}

/** The first place of the stack, which begins after the message: that may have lines that look like places. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const start = stack.indexOf(message);
  if (start < 0) return undefined;
  const places = stack.slice(start + message.length).split('\n');
  return places.find((line) => line.trimStart().startsWith('at '))?.trim();
}
