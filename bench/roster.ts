import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Permissions, system } from '#platform/access';
import { type Platform, systemSources } from '#platform/command';
import { Database, migrate } from '#platform/database';
import { noJobs } from '#platform/outbox';
import { startPostgres } from '#platform/supervisor';
import { spreadsheet } from '#platform/documents';
import { importRoster, peoplePermissions } from '#modules/people';
import { createNeighbourhood, insertSubdistrict, placesPermissions } from '#modules/places';

/**
 * Imports a roster of 5,000 households from XLSX into an empty database of its own and prints households a second, whole and
 * by phase, beside the same import repeated (which writes nothing). Run: `node bench/roster.ts [households]`.
 */
async function main(households: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-bench-'));
  const cluster = await startPostgres({ dataDir, env: {} });
  const db = new Database({ url: cluster.appUrl });
  try {
    await migrate({ ownerUrl: cluster.ownerUrl });
    const owner = new pg.Client({ connectionString: cluster.ownerUrl });
    await owner.connect();
    const made = await insertSubdistrict(
      owner,
      { districtCode: 'pd', districtName: '浦东新区', code: 'gq', name: '高桥镇' },
      { newId: systemSources.newId, now: new Date() },
    );
    await owner.end();
    if (!made.ok) throw new Error(made.error);
    const platform: Platform = {
      db,
      sources: systemSources,
      permissions: new Permissions([placesPermissions, peoplePermissions]),
      jobs: noJobs,
    };
    const ctx = { platform, subdistrictId: made.value, actor: system };
    const neighbourhood = await createNeighbourhood(ctx, {
      code: 'bench',
      name: '试算',
      committeeKind: 'residents',
      publishedHouseholdsText: null,
      introduction: null,
    });
    if (!neighbourhood.ok) throw new Error(neighbourhood.error);
    const bytes = await roster(households);
    for (const round of ['first', 'again']) {
      const started = performance.now();
      let last = started;
      let phase = '';
      const times: string[] = [];
      const imported = await importRoster(ctx, { neighbourhoodId: neighbourhood.value, bytes }, (next) => {
        const now = performance.now();
        if (next === phase) return;
        if (phase !== '') times.push(`${phase} ${(now - last).toFixed(0)} ms`);
        [phase, last] = [next, now];
      });
      if (!imported.ok) throw new Error(JSON.stringify(imported.error).slice(0, 500));
      const seconds = (performance.now() - started) / 1000;
      console.log(`${round}: ${households} households in ${seconds.toFixed(2)} s = ${(households / seconds).toFixed(0)} households/s (${times.join(', ')})`);
    }
  } finally {
    await db.end();
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const digits = '零一二三四五六七八九';
const named = (n: number): string => Array.from(String(n), (digit) => digits[Number(digit)]).join('');

/** A roster with two adults and two owners a home, as an xlsx file. */
function roster(households: number): Promise<Uint8Array> {
  const rows = Array.from({ length: households }, (_, i) => {
    const room = String(((Math.floor(i / 2) % 6) + 1) * 100 + (i % 2) + 1);
    const [one, two] = [`王${named(i)}`, `李${named(i)}`];
    return [
      `第${named(Math.floor(i / 200))}组`,
      `${Math.floor(i / 60) + 1}号楼`,
      `${(Math.floor(i / 12) % 5) + 1}单元`,
      room,
      '60.50',
      `${one} 1/2；${two} 1/2`,
      `${one}；${two}`,
      '',
    ];
  });
  return spreadsheet({
    name: '花名册',
    columns: ['居民小组', '楼栋', '单元', '室号', '面积', '业主', '住户', '租户'].map((label) => ({ label })),
    rows,
  });
}

await main(Number(process.argv[2] ?? 5_000));
