import { join } from 'node:path';
import type { Hono } from 'hono';
import pg from 'pg';
import { pino } from 'pino';
import { type PermissionTable, Permissions } from '#platform/access';
import { systemSources } from '#platform/command';
import { Database } from '#platform/database';
import { FileStore } from '#platform/files';
import { noJobs } from '#platform/outbox';
import { memoryVault } from '#platform/vault';
import { createSignIn, LocalOutbox } from '#platform/sign-in';
import { fixedId } from '#demo/stage';
import { createApp } from '../../apps/web/app.tsx';
import type { Routes, Site } from '../../apps/web/kit/index.ts';
import { permissionTables } from '../../apps/web/permissions.ts';
import { registerRoutes } from '../../apps/web/registry.ts';
import { demoDatabase, strangerAccount } from './demo-database.ts';
import { faultsOf } from './inspect.ts';

const account = (key: string) => fixedId(`account ${key}`);

/** Who plays whom: account behind each player; null has no session. The neighbourhood is 蔡路 unless the name says otherwise. */
export const players = {
  anonymous: null,
  account: strangerAccount,
  resident: account('wang'),
  steward: account('only-steward'),
  secretary: account('cailu-secretary'),
  director: account('cailu-director'),
  supervisor: account('only-supervisor'),
  keeper: account('only-keeper'),
  partner: account('partner'),
  property: account('only-property'),
  officer: account('only-officer'),
  head: account('head'),
  reviewer: account('reviewer-1'),
  auditor: account('auditor'),
  admin: account('only-admin'),
  /** Secretary of 胜利, a neighbourhood of the same subdistrict. */
  secretaryElsewhere: account('shengli-secretary'),
  /** Officer and administrator of another subdistrict. */
  officerElsewhere: account('officer-elsewhere'),
} as const;
export type Player = keyof typeof players;
export const playerNames = Object.keys(players).filter((name): name is Player => name in players);

export const origin = 'http://localhost:3000';
export const base = '/s/zhidian';

/** The whole site in one process on a database of its own, with the demo in it. */
export interface WholeSite {
  app: Hono;
  site: Site;
  routes: Routes;
  owner: pg.Client;
  outbox: LocalOutbox;
  signIn: ReturnType<typeof createSignIn>;
  subdistrictId: string;
  /** Lines the server logged as errors: a request that broke is never an expected answer. */
  errors: string[];
  /** What was wrong with any answer so far: headers, inline script or style. */
  faults: Set<string>;
  request(path: string, init?: RequestInit): Promise<Response>;
  get(who: Player, path: string, headers?: Record<string, string>): Promise<Response>;
  /** Posts as our own page would; the fields of a form, with a new key unless one is given. */
  post(who: Player, path: string, fields?: FormFields, headers?: Record<string, string>): Promise<Response>;
  /** Text of the first column of the first row, as the owner; throws when there is none. */
  value(text: string, ...values: unknown[]): Promise<string>;
  /** Changes when anything in the database changes, sessions and rate limits aside. */
  fingerprint(): Promise<string>;
  close(): Promise<void>;
}
export type FormFields = Record<string, string | readonly string[] | File | readonly File[]>;

export interface WholeSiteOptions {
  /** Planted routes, beside those of the site. */
  plant?: (routes: Routes) => void;
  permissions?: readonly PermissionTable[];
  demo?: boolean;
  publicOrigin?: string;
  /** The office named its address: no other origin is believed. */
  originIsNamed?: boolean;
}

