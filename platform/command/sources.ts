import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** Clock, ids and randomness are parameters of everything that uses them. */
export interface Sources {
  now: () => Date;
  /** UUIDv7 of the clock's time. */
  newId: () => string;
  randomBytes: (size: number) => Uint8Array;
}

/** The machine's clock and randomness. */
export const systemSources: Sources = { now: () => new Date(), newId: () => v7(), randomBytes: (size) => randomBytes(size) };

/** Sources whose clock is given (demo, tests): ids carry the given time. */
export function sourcesAt(now: () => Date): Sources {
  return { now, newId: () => v7({ msecs: now().getTime() }), randomBytes: (size) => randomBytes(size) };
}
