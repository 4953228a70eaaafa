import { existsSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inPackage } from '#platform/root';
import { findScene } from '../access/scene.ts';
import { base, type Player, type WholeSite, wholeSite } from '../access/whole-site.ts';

let site: WholeSite;
let scene: Record<string, string>;
beforeAll(async () => {
  site = await wholeSite();
  scene = await findScene(site);
}, 240_000);
afterAll(() => site.close());
afterEach(() => expect([...site.faults]).toEqual([]));

const fill = (path: string) => base + path.replace(/\{(\w+)\}/g, (_all, name: string) => scene[name] ?? `no ${name}`);
const limits = { scriptBytes: 15 * 1024, allBytes: 60 * 1024 };

/** What a browser fetches for a page, pictures aside, packed as it travels. */
async function weigh(who: Player, path: string): Promise<{ page: number; script: number; style: number; scripts: number }> {
  const html = await (await site.get(who, path)).text();
  const weight = { page: gzipSync(html).length, script: 0, style: 0, scripts: 0 };
  const wanted = new Set(
    [
      ...html.matchAll(
        /<script\b[^>]*\ssrc="([^"]+)"|<link\b[^>]*\srel="stylesheet"[^>]*\shref="([^"]+)"|<link\b[^>]*\shref="([^"]+)"[^>]*\srel="stylesheet"/g,
      ),
    ].map((match) => match[1] ?? match[2] ?? match[3] ?? ''),
  );
  for (const address of wanted) {
    const answer = await site.request(address);
    expect(answer.status, address).toBe(200);
    const bytes = gzipSync(new Uint8Array(await answer.arrayBuffer())).length;
    if (address.endsWith('.js')) {
      weight.script += bytes;
      weight.scripts++;
    } else weight.style += bytes;
  }
  return weight;
}

