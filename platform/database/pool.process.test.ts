import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { DatabaseUnavailable } from './errors.ts';
import { Database } from './pool.ts';
import { sql } from './sql.ts';

/** A message of the PostgreSQL protocol: its letter, its length, its body. */
function message(letter: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(letter), length, body]);
}

const greeting = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]);
const farewell = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'));

let server: Server | undefined;
afterEach(() => void server?.close());

describe('a database that says goodbye in the packet in which it greets', () => {
  test('is unavailable for the one who asked, and ends nothing else', async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.prependListener('uncaughtException', note);
    const port = await new Promise<number>((resolve) => {
      server = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end(Buffer.concat([greeting, farewell])));
      }).listen(0, '127.0.0.1', () => resolve((server?.address() as { port: number }).port));
    });
    const db = new Database({ url: `postgres://nobody@127.0.0.1:${port}/none` });
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => db.global((q) => q.exec(sql`select 1`))));
    await db.end();
    process.off('uncaughtException', note);
    for (const answer of asked) expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
    expect(uncaught).toEqual([]);
  });
});
