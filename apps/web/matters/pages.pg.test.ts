import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type Player, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
beforeAll(async () => {
  s = await wholeSite();
}, 300_000);
afterAll(() => s?.close());

const here = `${base}/matters/new?n=pd-cailu`;
const text = async (response: Response | Promise<Response>) => (await response).text();
const go = (response: Response) => response.headers.get('location') ?? '';
/** Raises without the question whether it is the same as another. */
async function raise(words: string, fields: Record<string, string | File> = {}, who: Player = 'resident'): Promise<string> {
  let response = await s.post(who, here, { text: words, ...fields });
  if (response.status === 200) {
    const draft = /name="draft" value="([0-9a-f]{32})"/.exec(await response.text())?.[1] ?? '';
    response = await s.post(who, here, { draft, sure: 'yes' });
  }
  expect(response.status).toBe(303);
  return go(response);
}

describe('raising a matter', () => {
  it('keeps what was typed on the way to sign-in', async () => {
    const sent = await s.post('anonymous', here, { text: '排水沟盖板断了 & 绊人', anonymous: 'yes', category: 'safety' });
    expect(sent.status).toBe(303);
    const to = new URL(go(sent), 'http://x').searchParams.get('to') ?? '';
    expect(to).toMatch(/draft=[0-9a-f]{32}$/);
    const page = await text(s.get('resident', to));
    expect(page).toContain('排水沟盖板断了 &amp; 绊人');
    expect(page).toMatch(/name="anonymous"[^>]*checked/);
    expect(page).toMatch(/<option value="safety" selected/);
  });
  it('gives back what was typed when it is refused, with what to do', async () => {
    const empty = await s.post('resident', here, { text: '   ', category: 'safety' });
    expect(empty.status).toBe(422);
    expect(await empty.text()).toContain('请填写这一项');
    const long = await s.post('resident', here, { text: `${'长'.repeat(100_000)}末` });
    expect(long.status).toBe(422);
    expect(await long.text()).toContain('长末');
    const wrong = await s.post('resident', here, { text: '有照片', photo: new File(['no picture'], 'a.jpg') });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('有照片');
  });
  it('shows hostile text as text', async () => {
    const at = await raise('<script>alert(1)</script><img src=x onerror=alert(2)> 😀');
    const page = await text(s.get('anonymous', at));
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img src=x');
  });
  it('masks phone numbers for all but the raiser, the committee and the office', async () => {
    const at = await raise('井盖松了，请找 13800138000。晚上打 139-0013-9000');
    for (const path of [at, `${base}/matters`]) {
      const page = await text(s.get('anonymous', path));
      expect(page).toContain('138****8000');
      expect(page).not.toMatch(/13800138000|139-0013-9000/);
    }
    expect(await text(s.get('secretary', at))).toContain('13800138000');
    expect(await text(s.get('secretaryElsewhere', at))).not.toContain('13800138000');
  });
  it('asks whether it is the same, and takes the answer', async () => {
    const asked = await s.post('resident', here, { text: '大门口到楼前还是黑的，晚归的人看不见路' });
    expect(asked.status).toBe(200);
    const page = await asked.text();
    expect(page).toContain('是不是同一件事');
    expect(page).toContain('大门口到楼前那一段还是黑的');
    const draft = /name="draft" value="([0-9a-f]{32})"/.exec(page)?.[1] ?? '';
    const key = crypto.randomUUID();
    const [one, two] = await Promise.all([1, 2].map(() => s.post('resident', here, { draft, sure: 'yes', _key: key })));
    expect(go(one!)).toBe(go(two!));
  });
  it('says what to do to an account that is bound to no home, and keeps the words', async () => {
    const sent = await s.post('account', here, { text: '我还没有绑定住户' });
    expect(sent.status).toBe(403);
    const page = await sent.text();
    const draft = /draft=([0-9a-f]{32})/.exec(page)?.[1] ?? '';
    expect(page).toContain('/activate');
    expect(await text(s.get('resident', `${here}&draft=${draft}`))).toContain('我还没有绑定住户');
  });
  it('asks for the neighbourhood where nothing tells it', async () => {
    expect(await text(s.get('anonymous', `${base}/matters/new`))).toContain('n=pd-shengli');
    expect((await s.get('anonymous', `${base}/matters/new?door=NOSUCHXX&n=nowhere`)).status).toBe(200);
  });
});

