import { randomBytes } from 'node:crypto';
import type { NewAsset } from './index.ts';
import { doing, type Scene } from './scene.fixture.ts';

/** A photo as it comes from a phone, its bytes stored already. */
export const aPhoto = () => ({ stored: { sha256: randomBytes(32).toString('hex'), sizeBytes: 10, mediaType: 'image/jpeg' }, name: '现场.jpg' });
/** A signed paper. */
export const aPaper = () => ({ stored: { sha256: randomBytes(32).toString('hex'), sizeBytes: 10, mediaType: 'application/pdf' }, name: '确认单.pdf' });

/** A project that was closed today with 50,000 yuan spent: its closing has tests of its own. */
export async function closedProject(scene: Scene): Promise<string> {
  const projectId = await doing(scene);
  const { t } = scene;
  await t.owner.query(
    `insert into settlement (subdistrict_id, id, project_id, received_fen, spent_fen, returned_fen, by_name, at) values ($1, $2, $3, 5000000, 5000000, 0, '陈书记', $4)`,
    [t.subdistrictId, t.platform.sources.newId(), projectId, t.clock.now()],
  );
  await t.owner.query("update project set state = 'closed', state_at = $3 where subdistrict_id = $1 and id = $2", [t.subdistrictId, projectId, t.clock.now()]);
  return projectId;
}

/** The green wall: alive, and dead after nine days without water. */
export const greenWall: NewAsset = {
  kind: 'living',
  name: '一号楼绿墙',
  place: '一号楼东墙',
  valueFen: 3_000_000n,
  sourceKinds: ['grant'],
  budgetLineNo: 1,
  inUseFrom: '2026-11-02',
  lifeMonths: 60,
  warrantyUntil: '2027-11-02',
  warrantyBy: '青藤园艺',
  survivesDays: 9,
};
