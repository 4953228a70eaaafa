import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let lamps: string;
beforeAll(async () => {
  s = await wholeSite();
  lamps = await s.value("select id from project where title = '楼道亮起来'");
}, 300_000);
afterAll(() => s?.close());
afterEach(() => expect(s.errors).toEqual([]));

const text = async (response: Response | Promise<Response>) => (await response).text();
const at = (path: string) => `${base}/projects/${lamps}/${path}`;
const seenIn = (html: string) => /name="seen" value="([0-9a-f]{64})"/.exec(html)?.[1] ?? '';

describe('a dossier for everybody', () => {
  it('is not there before it is published', async () => {
    expect((await s.get('anonymous', at('public-dossier'))).status).toBe(404);
    expect((await s.get('anonymous', at('public-dossier.pdf'))).status).toBe(404);
    expect(await text(s.get('anonymous', `${base}/projects/${lamps}`))).not.toContain('/public-dossier');
  });

  it('shows what will be covered, and publishes exactly what was shown', async () => {
    const preview = await text(s.get('secretary', at('public-edition')));
    expect(preview).toContain('王小英');
    expect(preview).toContain('王*英');
    const done = await s.post('secretary', at('public-edition'), { seen: seenIn(preview) });
    expect(done.headers.get('location')).toContain('/public-dossier');
    expect(await text(s.get('anonymous', `${base}/projects/${lamps}`))).toContain(`href="${at('public-dossier')}"`);
    const html = await text(s.get('anonymous', at('public-dossier')));
    expect(html).toContain('45,000.00');
    expect(html).toContain('唐秀英');
    // The keeper is found by name; neighbours are not.
    expect(html).toContain('周长根');
    for (const name of ['王小英', '李桂珍', '陈伟']) expect(html).not.toContain(name);
    expect(html).not.toMatch(/\d{3,4} ?室/);
    for (const form of ['pdf', 'docx']) expect((await s.get('anonymous', at(`public-dossier.${form}`))).status).toBe(200);
  }, 60_000);

  it('is not published when it is no longer what was shown; the choices are kept', async () => {
    const refused = await s.post('secretary', at('public-edition'), { seen: '0'.repeat(64), added: '东滩' });
    expect(refused.status).toBe(422);
    const html = await text(refused);
    expect(html).toContain('请再看一遍');
    expect(html).toContain('东滩</textarea>');
    expect(await s.value('select count(*)::int from dossier_edition where project_id = $1', lamps)).toBe('1');
  });

  it('covers what the publisher adds, shows what means nobody, and the newest edition is read', async () => {
    const again = `public-edition?kept=${encodeURIComponent('王小英')}&added=${encodeURIComponent('申江灯具商行')}`;
    const seen = seenIn(await text(s.get('secretary', at(again))));
    expect((await s.post('secretary', at('public-edition'), { seen, kept: '王小英', added: '申江灯具商行' })).status).toBe(303);
    const html = await text(s.get('anonymous', at('public-dossier')));
    expect(html).toContain('王小英');
    expect(html).not.toContain('申江灯具商行');
  });

  it('is taken back with a reason only, and stays on record', async () => {
    expect((await s.post('officer', at('public-edition/end'), { reason: ' ' })).status).toBe(422);
    expect((await s.post('officer', at('public-edition/end'), { reason: '漏遮了一个名字' })).status).toBe(303);
    expect((await s.get('anonymous', at('public-dossier'))).status).toBe(404);
    expect(await text(s.get('secretary', at('public-edition')))).toContain('漏遮了一个名字');
    expect(await text(s.get('anonymous', `${base}/projects/${lamps}`))).not.toContain('/public-dossier');
  });

  it('keeps its word against plain SQL', async () => {
    await expect(s.value("update dossier_edition set parts = '{}' where project_id = $1 returning 1", lamps)).rejects.toThrow('append-only');
    await expect(s.value('delete from dossier_edition_end returning 1')).rejects.toThrow('append-only');
  });
});

it('the office, and nobody else, can refer from the page of a project', async () => {
  const link = `${base}/office/referrals/new?project=${lamps}`;
  expect(await text(s.get('officer', `${base}/projects/${lamps}`))).toContain(`href="${link}"`);
  expect((await s.get('officer', link)).status).toBe(200);
  expect(await text(s.get('secretary', `${base}/projects/${lamps}`))).not.toContain('/office/referrals/new');
});