describe('who sees what', () => {
  it('neighbours do not see an anonymous raiser, the committee does', async () => {
    const at = await raise('晾衣架锈断了，想换一批', { anonymous: 'yes' });
    for (const who of ['anonymous', 'supervisor', 'secretaryElsewhere'] as const) {
      const page = await text(s.get(who, at));
      expect(page).toContain('一位居民（不公开姓名）');
      expect(page.replace(/<header[\s\S]*?<\/header>/, '')).not.toMatch(/王小英|王\*英/);
    }
    expect(await text(s.get('secretary', at))).toContain('王小英（不对邻居公开姓名）');
  });
  it('hidden words come back nowhere: page, list, spreadsheet, duties, photo', async () => {
    const photo = new File(
      [Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')],
      'a.png',
      { type: 'image/png' },
    );
    const at = await raise('302室的某甲天天偷雨伞', { photo });
    const src = /src="(\/s\/zhidian\/files\/[^"]+)"/.exec(await text(s.get('anonymous', at)))?.[1] ?? '';
    expect((await s.get('anonymous', src)).status).toBe(200);
    expect((await s.post('secretary', `${at}/sort`, { title: '某甲偷雨伞', category: 'safety' })).status).toBe(303);
    expect((await s.post('secretary', `${at}/hide`, { reason: '指名道姓，未经证实' })).status).toBe(303);
    for (const path of [at, `${base}/n/pd-cailu/matters`, `${base}/matters`]) expect(await text(s.get('anonymous', path))).not.toContain('雨伞');
    const xlsx = Buffer.from(await (await s.get('anonymous', `${base}/matters?format=xlsx`)).arrayBuffer());
    const { unzipSync } = await import('fflate');
    expect(
      Object.values(unzipSync(xlsx))
        .map((bytes) => Buffer.from(bytes).toString())
        .join(''),
    ).not.toContain('雨伞');
    expect(await text(s.get('anonymous', at))).toContain('内容已按规定隐去，理由：指名道姓，未经证实');
    expect((await s.get('anonymous', src)).status).toBe(404);
    expect(await text(s.get('resident', at))).toContain('302室的某甲'); // its raiser, who can appeal
    expect((await s.post('resident', `${at}/appeal`, { reason: '有录像' })).status).toBe(303);
    expect((await s.post('officer', `${at}/rule-appeal`, { show: 'yes', reason: '录像属实' })).status).toBe(303);
    expect(await text(s.get('anonymous', at))).toContain('302室的某甲');
    expect((await s.get('anonymous', src)).status).toBe(200);
  });
  it('the supporters’ names are for the committee and the office', async () => {
    const at = await raise('电梯口想放一把椅子');
    expect((await s.get('resident', `${at}/supporters`)).status).toBe(403);
    expect((await s.get('secretaryElsewhere', `${at}/supporters`)).status).toBe(403);
    expect(await text(s.get('secretary', `${at}/supporters`))).toContain('王小英');
  });
});

describe('deciding on the page', () => {
  it('wants a reason, then shows it to all with who must act next', async () => {
    const at = await raise('信箱锁坏了大半');
    const refused = await s.post('secretary', `${at}/adopt`, { venue: 'hearing', reason: '' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toMatch(/<details class="fold" open/);
    expect((await s.post('secretary', `${at}/adopt`, { venue: 'hearing', reason: '各楼都坏，一起议。', dueDay: '2020-01-01' })).status).toBe(422);
    expect((await s.post('secretary', `${at}/adopt`, { venue: 'hearing', reason: '各楼都坏，一起议。', dueDay: '2099-01-01' })).status).toBe(303);
    const page = await text(s.get('anonymous', at));
    expect(page).toContain('各楼都坏，一起议。');
    expect(page).toContain('安排议事');
    expect((await s.post('director', `${at}/decline`, { reason: '晚了一步' })).status).toBe(409);
    expect((await s.post('resident', `${at}/answer`, { reason: '越权' })).status).toBe(403);
    expect((await s.post('secretaryElsewhere', `${at}/answer`, { reason: '越权' })).status).toBe(403);
  });
  it('a second support of the same person is refused in words', async () => {
    const at = await raise('花坛缺土');
    expect((await s.post('resident', `${at}/support`)).status).toBe(409);
    expect((await s.post('anonymous', `${at}/support`)).status).toBe(303);
  });
});

it('nothing broke on the way', () => expect(s.errors).toEqual([]));
