import { existsSync, readdirSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findScene } from '../access/scene.ts';
import { base, type FormFields, origin, players, type WholeSite, wholeSite } from '../access/whole-site.ts';

let site: WholeSite;
let scene: Record<string, string>;
let photo: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  site = await wholeSite();
  scene = await findScene(site);
  photo = new Uint8Array(
    await sharp({ create: { width: 40, height: 40, channels: 3, background: 'green' } })
      .jpeg()
      .toBuffer(),
  );
}, 240_000);
afterAll(() => site.close());
afterEach(() => {
  expect(site.errors).toEqual([]);
  expect([...site.faults]).toEqual([]);
});

const raiseAt = `${base}/matters/new?n=pd-cailu`;
const fields = { category: 'lighting', sure: 'yes' };
/** Raises a matter as a resident does; where the site shows similar ones, it is "none of these". */
const raise = async (more: FormFields) => {
  const answer = await site.post('resident', raiseAt, { ...fields, ...more });
  if (answer.status !== 200) return answer;
  const draft = /name="draft" value="([0-9a-f]{32})"/.exec(await answer.text())?.[1];
  return draft ? site.post('resident', raiseAt, { sure: 'yes', draft }) : answer;
};
/** Raises a matter and returns what is kept of its words. */
const raised = async (text: string) => {
  const before = await site.value('select count(*)::text from matter');
  const answer = await raise({ text });
  const after = await site.value('select count(*)::text from matter');
  const made = after !== before;
  return {
    answer,
    id: made ? await site.value('select id from matter order by raised_at desc, id desc limit 1') : null,
    text: made ? await site.value('select text from matter order by raised_at desc, id desc limit 1') : null,
  };
};
const tags = (html: string) => html.match(/<(?:script|img|svg|iframe|b|a|style)\b[^>]*(?:alert|onerror|evil)[^>]*>/gi) ?? [];

