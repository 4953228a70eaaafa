import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '#libs/result';
import { Permissions, system } from '#platform/access';
import { type Platform, runCommand, systemSources } from '#platform/command';
import { Database, isDiskFull, isUnavailable, migrate } from '#platform/database';
import { FileStore, recordFile } from '#platform/files';
import { installQueues, noJobs } from '#platform/outbox';
import { type Cluster, startPostgres } from '#platform/supervisor';
import { setupSubdistrict } from '#modules/people';
import { verifyInstallation } from '../apps/cli/verify.ts';
import { signInAs } from './crash/deeds.ts';
import { startSite, type TestSite } from './site.ts';

// A real file system that is really full; making one needs the right to mount.
const mount = mkdtempSync(join(tmpdir(), 'zhidian-full-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0755', 'none', mount]).status === 0;

afterAll(() => {
  if (!mounted) return;
  spawnSync('umount', [mount]);
  rmSync(mount, { recursive: true, force: true });
});

/** Fills the file system to its last block with one file; removing the file makes room again. */
function fillUp(filler: string): void {
  const fd = openSync(filler, 'a');
  try {
    for (let size = 1024 * 1024; size >= 512; size /= 2) {
      try {
        for (;;) writeSync(fd, Buffer.alloc(size));
      } catch (error) {
        if (!isDiskFull(error)) throw error;
      }
    }
  } finally {
    closeSync(fd);
  }
}

if (!mounted) rmSync(mount, { recursive: true, force: true });

describe.skipIf(!mounted)('a full disk', () => {
  let cluster: Cluster;
  let db: Database;
  let platform: Platform;
  let subdistrictId: string;
  const files = new FileStore(join(mount, 'files'));
  const filler = join(mount, 'filler');

  beforeAll(async () => {
    mkdirSync(files.folder);
    cluster = await startPostgres({
      dataDir: join(mount, 'data'),
      env: {},
      serverSettings: { fsync: 'off', max_wal_size: '48MB', min_wal_size: '32MB', shared_buffers: '16MB' },
    });
    await migrate({ ownerUrl: cluster.ownerUrl, after: installQueues });
    const owner = new pg.Client({ connectionString: cluster.ownerUrl });
    await owner.connect();
    const made = await setupSubdistrict(
      owner,
      {
        districtCode: 'pd',
        districtName: '浦东新区',
        code: 'gq',
        name: '高桥镇',
        officeName: '高桥镇自治办',
        officerName: '顾文清',
        officerPhone: null,
        accountId: null,
      },
      { newId: systemSources.newId, now: new Date(), today: '2026-11-22' },
    );
    await owner.end();
    if (!made.ok) throw new Error(made.error);
    subdistrictId = made.value.subdistrictId;
    db = new Database({ url: cluster.appUrl });
    platform = { db, sources: systemSources, permissions: new Permissions([]), jobs: noJobs };
  });

  afterAll(async () => {
    rmSync(filler, { force: true });
    await db?.end();
    await cluster?.stop();
    rmSync(join(mount, 'data'), { recursive: true, force: true });
  });

  /** One command that stores a file of `bytes` random bytes with its row and a long audit text. */
  async function record(bytes: number): Promise<void> {
    const stored = await files.putOwn(randomBytes(bytes), 'application/octet-stream');
    const done = await runCommand({ platform, subdistrictId, actor: system }, 'record-file', async (tx) => {
      await recordFile(tx, stored, { name: '照片', visibility: 'public', neighbourhoodId: null });
      tx.audit({
        action: 'filed',
        subjectKind: 'file',
        subjectId: null,
        text: { words: randomBytes(4000).toString('hex') },
      });
      return ok();
    });
    expect(done.ok).toBe(true);
  }

  const temporaryFiles = () => readdirSync(files.folder, { recursive: true }).filter((name) => String(name).endsWith('.tmp'));
  const filed = async () => {
    const owner = new pg.Client({ connectionString: cluster.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query('select (select count(*) from file)::int as rows, (select count(*) from audit_entry)::int as entries');
    await owner.end();
    return rows[0];
  };

  test('an upload fails, leaves nothing behind and is no row', async () => {
    await record(1000);
    const before = await filed();
    fillUp(filler);
    await expect(record(200_000)).rejects.toSatisfy(isDiskFull);
    expect(temporaryFiles()).toEqual([]);
    expect(await filed()).toEqual(before);
    rmSync(filler);
    await record(200_000);
  });

  test('the database refuses or goes away for a while, keeps what it acknowledged and nothing else, and goes on', async () => {
    const before = await filed();
    let acknowledged = 0;
    const failures: unknown[] = [];
    fillUp(filler);
    const deadline = Date.now() + 60_000;
    // Space inside files that PostgreSQL already has is used up first.
    while (failures.length < 3 && Date.now() < deadline) {
      const done = await runCommand({ platform, subdistrictId, actor: system }, 'speak', async (tx) => {
        for (let i = 0; i < 40; i++) {
          tx.audit({
            action: 'said',
            subjectKind: 'word',
            subjectId: null,
            text: { words: randomBytes(8000).toString('hex') },
          });
        }
        return ok();
      }).catch((error: unknown) => {
        failures.push(error);
        return undefined;
      });
      if (done?.ok) acknowledged += 1;
    }
    expect(failures.length).toBe(3);
    for (const failure of failures) expect(isDiskFull(failure) || isUnavailable(failure), String(failure)).toBe(true);

    rmSync(filler);
    for (let tries = 0; ; tries++) {
      try {
        await record(1000);
        break;
      } catch (error) {
        if (tries > 100) throw error;
        await sleep(200);
      }
    }
    const after = await filed();
    expect(after.rows).toBe(before.rows + 1);
    expect(after.entries).toBe(before.entries + acknowledged * 40 + 1);
    expect(await verifyInstallation(db, { files }, () => {})).toEqual([]);
  });
});

describe.skipIf(!mounted)('a full disk under the whole site', () => {
  let site: TestSite;
  const filler = join(mount, 'filler');

  beforeAll(async () => {
    const usual = process.env['TMPDIR'];
    process.env['TMPDIR'] = mount;
    try {
      site = await startSite();
    } finally {
      if (usual === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = usual;
    }
  }, 180_000);
  afterAll(async () => {
    rmSync(filler, { force: true });
    await site?.stop();
  });

  test('a matter with a photo is refused in words (507), pages are still read, and later it goes through once', async () => {
    const member = await signInAs(site.origin, 'wang');
    const photo = await sharp(randomBytes(900 * 900 * 3), { raw: { width: 900, height: 900, channels: 3 } })
      .jpeg()
      .toBuffer();
    const key = randomBytes(12).toString('hex');
    const raise = () => {
      const form = new FormData();
      form.set('_key', key);
      form.set('text', '楼道的灯坏了，晚上看不见台阶');
      form.set('photo', new File([new Uint8Array(photo)], '楼道.jpg', { type: 'image/jpeg' }));
      const headers = { origin: site.origin, cookie: member.cookie };
      return fetch(`${site.base}/matters/new?n=pd-cailu`, {
        method: 'POST',
        body: form,
        headers,
        redirect: 'manual',
      });
    };
    const matters = async () => (await fetch(`${site.base}/matters`, { headers: { cookie: member.cookie } })).status;
    fillUp(filler);
    const refused = await raise();
    expect(refused.status).toBe(507);
    expect(await refused.text()).toContain('<h1>');
    expect(await matters()).toBe(200);
    rmSync(filler);
    const done = await raise();
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toMatch(/\/matters\/[0-9a-f-]{36}/);
  });
});
