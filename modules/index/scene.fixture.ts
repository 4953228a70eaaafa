import { createCompound, createNeighbourhood, placesPermissions } from '#modules/places';
import { inboxPermissions } from '#modules/inbox';
import { fundPermissions } from '#modules/funds';
import { peoplePermissions } from '#modules/people';
import type { Actor } from '#platform/access';
import { actorWith, testPlatform, type TestPlatform } from '#testing/platform';
import { indexPermissions } from './permissions.ts';
import { importValues, type ImportInput } from './import-values.ts';
import { registerCompounds } from './register-compounds.ts';

/** Who plays in the tests of the index. */
export interface IndexScene extends TestPlatform {
  officer: Actor;
  head: Actor;
  auditor: Actor;
  secretary: Actor;
  other: Actor;
  neighbourhoodId: string;
  /** A file of compounds, and one of values, as text. */
  register(csv: string): ReturnType<typeof registerCompounds>;
  give(csv: string, more?: Partial<ImportInput>): ReturnType<typeof importValues>;
}

/** An empty subdistrict with 蔡路 in it, an office of three and a secretary. */
export async function indexScene(): Promise<IndexScene> {
  const t = await testPlatform([indexPermissions, placesPermissions, inboxPermissions, fundPermissions, peoplePermissions]);
  const person = async (name: string): Promise<string> => {
    const id = t.platform.sources.newId();
    await t.owner.query('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [
      t.subdistrictId,
      id,
      name,
      t.clock.now(),
    ]);
    return id;
  };
  const officer = actorWith(await person('顾文清'), '顾文清', { role: 'officer', neighbourhoodId: null });
  const made = await createNeighbourhood(t.contextFor(officer), {
    code: 'pd-cailu',
    name: '蔡路居民区',
    committeeKind: 'residents',
    publishedHouseholdsText: null,
    introduction: null,
  });
  if (!made.ok) throw new Error(made.error);
  const compound = await createCompound(t.contextFor(officer), { neighbourhoodId: made.value, name: '蔡路老街坊', kind: 'old', tags: [], builtYear: 1985 });
  if (!compound.ok) throw new Error(compound.error);
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    ...t,
    officer,
    head: actorWith(await person('陆建国'), '陆建国', { role: 'head', neighbourhoodId: null }),
    auditor: actorWith(await person('秦守正'), '秦守正', { role: 'auditor', neighbourhoodId: null }),
    secretary: actorWith(await person('唐秀英'), '唐秀英', { role: 'secretary', neighbourhoodId: made.value }),
    other: actorWith(await person('别处书记'), '别处书记', { role: 'secretary', neighbourhoodId: t.platform.sources.newId() }),
    neighbourhoodId: made.value,
    register: (csv) => registerCompounds(t.contextFor(officer), { fileName: 'compounds.csv', bytes: bytes(csv) }),
    give: (csv, more) =>
      importValues(t.contextFor(officer), {
        fileName: 'values.csv',
        bytes: bytes(csv),
        source: '测试',
        status: 'reported',
        treatedBy: '已按百户折算',
        ...more,
      }),
  };
}