describe('what people type', () => {
  test.each([
    ['HTML', '<script>alert(1)</script> & <img src=x onerror=alert(1)> "引号" \'单\''],
    ['an attribute broken out of', '"><svg onload=alert(1)> \'><b onmouseover=alert(2)>'],
    ['SQL', "'; drop table matter; -- \\'; select pg_sleep(10); --"],
    ['templates', '${7*7} {{7*7}} <%= 7*7 %> #{7*7}'],
    ['emoji and rare characters', '楼道👨‍👩‍👧‍👦没灯🌑，𠮷先生、㐂婆婆、한국、עברית'],
    ['text that runs backwards', '灯\u202Eekalb\u202C没亮'],
    ['addresses', 'javascript:alert(1) https://evil.example'],
    ['an XML end', ']]> <!-- --> <?xml?>'],
    ['a formula', '=HYPERLINK("http://evil.example","点我")+cmd|\'/C calc\'!A0'],
  ])('%s is kept as typed and shown as text', async (_what, text) => {
    const { id, text: kept, answer } = await raised(text);
    expect(answer.status).toBe(303);
    expect(kept).toBe(text);
    for (const path of [`/matters/${id}`, '/matters', '/n/pd-cailu/matters', '/n/pd-cailu', '/inbox']) {
      const page = await (await site.get('secretary', base + path)).text();
      expect(tags(page), path).toEqual([]);
      expect(page, path).not.toMatch(/href="javascript:/i);
    }
  });

  test('NUL, control characters and half characters fall out; the rest stays', async () => {
    const body = new URLSearchParams({ ...fields, _key: crypto.randomUUID() });
    const raw = `${body}&text=${encodeURIComponent('楼道')}%00%01%1B%7F${encodeURIComponent('没灯')}%ED%A0%80${encodeURIComponent('啊')}`;
    const answer = await site.request(raiseAt, {
      method: 'POST',
      body: raw,
      headers: { origin, 'x-test-account': players.resident, 'content-type': 'application/x-www-form-urlencoded' },
    });
    // Kept, or kept as a draft beside similar ones.
    expect([200, 303]).toContain(answer.status);
    const kept = `select text from (select text, raised_at as at from matter union all select fields ->> 'text', at from matter_draft) t order by at desc limit 1`;
    expect(await site.value(kept)).toMatch(/^楼道没灯\uFFFD+啊$/);
  });

  test('a hundred kilobytes where 2,000 characters are meant: told so, kept in the form, nothing saved', async () => {
    const before = await site.value('select count(*)::text from matter');
    const answer = await site.post('resident', raiseAt, { ...fields, text: '灯'.repeat(100_000) });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('灯'.repeat(1000));
    expect(await site.value('select count(*)::text from matter')).toBe(before);
  });

  test.each(['', '   ', '\n\n', '\u3000', '\u200b'])('nothing (%j) is nothing', async (text) => {
    const before = await site.value('select count(*)::text from matter');
    const answer = await site.post('resident', raiseAt, { ...fields, text });
    expect([422, 303]).toContain(answer.status);
    if (answer.status === 422) expect(await site.value('select count(*)::text from matter')).toBe(before);
  });

  test('ten thousand fields, fields of odd names, fields twice', async () => {
    const many = new URLSearchParams();
    for (let i = 0; i < 10_000; i++) many.append(`f${i}`, 'x');
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__[admin]', 'text[]', '']) many.append(name, 'x');
    many.append('text', '一');
    many.append('text', '二');
    const answer = await site.request(raiseAt, { method: 'POST', body: many, headers: { origin, 'x-test-account': players.resident } });
    expect([303, 400, 422]).toContain(answer.status);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  test('what a form does not offer is not taken', async () => {
    for (const [name, value] of [
      ['category', 'bribes'],
      ['category', '__proto__'],
      ['category', ['lighting', 'lighting']],
    ] as const) {
      const answer = await site.post('resident', raiseAt, { ...fields, text: '选了没有的类别', [name]: value });
      expect(answer.status, `${name} ${value}`).toBe(422);
    }
    const before = await site.value("select count(*)::text from matter where state <> 'raised'");
    await site.post('resident', raiseAt, {
      ...fields,
      text: '多塞几个字段',
      state: 'adopted',
      id: scene['matter'] ?? '',
      raised_by: scene['staff'] ?? '',
      subdistrict_id: site.subdistrictId,
      neighbourhoodId: scene['nothing'] ?? '',
    });
    expect(await site.value("select count(*)::text from matter where state <> 'raised'")).toBe(before);
  });
});

describe('ids that are none', () => {
  test.each([
    '1',
    "' or 1=1",
    '00000000-0000-0000-0000-000000000000',
    '%00',
    'null',
    '../..',
    'a'.repeat(3000),
    '0190b1f0-dead-7000-8000-00000000dead',
    '٠١٩٠b1f0-dead-7000-8000-00000000dead',
  ])('%s in every address is not found, never a failure', async (id) => {
    const paths = [
      'matters',
      'meetings',
      'ballots',
      'notices',
      'projects',
      'resolutions',
      'rounds',
      'rulings',
      'files',
      'homes',
      'people',
      'awards',
      'vouchers',
      'spending',
      'buildings',
      'compounds',
      'reviews',
      'households',
      'imports',
    ];
    for (const path of paths) {
      const answer = await site.app.request(`${origin}${base}/${path}/${encodeURIComponent(id)}`, { headers: { 'x-test-account': players.officer } });
      expect([403, 404], path).toContain(answer.status);
    }
  });

  test('and in the fields of forms', async () => {
    const before = await site.fingerprint();
    for (const [path, field] of [
      ['/projects/new', 'matter'],
      ['/meetings/new', 'place'],
      ['/meetings/new', 'matter'],
      ['/ballots/new', 'meeting'],
      ['/matters/{matter}/merge', 'intoId'],
      ['/homes/{home}/members/end', 'memberId'],
      ['/homes/{home}/move-out', 'householdId'],
      ['/n/pd-cailu/roles', 'personId'],
      ['/n/pd-cailu/compounds/new', 'kind'],
      ['/spending/new', 'project'],
      ['/awards/{householdAward}/receive-households', 'household'],
      ['/ballots/{ballot}/vote', 'elector'],
      ['/resolutions/{resolution}/follow', 'file'],
    ] as const) {
      for (const value of ['1', "'", '\u0000', '{}', '-1', 'NaN', '9'.repeat(400)]) {
        const answer = await site.post('secretary', base + path.replace(/\{(\w+)\}/g, (_all, name: string) => scene[name] ?? ''), {
          [field]: value,
          reason: 'x',
          text: 'x',
          day: '2026-01-01',
          method: 'cash',
        });
        expect(answer.status, `${path} ${field}=${value.slice(0, 10)}`).toBeLessThan(500);
      }
    }
    expect(await site.fingerprint()).toBe(before);
  });

  test.each(['-1', '1e9', '0x10', '１００', '1,000', 'Infinity', '99999999999999999999', '0.001', '', '-0', '1 000', '٣'])(
    'an amount of %j never becomes another amount',
    async (amount) => {
      const answer = await site.post('secretary', `${base}/awards/${scene['householdAward']}/receive`, {
        payer: '某人',
        amount,
        day: '2026-01-01',
        method: 'cash',
      });
      expect(answer.status).toBeLessThan(500);
      expect(answer.status).not.toBe(200);
    },
  );

  test.each(['2026-02-30', '0000-00-00', '9999-99-99', '2026-1-1', '-2026-01-01', '+012026-01-01', '2026-01-01T00:00', 'tomorrow', '275760-09-14'])(
    'a day of %j is no day',
    async (until) => {
      const before = await site.fingerprint();
      const answer = await site.post('secretary', `${base}/n/pd-cailu/notices/new`, { title: '公告', body: '内容', startDay: until, endDay: until });
      expect(answer.status).toBe(422);
      expect(await site.fingerprint()).toBe(before);
    },
  );
});

describe('files', () => {
  const withFile = (file: File) => raise({ text: `照片为证 ${crypto.randomUUID()}`, photo: file });
  test.each([
    '../../../etc/cron.d/evil.jpg',
    '..\\..\\evil.jpg',
    '/etc/passwd',
    'a\u0000.jpg',
    '图"><script>alert(1)</script>.jpg',
    '\r\nSet-Cookie: evil=1.jpg',
    `${'长'.repeat(500)}.jpg`,
    '.',
    '',
    'con.jpg',
    '\u202Egpj.exe',
  ])('named %j lie under their hash, and their name breaks neither page nor header', async (name) => {
    const outside = ['/etc/cron.d/evil.jpg', '/evil.jpg'];
    const answer = await withFile(new File([photo], name, { type: 'image/jpeg' }));
    expect([303, 422]).toContain(answer.status);
    for (const path of outside) expect(existsSync(path)).toBe(false);
    for (const folder of readdirSync(site.site.files.folder)) expect(folder).toMatch(/^[0-9a-f]{2}$/);
    const id = await site.value('select id from file order by uploaded_at desc, id desc limit 1');
    const file = await site.get('officer', `${base}/files/${id}`);
    expect(file.headers.getSetCookie()).toEqual([]);
    expect(file.headers.get('content-disposition')).toMatch(/^inline; filename="[^"\\\r\n]*"; filename\*=UTF-8''[^\s"<>]*$/);
  });

  test.each([
    ['a page called photo.jpg', new TextEncoder().encode('<!doctype html><script>alert(1)</script>'), 'image/jpeg'],
    ['a program', new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]), 'image/png'],
    ['a drawing with script', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'image/svg+xml'],
    ['nothing', new Uint8Array(), 'image/jpeg'],
    ['half a picture', 'half', 'image/jpeg'],
  ])('%s is not taken for a photo', async (_what, bytes, type) => {
    const before = [await site.value('select count(*)::text from file'), await site.value('select count(*)::text from matter')];
    const part = typeof bytes === 'string' ? photo.subarray(0, 200) : bytes;
    const answer = await withFile(new File([part], 'photo.jpg', { type }));
    expect(answer.status).toBe(422);
    expect([await site.value('select count(*)::text from file'), await site.value('select count(*)::text from matter')]).toEqual(before);
  });

  test('a stored picture carries no EXIF and is served as a picture that is nothing else', async () => {
    const withPlace = new Uint8Array(
      await sharp(photo)
        .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 0/1' } })
        .jpeg()
        .toBuffer(),
    );
    expect((await withFile(new File([withPlace], 'gps.jpg', { type: 'image/jpeg' }))).status).toBe(303);
    const id = await site.value("select id from file where name = 'gps.jpg'");
    const answer = await site.get('officer', `${base}/files/${id}`);
    expect([answer.headers.get('content-type'), answer.headers.get('x-content-type-options')]).toEqual(['image/jpeg', 'nosniff']);
    expect(Buffer.from(await answer.arrayBuffer()).includes('Exif')).toBe(false);
  });
});

