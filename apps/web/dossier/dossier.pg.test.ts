import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DossierFacts, dossierParts, fieldOrigins, filledOf, gatherDossier, originOf, typedForTheDossier } from '#modules/dossier';
import { listProjects } from '#modules/projects';
import { Database } from '#platform/database';
import { renderPdf } from '#platform/documents';
import { FileStore } from '#platform/files';
import { type DemoDatabase, demoDatabase } from '#testing/access/demo-database';
import { dossierPaper } from './paper.ts';

let database: DemoDatabase;
let db: Database;
let facts: DossierFacts;
const today = '2026-11-22';

beforeAll(async () => {
  database = await demoDatabase();
  db = new Database({ url: database.appUrl });
  const { rows } = await db.pool.query<{ id: string }>("select id from subdistrict where code = 'zhidian'");
  facts = await db.tenant(rows[0]?.id ?? '', async (tx) => {
    const project = (await listProjects(tx)).find((one) => one.title === '楼道亮起来');
    const gathered = project && (await gatherDossier(tx, project.id, today));
    if (!gathered) throw new Error('the demo has lost its lamps');
    return gathered;
  });
}, 300_000);
afterAll(async () => {
  await db?.end();
  await database?.drop();
});

const parts = () => dossierParts(facts, 'zh', (action) => action);

describe('the dossier of a project that was carried to its end', () => {
  test('at least 90 % of its fields are filled by the work itself, signatures and stamps counted as empty', () => {
    const { fields, filled } = filledOf(parts());
    expect(fields).toBeGreaterThan(150);
    expect(filled / fields).toBeGreaterThanOrEqual(0.9);
  });
  test('every field stands in the list with where it comes from, and few are typed for the record alone', () => {
    const unlisted = parts().flatMap((part) =>
      part.groups
        .flatMap((group) => group.entries)
        .filter((entry) => originOf(part.key, entry.label) === undefined)
        .map((entry) => `${part.key}: ${entry.label}`),
    );
    expect([...new Set(unlisted)]).toEqual([]);
    expect(Object.keys(fieldOrigins)).toEqual(parts().map((part) => part.key));
    const { filled, typed } = typedForTheDossier(parts());
    expect(typed).toBeGreaterThan(0);
    expect(typed / filled).toBeLessThanOrEqual(0.1);
  });
  test('has its parts in the order in which an auditor reads them, none of them missing', () => {
    expect(parts().map((part) => part.key)).toEqual([
      'cover',
      'matter',
      'meetings',
      'resolutions',
      'ballots',
      'application',
      'policy',
      'reviews',
      'notices',
      'agreement',
      'sources',
      'spending',
      'doing',
      'plan',
      'changes',
      'appraisal',
      'acceptance',
      'settlement',
      'grade',
      'value',
      'upkeep',
      'assets',
      'audit',
    ]);
    expect(
      parts()
        .filter((part) => part.state === 'missing')
        .map((part) => part.key),
    ).toEqual([]);
  });
  test('says the published figures: 45,000 of grant, 62 × 50, and what the sources gave together', () => {
    const said = JSON.stringify(parts());
    for (const figure of ['45,000.00', '3,100.00', '56,100.00', '伍万陆仟壹佰元整']) expect(said).toContain(figure);
  });
  test('reads the same in English, with no value in it that is undefined', () => {
    const english = dossierParts(facts, 'en', (action) => action);
    expect(filledOf(english)).toEqual(filledOf(parts()));
    expect(JSON.stringify(english)).not.toMatch(/undefined|NaN|\[object/);
  });
  test('names the policy and every step of the audit trail in words, not in codes', () => {
    for (const lang of ['zh', 'en'] as const) {
      const all = dossierParts(facts, lang, (action) => action);
      const trail = all
        .find((part) => part.key === 'audit')
        ?.groups.flatMap((group) => group.entries)
        .flatMap((entry) => (entry.kind === 'table' ? entry.rows.map((row) => row[2]) : []));
      expect(trail?.length).toBeGreaterThan(10);
      expect(trail?.filter((said) => /^[a-z]+[.][a-z-]+$/.test(said ?? ''))).toEqual([]);
      expect(JSON.stringify(all.find((part) => part.key === 'policy'))).not.toContain('demo-subdistrict');
    }
  });
  test('prints as one document', async () => {
    const paper = await dossierPaper(facts, new FileStore(join(database.dataDir, 'files')), {
      lang: 'zh',
      issuer: '支点镇 蔡路',
      address: 'https://example.org/p',
      today,
      stepName: (a) => a,
    });
    const bytes = await renderPdf(paper);
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(bytes.length).toBeGreaterThan(200_000);
  });
});

test('the count can fail: what the work has not left is not counted as filled', () => {
  const without = {
    ...facts,
    settlement: null,
    grades: [],
    acceptances: [],
    upkeep: [],
    spending: [],
    checkIns: [],
    meetings: [],
    ballots: [],
    matter: null,
    application: null,
    proposals: [],
  };
  const { fields, filled } = filledOf(dossierParts(without, 'zh', (action) => action));
  expect(filled / fields).toBeLessThan(0.7);
});
