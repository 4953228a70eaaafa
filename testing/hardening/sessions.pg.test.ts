import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fixedId } from '#demo/stage';
import { base, type WholeSite, wholeSite } from '../access/whole-site.ts';

let site: WholeSite;
beforeAll(async () => {
  site = await wholeSite();
}, 240_000);
afterAll(() => site.close());
afterEach(() => {
  expect([...site.faults]).toEqual([]);
  expect(site.errors).toEqual([]);
});

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
const codeSent = () => /验证码是 (\d{6})/.exec(site.outbox.messages[0]?.text ?? '')?.[1] ?? 'none';
const signedInAs = async (cookie: string) => {
  const answer = await site.request(`${base}/me`, { headers: { cookie } });
  return answer.status === 200 ? 'somebody' : `${answer.status}`;
};
const enter = async (path: string, cookie = '') => site.post('anonymous', path, {}, cookie === '' ? {} : { cookie });
const linkOf = (key: string) => site.signIn.linkFor(fixedId(`account ${key}`), '/');

describe('a session', () => {
  test('comes from a code, in a cookie that scripts and other sites do not get', async () => {
    expect((await site.post('anonymous', '/sign-in', { contact: '13700000001' })).status).toBe(200);
    const answer = await site.post('anonymous', '/sign-in/code', { contact: '13700000001', code: codeSent(), to: `${base}/me` });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${base}/me`]);
    const [cookie = ''] = answer.headers.getSetCookie().filter((one) => one.includes('session_token'));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Path=\//);
    expect(await signedInAs(cookiesOf(answer))).toBe('somebody');
  });

  test.each([
    ['one letter changed', (value: string) => value.replace(/token=(.)/, (_all, first: string) => `token=${first === 'a' ? 'b' : 'a'}`)],
    ['signature cut off', (value: string) => value.replace(/\..*$/, '')],
    ['signature of nothing', (value: string) => value.replace(/\..*$/, '.')],
    ["another's token under this signature", (value: string) => value.replace(/token=[^.]+/, 'token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')],
    ['the id of an account', () => `zhidian.session_token=${fixedId('account officer')}`],
    ['nothing', () => 'zhidian.session_token='],
    ['NUL and half characters', () => 'zhidian.session_token=%00%ED%A0%80'],
    ['very much', () => `zhidian.session_token=${'a'.repeat(20_000)}`],
    ["a header of the tests' own, as a cookie", () => `x-test-account=${fixedId('account officer')}`],
  ])('with %s is no session', async (_what, change) => {
    const opened = await enter(await linkOf('cailu-secretary'));
    const good = cookiesOf(opened);
    expect(await signedInAs(good)).toBe('somebody');
    expect(await signedInAs(change(decodeURIComponent(good)))).toBe('303');
  });

  test('is a new one at each sign-in: one planted beforehand stays what it was', async () => {
    const planted = 'zhidian.session_token=planted-by-somebody-else.c2lnbmF0dXJl';
    const opened = await enter(await linkOf('wang'), planted);
    const own = cookiesOf(opened);
    expect(own).toContain('session_token');
    expect(own).not.toContain('planted');
    expect(await signedInAs(planted)).toBe('303');
    // Somebody else's good session, planted into the browser, is replaced too.
    const attacker = cookiesOf(await enter(await linkOf('partner')));
    const after = cookiesOf(await enter(await linkOf('wang'), attacker));
    expect(after).not.toBe(attacker);
    expect(await (await site.request(`${base}/me`, { headers: { cookie: attacker } })).text()).toContain('何立群');
    expect(await (await site.request(`${base}/me`, { headers: { cookie: after } })).text()).toContain('王小英');
  });

  test('ends at signing out, everywhere the cookie was copied to', async () => {
    const cookie = cookiesOf(await enter(await linkOf('wang')));
    expect(await signedInAs(cookie)).toBe('somebody');
    await site.post('anonymous', '/sign-out', {}, { cookie });
    expect(await signedInAs(cookie)).toBe('303');
  });

  test('of somebody whose roles ended has them no longer at the next request', async () => {
    const cookie = cookiesOf(await enter(await linkOf('reviewer-3')));
    const reviews = () => site.request(`${base}/reviews`, { headers: { cookie } });
    expect((await reviews()).status).toBe(200);
    await site.owner.query('update role_assignment set to_day = from_day where person_id = (select id from person where account_id = $1)', [
      fixedId('account reviewer-3'),
    ]);
    expect((await reviews()).status).toBe(403);
  });
});

describe('guessing', () => {
  test('codes: three wrong ones use the code up', async () => {
    await site.post('anonymous', '/sign-in', { contact: '13700000002' });
    const right = codeSent();
    const wrong = right === '123456' ? '654321' : '123456';
    for (let i = 0; i < 3; i++) expect((await site.post('anonymous', '/sign-in/code', { contact: '13700000002', code: wrong })).status).toBe(422);
    expect((await site.post('anonymous', '/sign-in/code', { contact: '13700000002', code: right })).status).toBe(422);
  });

  test('codes: two hundred guesses at once, the right one among them, are not tried out', async () => {
    await site.post('anonymous', '/sign-in', { contact: '13700000003' });
    const right = codeSent();
    const guesses = [...Array.from({ length: 199 }, (_, i) => String(100_000 + i * 7)), right];
    const answers = await Promise.all(
      guesses.map((code) => site.signIn.enterCode('13700000003', code, { ip: `10.9.${code.slice(0, 2)}.${code.slice(2, 4)}` })),
    );
    expect(answers.filter((answer) => answer.ok)).toEqual([]);
    expect(answers.filter((answer) => !answer.ok && answer.error === 'too-many').length).toBeGreaterThanOrEqual(190);
  });

  test('codes: from one address at most some thirty tries a minute, whatever the contact', async () => {
    // All at once, so that a slow machine does not get into the next minute.
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const answer = await site.post('anonymous', '/sign-in/code', { contact: `1370001${String(i).padStart(4, '0')}`, code: '000000' });
        return /太多|太快|稍/.test(await answer.text()) ? 'too-many' : String(answer.status);
      }),
    );
    expect(answers.filter((one) => one === 'too-many').length).toBeGreaterThan(5);
    expect(answers).not.toContain('303');
  });

  test('a phone that nobody has gets the same answer as one that somebody has', async () => {
    const clean = (text: string) => text.replace(/1370000\d{4}/g, 'PHONE').replace(/name="_key" value="[^"]*"/g, '');
    const [known, unknown] = [
      await site.post('anonymous', '/sign-in', { contact: '13700000001' }),
      await site.post('anonymous', '/sign-in', { contact: '13700009999' }),
    ];
    expect(known.status).toBe(unknown.status);
    expect(clean(await known.text())).toBe(clean(await unknown.text()));
  });

  test('one-time links: none is guessed, and after sixty tries a minute none is even looked at', async () => {
    const path = await linkOf('wang');
    const refused = (
      await Promise.all(
        Array.from({ length: 90 }, async (_, i) => {
          const answer = await enter(`/link/${`guess${i}`.padEnd(32, 'x')}`);
          expect(answer.status).toBe(409);
          expect(answer.headers.getSetCookie()).toEqual([]);
          return /太多|太快|稍/.test(await answer.text());
        }),
      )
    ).filter(Boolean).length;
    expect(refused).toBeGreaterThan(0);
    expect((await enter(path)).status).toBe(409);
  });

  test('letter codes: wrong ones are refused alike, and soon not looked at', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 40; i++)
      answers.push(
        (await site.post('anonymous', `${base}/activate`, { code: `K7QM-4XPR-WWWW-2${'23456789'[i % 8]}${'23456789'[i >> 3]}K`, name: '路人甲' })).status,
      );
    expect(answers.every((status) => status === 422 || status === 429)).toBe(true);
    expect(answers.at(-1)).toBe(429);
  });
});

describe('looking at a link', () => {
  test('does not use it up: chat programs fetch what they are sent', async () => {
    // Its own site: the tries above have used up this minute's.
    const other = await wholeSite();
    try {
      const path = await other.signIn.linkFor(fixedId('account wang'), '/');
      for (let i = 0; i < 3; i++) expect((await other.request(path)).headers.getSetCookie()).toEqual([]);
      expect((await other.post('anonymous', path)).headers.getSetCookie().length).toBeGreaterThan(0);
      expect((await other.post('anonymous', path)).status).toBe(409);
    } finally {
      await other.close();
    }
  });
});
