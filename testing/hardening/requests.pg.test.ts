import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type WholeSite, base, formBody, origin, players, wholeSite } from '../access/whole-site.ts';

let site: WholeSite;
let named: WholeSite;
beforeAll(async () => {
  [site, named] = [await wholeSite(), await wholeSite({ publicOrigin: 'https://zhidian.example', originIsNamed: true, demo: false })];
}, 120_000);
afterAll(async () => {
  await site.close();
  await named.close();
});

const secretary = { 'x-test-account': players.secretary };

describe('forms from other pages', () => {
  const raise = (at: WholeSite, headers: Record<string, string>) =>
    at.request(`${base}/matters/new`, {
      method: 'POST',
      body: formBody({ _key: crypto.randomUUID(), text: '楼道里没有灯' }),
      headers: { ...secretary, ...headers },
    });
  test.each([
    ['no origin', {}],
    ['null', { origin: 'null' }],
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3001' }],
    ['another scheme', { origin: 'https://localhost:3000' }],
    ['our name at the front', { origin: 'http://localhost:3000.evil.example' }],
    ['the same site only', { 'sec-fetch-site': 'same-site' }],
    ["another site by the browser's word", { 'sec-fetch-site': 'cross-site' }],
    ['null and another site', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['no origin but our own referer', { referer: `${origin}${base}/matters/new` }],
  ])('%s: refused, nothing changed', async (_name, headers) => {
    const before = await site.fingerprint();
    const answer = await raise(site, headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('请求被拦下了');
    expect(await site.fingerprint()).toBe(before);
  });
  test.each([
    ['our origin', { origin }],
    ["no origin, same origin by the browser's word", { 'sec-fetch-site': 'same-origin' }],
  ])('%s: gets through', async (_name, headers) => expect((await raise(site, headers)).status).not.toBe(403));
  test('every other method that could change something is refused in the same way', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const path of ['/sign-in', '/sign-out', '/demo/sign-in', '/link/abcdefghijklmnopqrstuvwxyz', '/prefs', `${base}/inbox`])
        expect((await site.request(path, { method, headers: { origin: 'https://evil.example', ...secretary } })).status, `${method} ${path}`).toBe(403);
    }
  });
  test('with PUBLIC_ORIGIN only pages of that address may post, whatever Host says', async () => {
    const post = (headers: Record<string, string>, url = 'https://zhidian.example/sign-in') =>
      named.app.request(url, { method: 'POST', body: formBody({ contact: 'nobody' }), headers });
    expect((await post({ origin: 'https://zhidian.example' })).status).toBe(422);
    expect((await post({ origin: 'https://evil.example', host: 'evil.example' }, 'https://evil.example/sign-in')).status).toBe(403);
    expect((await post({ origin: 'http://zhidian.example' }, 'http://zhidian.example/sign-in')).status).toBe(403);
  });
});

describe('addresses that lead away', () => {
  const hostile = [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
    '/.//evil.example',
    '/s/..//..//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '///evil.example',
    '/%2e%2e//evil.example',
    ' //evil.example',
    '/x/../..//evil.example',
    'evil.example',
    '/\u0000/evil.example',
    '@evil.example',
    '/%09/evil.example/..//..//evil.example',
  ];
  const leadsHome = (location: string | null) => {
    expect(location).not.toBeNull();
    const target = new URL(location ?? '', origin);
    expect(target.origin).toBe(origin);
    expect(location).toMatch(/^\/(?![/\\])/);
  };
  test.each(hostile)('/prefs?back=%j stays here', async (back) => {
    leadsHome((await site.request(`/prefs?lang=en&back=${encodeURIComponent(back)}`)).headers.get('location'));
  });
  test.each(hostile)('sign-in to %j stays here', async (to) => {
    const page = await (await site.request(`/sign-in?to=${encodeURIComponent(to)}`)).text();
    leadsHome(/name="to" value="([^"]*)"/.exec(page)?.[1] ?? null);
    const account = players.resident;
    leadsHome((await site.post('anonymous', '/demo/sign-in', { accountId: account, to })).headers.get('location'));
  });
  test('a one-time link made for a hostile address stays here', async () => {
    const path = await site.signIn.linkFor(players.resident, '/..//evil.example');
    leadsHome((await site.post('anonymous', path)).headers.get('location'));
  });
  test("the way back after sign-in is the page the form stood on, never the referer's host", async () => {
    const answer = await site.post('anonymous', `${base}/inbox-nothing`, {}, { referer: 'https://evil.example/steal' });
    expect(answer.status).toBe(404);
    const asked = await site.get('anonymous', `${base}/inbox?x=1`);
    expect(asked.status).toBe(303);
    expect(asked.headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(`${base}/inbox?x=1`)}`);
  });
  test('ordinary paths are kept with their query', async () => {
    expect((await site.request('/prefs?lang=en&back=%2Fs%2Fzhidian%2Fmatters%3Fq%3D1')).headers.get('location')).toBe('/s/zhidian/matters?q=1');
  });
});

describe('the Host header', () => {
  test('never gets into a page, a redirect or a link', async () => {
    for (const path of ['/', base, `${base}/matters`, '/sign-in', '/nowhere', `${base}/audit.atom`, `${base}/inbox`]) {
      const answer = await named.app.request(`https://zhidian.example${path}`, {
        headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
      });
      expect(await answer.text(), path).not.toContain('evil.example');
      expect(answer.headers.get('location') ?? '', path).not.toContain('evil.example');
    }
  });
});

