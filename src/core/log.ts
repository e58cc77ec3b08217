/** Where the library tells developers what it does. Never given a password, a token or a body. */
export interface Logger {
  debug(message: string, ...details: unknown[]): void;
  warn(message: string, ...details: unknown[]): void;
}

/** The default: says nothing. */
export const silent: Logger = { debug: () => {}, warn: () => {} };
