import { join } from 'node:path';
import pg from 'pg';
import { chainSoon } from '#platform/audit';
import { systemSources, civilDay } from '#platform/command';
import { Database } from '#platform/database';
import type { PermissionTable } from '#platform/access';
import { setupSubdistrict } from '#modules/people';
import { cast, demoDistrict, demoSubdistrict, officerName } from './cast.ts';
import { chapters } from './chapters.ts';
import { pictureJpeg, pictureNames } from './pictures/index.ts';
import { fixedId, Stage } from './stage.ts';
import { buildWorld } from './world.ts';

export interface LoadDemoOptions {
  ownerUrl: string;
  appUrl: string;
  dataDir: string;
  permissions: readonly PermissionTable[];
  log?: (line: string) => void;
  /** Day the story is told from; today when left out. */
  today?: string;
  /** Only these chapters; all when left out. */
  only?: readonly string[];
  /** More people with accounts, by the key of their account, and what is told after the chapters. */
  more?: { people: readonly { key: string; name: string }[]; tell: (stage: Stage) => Promise<void> };
}

/**
 * Loads the demo subdistrict: people invented, figures as published, dates relative to today. Safe to repeat: a loaded
 * demo is left alone, an interrupted one goes on where it stopped.
 */
export async function loadDemo(options: LoadDemoOptions): Promise<{ loaded: boolean }> {
  const log = options.log ?? (() => {});
  const owner = new pg.Client({ connectionString: options.ownerUrl });
  await owner.connect();
  // Every chapter ends with a durable commit on the owner's connection, which makes all before it durable too; waiting for the
  // disk after each of some thousand steps would only make the demo slow.
  const db = new Database({ url: withOption(options.appUrl, 'synchronous_commit=off'), max: 4 });
  try {
    await owner.query('create table if not exists demo_progress (step text primary key, day date not null)');
    const progress = new Map(
      (await owner.query<{ step: string; day: string }>('select step, day::text from demo_progress')).rows.map((row) => [row.step, row.day]),
    );
    if (progress.has('complete')) return { loaded: false };
    // An interrupted load goes on with the day it began on, so that its keys meet the same facts.
    const today = progress.get('begun') ?? options.today ?? civilDay(systemSources.now());
    await owner.query("insert into demo_progress values ('begun', $1) on conflict do nothing", [today]);
    await makeAccounts(owner, options.more?.people ?? []);
    const subdistrictId = await makeSubdistrict(owner, today);
    const stage = new Stage({ db, filesFolder: join(options.dataDir, 'files'), subdistrictId, today, permissions: options.permissions });
    // Pictures are drawn beside the story, by threads that have nothing else to do; who needs one first waits for it and hears if it failed.
    if (!options.only) for (const name of pictureNames) stage.store(name, () => pictureJpeg(name)).catch(() => {});
    const parts: [string, (stage: Stage) => Promise<void>][] = [['world', buildWorld], ...Object.entries(chapters)];
    for (const [name, tell] of parts) {
      if (progress.has(name) || (options.only && name !== 'world' && !options.only.includes(name))) continue;
      log(`演示 (demo): ${name}`);
      await tell(stage);
      await chainSoon(db, subdistrictId);
      await owner.query('insert into demo_progress values ($1, $2)', [name, today]);
    }
    await options.more?.tell(stage);
    await owner.query("insert into demo_progress values ('complete', $1)", [today]);
    return { loaded: true };
  } finally {
    await db.end();
    await owner.end();
  }
}

/** The connection with a server setting for the session. */
function withOption(url: string, setting: string): string {
  const parsed = new URL(url);
  const known = parsed.searchParams.get('options');
  parsed.searchParams.set('options', `${known ? `${known} ` : ''}-c ${setting}`);
  return parsed.toString();
}

/** Accounts of the cast, with fixed ids, without phone or mail. */
async function makeAccounts(owner: pg.Client, more: readonly { key: string; name: string }[]): Promise<void> {
  for (const { key, name } of [{ key: 'officer', name: officerName }, ...cast, ...more]) {
    await owner.query(
      `insert into auth_user (id, name, email, "emailVerified", "createdAt", "updatedAt") values ($1, $2, $3, false, now(), now())
      on conflict do nothing`,
      [fixedId(`account ${key}`), name, `${encodeURIComponent(key)}@account.invalid`],
    );
  }
}

async function makeSubdistrict(owner: pg.Client, today: string): Promise<string> {
  const known = await owner.query<{ id: string }>('select id from subdistrict where code = $1', [demoSubdistrict.code]);
  if (known.rows[0]) return known.rows[0].id;
  const made = await setupSubdistrict(
    owner,
    {
      districtCode: demoDistrict.code,
      districtName: demoDistrict.name,
      code: demoSubdistrict.code,
      name: demoSubdistrict.name,
      officeName: demoSubdistrict.officeName,
      officerName,
      officerPhone: null,
      accountId: fixedId('account officer'),
    },
    { newId: systemSources.newId, now: new Date(`${Number(today.slice(0, 4)) - 4}-01-02T01:00:00Z`), today: `${Number(today.slice(0, 4)) - 4}-01-02` },
  );
  if (!made.ok) throw new Error(`demo: ${made.error}`);
  return made.value.subdistrictId;
}
