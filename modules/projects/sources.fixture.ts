import { type Actor, Permissions } from '#platform/access';
import { type Award, awardsOf, type SourceKind } from '#modules/books';
import { setSettings } from '#modules/funds';
import {
  agreeIn,
  type ApplicationDraft,
  enterReviewIn,
  markAwardedIn,
  markCheckedIn,
  markNoticedIn,
  sourcePermissions,
  spendingPermissions,
  startWork,
  trancheKeys,
  type Upload,
} from './index.ts';
import { caiLu, lamps, must, type Scene, submitted } from './scene.fixture.ts';

/** 蔡路 with a project that every kind of source pays for: grant 45,000 in two tranches, 62 × 50, partner 8,000, common income 5,000, crowd 2,000, goods 1,000. */
export interface SourceScene extends Scene {
  by(actor: Actor): ReturnType<Scene['t']['contextFor']>;
  award(projectId: string, kind: SourceKind): Promise<Award>;
  upload(name?: string): Upload;
}

export async function sourceScene(): Promise<SourceScene> {
  const scene = await caiLu();
  scene.t.platform.permissions = new Permissions([scene.t.platform.permissions.table, spendingPermissions, sourcePermissions]);
  let files = 0;
  return {
    ...scene,
    by: (actor) => scene.t.contextFor(actor),
    award: async (projectId, kind) => {
      const found = (await scene.see((tx) => awardsOf(tx, projectId))).find((award) => award.sourceKind === kind);
      if (!found) throw new Error(`no ${kind}`);
      return found;
    },
    upload: (name = '决定.jpg') => ({
      stored: { sha256: (++files).toString(16).padStart(64, 'd'), sizeBytes: 100, mediaType: 'image/jpeg' },
      name,
    }),
  };
}

/** The application with every kind of source; the collection has to be in by 20 December or the budget shrinks. */
export const everySource = (scene: Scene): ApplicationDraft => {
  const plain = lamps(scene);
  return {
    ...plain,
    sources: [
      ...plain.sources.map((source) => (source.id === 's2' ? { ...source, shortfallRule: 'shrink', shortfallDay: '2026-12-05' } : source)),
      {
        id: 's4',
        kind: 'common',
        name: '公共收益',
        organisationId: '',
        planned: '5000',
        perHousehold: '',
        households: '',
        shortfallRule: 'extend',
        shortfallDay: '2026-12-05',
        extendUntil: '2026-12-15',
        extendBy: 'office',
      },
      { id: 's5', kind: 'crowd', name: '众筹', organisationId: '', planned: '2000', perHousehold: '', households: '' },
      { id: 's6', kind: 'in_kind', name: '邻里捐物', organisationId: '', planned: '1000', perHousehold: '', households: '' },
    ],
    lines: [
      ...plain.lines,
      {
        name: '电线和线管',
        category: 'materials',
        unit: '批',
        quantity: '1',
        unitPrice: '8000',
        payer: 'split',
        shares: { s4: '5000', s5: '2000', s6: '1000' },
      },
    ],
  };
};

/** The office has said that the grant is paid 60 % at the agreement and 40 % after acceptance, unless it says nothing. */
export async function agreedWithAll(
  scene: SourceScene,
  tranches: { percents: string; conditions: string } | null = { percents: '60,40', conditions: 'agreement,accepted' },
) {
  const { officer, secretary } = scene.cast;
  if (tranches)
    must(
      await setSettings(scene.by(officer), {
        values: { [trancheKeys.percents]: tranches.percents, [trancheKeys.conditions]: tranches.conditions },
        reason: '年度办法',
      }),
    );
  const projectId = await submitted(scene, everySource(scene));
  must(await scene.as(officer, (tx) => markCheckedIn(tx, { projectId })));
  must(await scene.as(officer, (tx) => enterReviewIn(tx, { projectId })));
  must(await scene.as(officer, (tx) => markNoticedIn(tx, { projectId })));
  must(await scene.as(officer, (tx) => markAwardedIn(tx, { projectId, grantFen: 4_500_000n })));
  must(await scene.as(officer, (tx) => agreeIn(tx, { projectId, agreedOn: tx.today })));
  must(await startWork(scene.by(secretary), { projectId }));
  return projectId;
}