describe('pages that residents use weigh at most 15 KB of script and 60 KB in all', () => {
  test.each([
    '',
    '/n/pd-cailu',
    '/d/{door}',
    '/n/pd-cailu/matters',
    '/matters',
    '/matters/new',
    '/matters/{matter}',
    '/n/pd-cailu/meetings',
    '/meetings/{meeting}',
    '/meetings/{meetingToCome}',
    '/meetings/{meetingToCome}/sign-in',
    '/resolutions/{resolution}',
    '/ballots/{ballot}',
    '/ballots/{ballot}/roll',
    '/n/pd-cailu/projects',
    '/projects',
    '/projects/{project}',
    '/projects/{project}/account',
    '/projects/{project}/receipts',
    '/projects/{project}/check-ins',
    '/projects/{project}/upkeep',
    '/projects/{project}/changes',
    '/projects/{project}/settlement',
    '/n/pd-cailu/notices',
    '/notices',
    '/notices/{notice}',
    '/rounds',
    '/policy',
    '/rulings',
    '/organisations',
    '/inbox',
    '/me',
    '/activate',
    '/buildings/{building}',
  ])('%s', async (path) => {
    const { page, script, style } = await weigh('resident', fill(path));
    expect(script, 'script').toBeLessThanOrEqual(limits.scriptBytes);
    expect(page + script + style, 'in all').toBeLessThanOrEqual(limits.allBytes);
  });

  test('the measure sees the style, and the script once it is built', async () => {
    const { style, scripts } = await weigh('anonymous', base);
    expect(style).toBeGreaterThan(1000);
    expect(scripts).toBe(existsSync(inPackage('dist/assets/app.js')) ? 1 : 0);
  });

  test('and they travel packed', async () => {
    const plain = await (await site.get('anonymous', base)).text();
    const answer = await site.get('anonymous', base, { 'accept-encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
    const packed = Buffer.from(await answer.arrayBuffer());
    expect(packed.length).toBeLessThan(plain.length / 2);
    expect(gunzipSync(packed).toString()).toContain('</html>');
  });
});

describe('headers', () => {
  test.each([
    '/',
    '/healthz',
    '/readyz',
    '/sign-in',
    '/demo',
    '/demo/outbox',
    '/nowhere',
    '/s/nowhere',
    `${base}/nowhere`,
    '/link/abcdefghijklmnopqrstuvwx',
    '/prefs?lang=zh',
    '/assets/nothing.js',
    `${base}/inbox`,
    `${base}/office`,
    `${base}/audit.atom`,
  ])('%s has them all (also in error)', async (path) => {
    await site.request(path); // looked at by the site of the tests, see afterEach
    expect(site.faults.size).toBe(0);
  });

  test('an answer in error, too: 400, 403, 413, 500', async () => {
    const broken = await wholeSite({
      plant: (routes) =>
        routes.get('/broken', 'matter.read', () => {
          throw new Error('planted: 13911000001');
        }),
    });
    try {
      for (const [path, init, status] of [
        [`${base}/broken`, {}, 500],
        ['/sign-in', { method: 'POST', headers: { origin: 'https://evil.example' } }, 403],
        ['/sign-in', { method: 'POST', body: 'x', headers: { origin: 'http://localhost:3000', 'content-type': 'multipart/form-data' } }, 400],
        ['/sign-in', { method: 'POST', body: 'x', headers: { origin: 'http://localhost:3000', 'content-length': '99999999' } }, 413],
      ] as const) {
        const answer = await broken.request(path, init);
        expect(answer.status).toBe(status);
        const text = await answer.text();
        // Nothing of what went wrong inside is told outside.
        for (const inside of ['planted', '13911000001', 'node_modules', '.ts:', '.tsx:', 'at Object', 'select ']) expect(text).not.toContain(inside);
      }
      expect([...broken.faults]).toEqual([]);
      expect(broken.errors.length).toBe(1);
    } finally {
      await broken.close();
    }
  });

  test('strict transport is asked for where the site is published under https', async () => {
    const secure = await wholeSite({ publicOrigin: 'https://zhidian.example', originIsNamed: true });
    try {
      expect((await secure.request(base)).headers.get('strict-transport-security')).toMatch(/max-age=31536000/);
      expect((await site.request(base)).headers.get('strict-transport-security')).toBeNull();
      const link = await secure.signIn.linkFor('0190b1f0-0000-7000-8000-00000000dead', '/').catch(() => null);
      if (link) for (const cookie of (await secure.post('anonymous', link)).headers.getSetCookie()) expect(cookie).toMatch(/;\s*Secure/i);
    } finally {
      await secure.close();
    }
  });
});

describe('what is not there and what is not for you look the same', () => {
  const strip = (html: string, path: string) =>
    html
      .replaceAll(encodeURIComponent(path), 'PATH')
      .replaceAll(path, 'PATH')
      .replaceAll(encodeURIComponent(encodeURIComponent(path)), 'PATH')
      .replace(/name="_key" value="[^"]*"/g, '');
  test.each([
    ['a file for the office', 'anonymous', '/files/{officeFile}', '/files/{nothing}'],
    ['a file for the neighbourhood', 'account', '/files/{neighbourhoodFile}', '/files/{nothing}'],
    ["a file for the neighbourhood, to another's secretary", 'secretaryElsewhere', '/files/{neighbourhoodFile}', '/files/{nothing}'],
    ['a draft', 'anonymous', '/projects/{draft}', '/projects/{nothing}'],
    ['a draft, to a resident', 'resident', '/projects/{draft}', '/projects/{nothing}'],
    ["a draft, to another neighbourhood's secretary", 'secretary', '/projects/{draft}', '/projects/{nothing}'],
    ["a draft's account", 'anonymous', '/projects/{draft}/account', '/projects/{nothing}/account'],
    ["a draft's notes", 'resident', '/projects/{draft}/notes', '/projects/{nothing}/notes'],
    ["a draft's receipts", 'anonymous', '/projects/{draft}/receipts', '/projects/{nothing}/receipts'],
    ["a draft's check-ins", 'anonymous', '/projects/{draft}/check-ins', '/projects/{nothing}/check-ins'],
  ] as const)('%s', async (_what, who, hidden, nothing) => {
    const [there, not] = [await site.get(who, fill(hidden)), await site.get(who, fill(nothing))];
    expect([there.status, not.status]).toEqual([404, 404]);
    expect(strip(await there.text(), fill(hidden))).toBe(strip(await not.text(), fill(nothing)));
    expect([...there.headers.keys()]).toEqual([...not.headers.keys()]);
  });

  test('everything of another subdistrict, for its own officer as for a stranger', async () => {
    for (const path of [
      '/matters/{matter}',
      '/projects/{project}',
      '/meetings/{meeting}',
      '/ballots/{ballot}',
      '/notices/{notice}',
      '/files/{publicFile}',
      '/resolutions/{resolution}',
      '/rounds/{round}',
      '/rulings/{ruling}',
      '/homes/{home}',
      '/people/{person}',
      '/awards/{award}',
      '/vouchers/{voucher}',
      '/spending/{spending}',
      '/buildings/{building}',
      '/compounds/{compound}',
      '/d/{door}',
      '/n/pd-cailu',
      '/n/pd-cailu/households',
      '/projects/{project}/account',
      '/projects/{project}/dossier',
      '/projects/{project}/check',
      '/reviews/{review}',
    ]) {
      const answer = await site.get('officerElsewhere', fill(path).replace('/s/zhidian', '/s/qita'));
      expect([403, 404], path).toContain(answer.status);
      expect(await answer.text(), path).not.toMatch(/蔡路|王小英|楼道亮起来/);
    }
  });
});