/** Builds the site as the server does, but with a session that a header names instead of a cookie where a player acts. */
export async function wholeSite(options: WholeSiteOptions = {}): Promise<WholeSite> {
  const database = await demoDatabase();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const db = new Database({ url: database.appUrl, max: 8 });
  const outbox = new LocalOutbox();
  const publicOrigin = options.publicOrigin ?? origin;
  const signIn = createSignIn({ appUrl: database.appUrl, origin: publicOrigin, secret: 's'.repeat(48), sender: outbox, sources: systemSources });
  const errors: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) });
  const routes = registerRoutes();
  options.plant?.(routes);
  const site: Site = {
    platform: { db, sources: systemSources, permissions: new Permissions(options.permissions ?? permissionTables), jobs: noJobs, vault: memoryVault() },
    files: new FileStore(join(database.dataDir, 'files')),
    demo: options.demo ?? true,
    publicOrigin,
    accounts: {
      async makeAccountWithLink({ name, to }) {
        const accountId = await signIn.makeAccount(name);
        return { accountId, path: await signIn.linkFor(accountId, to) };
      },
      linkFor: (accountId, to) => signIn.linkFor(accountId, to),
    },
  };
  const app = createApp({
    site,
    routes,
    log,
    ...(options.demo === false ? {} : { localOutbox: outbox }),
    ready: async () => true,
    ...(options.originIsNamed ? { originIsNamed: true } : {}),
    signIn: {
      ...signIn,
      async session(headers) {
        const accountId = headers.get('x-test-account');
        if (!accountId) return signIn.session(headers);
        return { accountId, name: '试演', phone: null, mail: null, expiresAt: new Date(Date.now() + 3_600_000) };
      },
    },
  });
  const session = (who: Player): Record<string, string> => {
    const id = players[who];
    return id === null ? {} : { 'x-test-account': id };
  };
  const faults = new Set<string>();
  const looked = new Map<string, number>();
  const request = async (path: string, init?: RequestInit) => {
    const answer = await app.request(new URL(path, publicOrigin).href, init);
    const what = `${init?.method ?? 'GET'} ${path} ${answer.status}`;
    const times = (looked.get(what) ?? 0) + 1;
    looked.set(what, times);
    // Pages are read through for the first who get them, a refusal once; headers always.
    for (const fault of await faultsOf(answer, times <= (answer.ok ? 4 : 1))) faults.add(`${what}: ${fault}`);
    return answer;
  };
  const value = async (text: string, ...values: unknown[]): Promise<string> => {
    const { rows } = await owner.query<Record<string, unknown>>(text, values);
    const [first] = Object.values(rows[0] ?? {});
    if (first === undefined || first === null) throw new Error(`nothing found: ${text}`);
    return String(first);
  };
  const { rows: tables } = await owner.query<{ name: string }>(`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
    and c.relkind in ('r', 'p') and c.relname not like 'auth_%' order by 1`);
  const everything = tables
    .map(({ name }) => `select '${name}' || count(*) || coalesce(sum(hashtextextended(t::text, 0)), 0) as line from "${name}" t`)
    .join(' union all ');
  let seen = { at: '', print: '' };
  return {
    app,
    site,
    routes,
    owner,
    outbox,
    signIn,
    errors,
    faults,
    request,
    value,
    subdistrictId: await value("select id from subdistrict where code = 'zhidian'"),
    get: (who, path, headers = {}) => request(path, { headers: { ...session(who), ...headers } }),
    post: (who, path, fields = {}, headers = {}) =>
      request(path, {
        method: 'POST',
        body: formBody({ _key: crypto.randomUUID(), ...fields }),
        headers: { origin: publicOrigin, ...session(who), ...headers },
      }),
    async fingerprint() {
      // A transaction that wrote has taken a number; while none was taken, nothing was written.
      const at = await value('select pg_snapshot_xmax(pg_current_snapshot())::text');
      if (at !== seen.at) seen = { at, print: await value(`select md5(string_agg(line, ',' order by line)) from (${everything}) all_tables`) };
      return seen.print;
    },
    async close() {
      await signIn.end();
      await db.end();
      await owner.end();
      await database.drop();
    },
  };
}

/** Form data with files and repeated fields. */
export function formBody(fields: FormFields): FormData {
  const body = new FormData();
  for (const [name, given] of Object.entries(fields)) {
    const items: readonly (string | File)[] = Array.isArray(given) ? given : [given];
    for (const item of items) body.append(name, item);
  }
  return body;
}