describe('the same form again', () => {
  const count = () => site.value("select count(*)::text from notice where title = '只发一次'");
  const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(site.site.platform.sources.now());
  const send = (who: 'secretary' | 'director', key: string) =>
    site.post(who, `${base}/n/pd-cailu/notices/new`, { _key: key, title: '只发一次', body: '内容', startDay: today(), endDay: '2099-01-01' });
  test('twice, and ten times at once: once', async () => {
    const key = crypto.randomUUID();
    const first = await send('secretary', key);
    const second = await send('secretary', key);
    expect([first.status, second.status, second.headers.get('location')]).toEqual([303, 303, first.headers.get('location')]);
    expect(await count()).toBe('1');
    const again = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('secretary', again)));
    expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1);
    expect(await count()).toBe('2');
  });

  test("with somebody else's key: refused, and told nothing of what was done with it", async () => {
    const key = crypto.randomUUID();
    const own = await send('secretary', key);
    const before = await site.fingerprint();
    const answer = await send('director', key);
    expect(answer.status).toBe(409);
    expect(await answer.text()).not.toContain((own.headers.get('location') ?? 'none').split('/').at(-1) ?? 'none');
    expect(await site.fingerprint()).toBe(before);
  });

  test('with the key of another form: refused', async () => {
    const key = crypto.randomUUID();
    await send('secretary', key);
    const before = await site.fingerprint();
    expect((await site.post('secretary', `${base}/matters/${scene['matter']}/hide`, { _key: key, reason: '试试' })).status).toBe(409);
    expect(await site.fingerprint()).toBe(before);
  });

  test.each(['', 'short', 'a'.repeat(500), "'; drop table command_log; --", '\u0000'.repeat(10)])(
    'with a key that is none (%j): done as without',
    async (key) => {
      const before = await count();
      expect((await send('secretary', key)).status).toBe(303);
      expect(await count()).toBe(String(Number(before) + 1));
    },
  );
});