describe('bodies', () => {
  test('more than 60 MB is refused with 413, told beforehand or not', async () => {
    const headers = { origin, ...secretary, 'content-type': 'application/x-www-form-urlencoded' };
    const told = await site.request(`${base}/matters/new`, {
      method: 'POST',
      body: 'a=1',
      headers: { ...headers, 'content-length': String(61 * 1024 * 1024) },
    });
    expect(told.status).toBe(413);
    const chunk = new Uint8Array(1024 * 1024).fill(97);
    let sent = 0;
    const stream = new ReadableStream({
      pull(controller) {
        if (sent++ < 62) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, headers: { ...headers, 'transfer-encoding': 'chunked' }, duplex: 'half' };
    expect((await site.request(`${base}/matters/new`, init)).status).toBe(413);
  });
  test.each([
    ['multipart without boundary', 'multipart/form-data', 'x'],
    ['multipart with another boundary', 'multipart/form-data; boundary=abc', '--xyz\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n--xyz--'],
    ['multipart cut off', 'multipart/form-data; boundary=abc', '--abc\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf a se'],
    ['multipart without a name', 'multipart/form-data; boundary=abc', '--abc\r\nContent-Disposition: form-data\r\n\r\nx\r\n--abc--'],
    ['empty multipart', 'multipart/form-data; boundary=abc', ''],
  ])('%s: a clean refusal', async (_name, type, body) => {
    for (const path of [`${base}/matters/new`, '/sign-in', '/demo/sign-in']) {
      const answer = await site.request(path, { method: 'POST', body, headers: { origin, ...secretary, 'content-type': type } });
      expect(answer.status, path).toBe(400);
      expect(await answer.text()).toContain('这次提交没有看懂');
    }
    expect(site.errors).toEqual([]);
  });
  test.each([
    ['JSON', 'application/json', '{"text":"x"}'],
    ['nothing', 'text/plain', ''],
    ['broken percent signs', 'application/x-www-form-urlencoded', 'text=%zz%&_key=%'],
    ['no equals', 'application/x-www-form-urlencoded', '&&&=&=='],
  ])('%s instead of a form is a form left empty', async (_name, type, body) => {
    const answer = await site.request(`${base}/matters/new`, { method: 'POST', body, headers: { origin, ...secretary, 'content-type': type } });
    expect([303, 400, 422]).toContain(answer.status);
    expect(site.errors).toEqual([]);
  });
});

describe('odd addresses', () => {
  test.each([
    '/s/%00',
    '/s/zhidian%00',
    '/s/%E0%A4%A',
    '/s/..%2f..%2fetc',
    `/s/${'a'.repeat(5000)}`,
    '/s/zhidian/matters/%00',
    `${base}/matters/not-a-uuid`,
    `${base}/matters/00000000-0000-0000-0000-000000000000`,
    `${base}/n/%00/matters`,
    `${base}/n/nowhere/matters`,
    `${base}/n/%F0%9F%8F%A0/matters`,
    `${base}/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd`,
    `${base}/files/1`,
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/app.tsx',
    '/assets/__proto__',
    '/assets/constructor',
    '/link/%00',
    `/s/zhidian/`,
    '//s/zhidian',
    '/s//matters',
    `${base}/matters/1' or '1'='1`,
    '/.env',
    '/session-secret',
  ])('%s is not found', async (path) => {
    const answer = await site.app.request(`${origin}${path}`, { headers: secretary });
    expect([404, 200]).toContain(answer.status);
    if (!path.startsWith('/link/')) expect(answer.status).toBe(404);
    expect(site.errors).toEqual([]);
  });
  test.each([
    '?page=999999999',
    '?page=-1',
    '?page=1e9',
    '?page=NaN',
    '?sort=__proto__',
    '?sort=constructor&page=0',
    '?sort=-title;drop table matter',
    `?q=${'%E4%B8%AD'.repeat(2000)}`,
    '?q=%00',
    '?q=%ED%A0%80',
    '?q=%',
    '?q=a&q=b',
    '?format=__proto__',
    '?sort=-',
    '?page=9007199254740993',
    '?size=1000000',
  ])('lists take %s', async (query) => {
    for (const path of ['/matters', '/n/pd-cailu/matters', '/notices', '/projects', '/inbox']) {
      const answer = await site.app.request(`${origin}${base}${path}${query}`, { headers: secretary });
      expect([200, 400, 404], `${path}${query}`).toContain(answer.status);
    }
    expect(site.errors).toEqual([]);
  });
});

describe('what a demo offers', () => {
  test('exists in a demo', async () => {
    expect((await site.request('/demo')).status).toBe(200);
    expect((await site.request('/demo/outbox')).status).toBe(200);
  });
  test('does not exist elsewhere', async () => {
    expect((await named.request('/demo')).status).toBe(404);
    expect((await named.request('/demo/outbox')).status).toBe(404);
    const answer = await named.post('anonymous', '/demo/sign-in', { accountId: players.officer });
    expect(answer.status).toBe(404);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});
