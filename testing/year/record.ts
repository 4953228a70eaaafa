import { expect } from 'vitest';
import { dossierParts, gatherDossier, typedForTheDossier } from '#modules/dossier';
import { Database } from '#platform/database';
import type { Year } from './year.ts';

/** Of what stands in the dossier of a project that was carried to its end, nobody typed more than a tenth for the record alone. */
export async function countTheDossiers(year: Year): Promise<void> {
  const db = new Database({ url: year.site.ownerUrl });
  try {
    const { rows } = await db.pool.query<{ id: string }>("select id from subdistrict where code = 'zhidian'");
    for (const project of year.seenThrough().filter((one) => one.fate !== 'stopped')) {
      const { filled, typed } = await db.tenant(rows[0]?.id ?? '', async (tx) => {
        const facts = await gatherDossier(tx, project.id, year.site.today());
        if (!facts) throw new Error(`no dossier of ${project.title}`);
        return typedForTheDossier(dossierParts(facts, 'zh', (action) => action));
      });
      expect(filled, project.title).toBeGreaterThan(150);
      expect(typed / filled, project.title).toBeLessThanOrEqual(0.1);
      year.typed.push(typed / filled);
    }
  } finally {
    await db.end();
  }
}
