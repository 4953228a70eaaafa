import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Database } from '#platform/database';
import { FileStore } from '#platform/files';
import { joinPostgres } from '#platform/supervisor';
import { verifyInstallation } from '../../apps/cli/verify.ts';
import { freePort } from '../free-port.ts';
import { ask, askToSpend, type Deed, type Member, pledgeMoney, raiseMatter, receiveMoney, signInAs, supportMatter, type Works, worksOf } from './deeds.ts';
import { buildHost, type CrashServer, crashServer } from './server.ts';

const kinds = ['raise', 'support', 'pledge', 'receive', 'spend'] as const;

/** Four who live in 蔡路. */
const residents = ['wang', 'li', 'chen', 'zhou'] as const;

let dataDir: string;
let host: string;
let server: CrashServer;
let members: Member[];
let secretary: Member;
let works: Works;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'zhidian-crash-'));
  host = await buildHost();
  server = crashServer(host, dataDir, await freePort());
  await server.start({ planted: false });
  members = [];
  for (const key of residents) members.push(await signInAs(server.origin, key));
  secretary = await signInAs(server.origin, 'shengli-secretary');
  works = await asOwner(worksOf);
}, 180_000);

afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
  if (host) rmSync(dirname(host), { recursive: true, force: true });
});

/** Residents raise and support matters, a secretary moves money, as fast as the server answers, until it is killed. */
async function crowd(deeds: Deed[], matterIds: string[], supported: Set<string>, goOn: () => boolean): Promise<void> {
  const act = async (deed: Deed) => {
    deeds.push(deed);
    await ask(server.origin, deed);
    const raised = /\/matters\/([0-9a-f-]{36})/.exec(deed.location)?.[1];
    if (deed.kind === 'raise' && deed.outcome === 'acknowledged' && raised !== undefined) matterIds.push(raised);
  };
  const resident = async (member: Member) => {
    while (goOn()) {
      const matterId = matterIds[randomInt(Math.max(matterIds.length, 1))];
      const pair = `${member.accountId} ${matterId}`;
      const supports = matterId !== undefined && randomInt(2) === 0 && !supported.has(pair);
      if (supports) supported.add(pair);
      await act(supports ? supportMatter(member, matterId) : raiseMatter(member));
    }
  };
  const treasurer = async (deed: (secretary: Member, works: Works) => Deed) => {
    while (goOn()) await act(deed(secretary, works));
  };
  await Promise.all([...members.map(resident), ...[pledgeMoney, receiveMoney, askToSpend].map(treasurer)]);
}

/** A moment that nobody can foresee: after some answers, whatever the machine's pace, and a few milliseconds more. */
async function someMoment(deeds: readonly Deed[]): Promise<void> {
  const acknowledged = () => deeds.filter((deed) => deed.outcome === 'acknowledged').length;
  const enough = acknowledged() + 1 + randomInt(14);
  const deadline = Date.now() + 15_000;
  while (acknowledged() < enough && Date.now() < deadline) await sleep(2);
  await sleep(randomInt(25));
}

/** Kills the server `kills` times at random moments with requests in flight, and starts it again each time. */
async function killAtRandomMoments(kills: number, planted: boolean): Promise<Deed[]> {
  const deeds: Deed[] = [];
  const matterIds: string[] = [];
  const supported = new Set<string>();
  for (let i = 0; i < kills; i++) {
    await server.stop();
    await server.start({ planted });
    let running = true;
    const crowding = crowd(deeds, matterIds, supported, () => running);
    await someMoment(deeds);
    running = false;
    // Every fifth time PostgreSQL dies too: then nothing but its log on the disk speaks for what was acknowledged.
    await server.kill({ database: i % 5 === 4 });
    await crowding;
  }
  await server.start({ planted: false });
  return deeds;
}

async function asOwner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: await server.ownerUrl() });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

/** Those of the deeds that are not in the database exactly once. */
const lostOrDoubled = (deeds: readonly Deed[]): Promise<Deed[]> =>
  asOwner(async (owner) => {
    const wrong: Deed[] = [];
    for (const deed of deeds) if ((await deed.count(owner)) !== 1) wrong.push(deed);
    return wrong;
  });

async function problemsFound(): Promise<string[]> {
  const joined = await joinPostgres({ dataDir, env: {} });
  if (joined === undefined) throw new Error('no server');
  const db = new Database({ url: joined.appUrl });
  try {
    return await verifyInstallation(db, { files: new FileStore(join(dataDir, 'files')) }, () => {});
  } finally {
    await db.end();
  }
}

describe('kill -9 of the server with requests in flight', () => {
  test('fifty times: no acknowledged step is lost, none is done twice, the books balance', async () => {
    const deeds = await killAtRandomMoments(50, false);
    const of = (outcome: Deed['outcome']) => deeds.filter((deed) => deed.outcome === outcome);
    expect(of('acknowledged').length).toBeGreaterThan(200);
    expect(new Set(of('acknowledged').map((deed) => deed.kind))).toEqual(new Set(kinds));
    expect(await lostOrDoubled(of('acknowledged'))).toEqual([]);

    // The kills did hit requests in flight; whoever got no answer sends the same form again, and has it done once.
    const unanswered = of('unknown');
    expect(unanswered.length).toBeGreaterThan(100);
    for (const deed of unanswered) await ask(server.origin, deed);
    expect(await lostOrDoubled(unanswered)).toEqual([]);
    expect(await problemsFound()).toEqual([]);
  });

  test('the check finds a server that replies before it commits', async () => {
    const deeds = await killAtRandomMoments(3, true);
    const acknowledged = deeds.filter((deed) => deed.outcome === 'acknowledged');
    expect((await lostOrDoubled(acknowledged)).length).toBeGreaterThan(0);
    // What was never committed leaves no trace: the books are whole all the same.
    expect(await problemsFound()).toEqual([]);
  });
});
