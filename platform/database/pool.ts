import { createHash } from 'node:crypto';
import { Socket } from 'node:net';
import pg from 'pg';
import type { z } from 'zod';
import { DatabaseUnavailable, isUnavailable, sqlState } from './errors.ts';
import type { Sql } from './sql.ts';

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === 20) return BigInt; // int8: money is never a float
      if (oid === 1082) return (day: string) => day; // date: civil days stay days
      if (oid === 1700) return (text: string) => text; // numeric: exact text
    }
    return pg.types.getTypeParser(oid, format);
  },
};

/** What a statement can be run on. Rows are parsed by the given schema, never cast. */
export interface Queryable {
  /** All rows. */
  all<S extends z.ZodType>(statement: Sql, row: S): Promise<z.output<S>[]>;
  /** Exactly one row; anything else is a bug and throws. */
  one<S extends z.ZodType>(statement: Sql, row: S): Promise<z.output<S>>;
  /** The row or null; more than one is a bug and throws. */
  maybe<S extends z.ZodType>(statement: Sql, row: S): Promise<z.output<S> | null>;
  /** Runs a statement and returns the number of rows it touched. */
  exec(statement: Sql): Promise<number>;
}

/** A transaction inside one subdistrict: row-level security shows only its rows. */
export interface Tx extends Queryable {
  readonly subdistrictId: string;
  /** For libraries that bring their own SQL and must share this transaction (pg-boss). */
  readonly executeSql: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>;
  /**
   * Statements whose answers nobody waits for: the commit is sent right behind them, and when one of them fails nothing is committed and the transaction throws its
   * error. Only for what does nothing more once the database has answered.
   */
  readonly withCommit: (sent: Promise<unknown>) => void;
}

const names = new Map<string, string>();
/** Named prepared statements: 2–3 times the rate of unnamed ones. A cap keeps odd dynamic texts from piling up. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  if (names.size >= 2000) return undefined;
  const name = `z${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`;
  names.set(text, name);
  return name;
}

/** Wraps a client or pool with parsed rows and named statements. */
export function queryable(client: { query(config: pg.QueryConfig): Promise<pg.QueryResult> }): Queryable {
  const run = (statement: Sql) => client.query({ name: nameOf(statement.text), text: statement.text, values: statement.values });
  return {
    async all(statement, row) {
      return (await run(statement)).rows.map((r) => row.parse(r));
    },
    async one(statement, row) {
      const { rows } = await run(statement);
      if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}: ${statement.text.slice(0, 200)}`);
      return row.parse(rows[0]);
    },
    async maybe(statement, row) {
      const { rows } = await run(statement);
      if (rows.length > 1) throw new Error(`expected at most one row, got ${rows.length}: ${statement.text.slice(0, 200)}`);
      return rows.length === 0 ? null : row.parse(rows[0]);
    },
    async exec(statement) {
      return (await run(statement)).rowCount ?? 0;
    },
  };
}

/**
 * A socket that sends what is written within one turn of the event loop in one system call: each call wakes a process of the database, which costs more than many a
 * statement. Over TLS the driver writes past it, and everything goes as without.
 */
function batchingSocket(): Socket {
  const socket = new Socket();
  const write = socket.write.bind(socket);
  let held = false;
  const hold = () => {
    if (held) return;
    held = true;
    socket.cork();
    process.nextTick(() => {
      held = false;
      socket.uncork();
    });
  };
  // Connecting puts the socket's own `write` back; from then on ours is called.
  socket.once('connect', () => {
    socket.write = (chunk: Uint8Array | string, ...rest: never[]) => {
      hold();
      return write(chunk, ...rest);
    };
  });
  return socket;
}

export interface DatabaseOptions {
  /** Connection of the application role, which owns nothing. */
  url: string;
  max?: number;
  onError?: (error: Error) => void;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A connection that breaks (the database went away) must not end the process: neither an idle one, nor one that is told so between being handed out and
 * its first listener. The pool takes its own listener off before it hands a connection out, and a database that is shutting down can send the greeting
 * and the farewell in one packet. The query that fails reports the error.
 */
export function surviveBrokenConnections(pool: pg.Pool, onError?: (error: Error) => void): void {
  pool.on('error', (error) => onError?.(error));
  pool.on('connect', (client) => void client.on('error', () => {}));
}

/** The pool of the application. One instance a process. */
export class Database {
  readonly pool: pg.Pool;
  constructor(options: DatabaseOptions) {
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.max ?? 10,
      connectionTimeoutMillis: 5_000,
      types,
      application_name: 'zhidian',
      // Statements that do not wait for one another's answers travel together (`Promise.all` in one transaction).
      pipeline: true,
      stream: batchingSocket,
    });
    surviveBrokenConnections(this.pool, options.onError);
  }

  /**
   * Runs `work` in one transaction in which only rows of `subdistrictId` are visible. Commits when it returns,
   * rolls back when it throws. Throws {@link DatabaseUnavailable} when the database cannot be reached.
   */
  async tenant<T>(subdistrictId: string, work: (tx: Tx) => Promise<T>, mode: 'read' | 'write' = 'write'): Promise<T> {
    if (!uuidPattern.test(subdistrictId)) throw new Error('subdistrict id must be a UUID');
    return this.#transaction(
      `begin${mode === 'read' ? ' read only' : ''}; set local app.subdistrict = '${subdistrictId}'`,
      (client, withCommit) =>
        work({
          ...queryable(client),
          subdistrictId,
          executeSql: (text, values) => client.query(text, values),
          withCommit,
        }),
      mode,
    );
  }

  /** Runs `work` outside any subdistrict: only reference tables are visible. */
  async global<T>(work: (q: Queryable) => Promise<T>): Promise<T> {
    return this.#transaction('begin', (client) => work(queryable(client)), 'write');
  }

  async #transaction<T>(begin: string, work: (client: pg.PoolClient, withCommit: Tx['withCommit']) => Promise<T>, mode: 'read' | 'write'): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await this.pool.connect();
    } catch (error) {
      throw new DatabaseUnavailable(error);
    }
    const ignore = () => {};
    let broken: Error | undefined;
    const last: Promise<unknown>[] = [];
    let failed: { error: unknown } | undefined;
    try {
      // The first statement travels with it. Where it fails the connection is gone, and every statement after it fails as well.
      const begun = client.query(begin);
      begun.catch(ignore);
      const value = await work(client, (sent) => {
        last.push(sent);
        sent.catch((error: unknown) => (failed ??= { error }));
      });
      // Behind a statement that failed, the database answers a commit with a rollback.
      const committed = client.query('commit');
      committed.catch(ignore);
      // What was only read is known by now, and there is nothing that a commit could refuse: nobody waits for its answer. Whoever gets the connection next stands in
      // line behind it.
      if (mode === 'read' && last.length === 0) return value;
      await begun;
      for (const sent of last) await sent;
      if ((await committed).command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
      return value;
    } catch (error) {
      if (isUnavailable(error)) {
        broken = error instanceof Error ? error : new Error(String(error));
        throw new DatabaseUnavailable(error);
      }
      await client.query('rollback').catch((e: unknown) => {
        broken = e instanceof Error ? e : new Error(String(e));
      });
      // What came after the statement that failed says only that something had (25P02).
      throw failed && sqlState(error) === '25P02' ? failed.error : error;
    } finally {
      client.release(broken);
    }
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}
