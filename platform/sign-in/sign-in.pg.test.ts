import { createHmac } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemSources } from '#platform/command';
import { type ScratchDatabase, scratchDatabase } from '#testing/scratch-database';
import { createSignIn, LocalOutbox, parseContact, type SignIn } from './index.ts';

let scratch: ScratchDatabase;
let signIn: SignIn;
const outbox = new LocalOutbox();
const codeIn = (text = '') => /验证码是 (\d{6})/.exec(text)?.[1] ?? 'none';
const cookieHeader = (cookies: string[]) => new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') });

beforeAll(async () => {
  scratch = await scratchDatabase();
  signIn = createSignIn({ appUrl: scratch.appUrl, origin: 'http://localhost:3000', secret: 'x'.repeat(40), sender: outbox, sources: systemSources });
});
afterAll(async () => {
  await signIn.end();
  await scratch.drop();
});

describe('contacts', () => {
  test.each([
    ['13800138000', 'phone', '+8613800138000'],
    ['+86 138-0013-8000', 'phone', '+8613800138000'],
    ['１３８００１３８０００', 'phone', '+8613800138000'],
    ['Wang@Example.com', 'mail', 'wang@example.com'],
  ])('%s is a %s', (typed, channel, to) => expect(parseContact(typed)).toEqual({ channel, to }));
  test.each(['12345', 'wang', '', '1380013800012', 'a@account.invalid'])('%s is none', (typed) => expect(parseContact(typed)).toBeNull());
});

describe('codes', () => {
  test.each([
    ['13800138001', 'phone'],
    ['wang@example.com', 'mail'],
  ])('%s signs in with the code sent to it', async (contact, channel) => {
    expect(await signIn.sendCode(contact, '10.0.0.1')).toMatchObject({ ok: true, value: { channel } });
    const entered = await signIn.enterCode(contact, codeIn(outbox.messages[0]?.text), { ip: '10.0.0.1' });
    expect(entered.ok).toBe(true);
    const session = entered.ok ? await signIn.session(cookieHeader(entered.value)) : null;
    expect(channel === 'phone' ? session?.phone : session?.mail).toBe(outbox.messages[0]?.to);
  });

  test('a wrong code is refused, and after three the right one too', async () => {
    await signIn.sendCode('13800138002', '10.0.0.2');
    const right = codeIn(outbox.messages[0]?.text);
    const wrong = right === '000000' ? '111111' : '000000';
    for (let i = 0; i < 3; i++) expect(await signIn.enterCode('13800138002', wrong, { ip: '10.0.0.2' })).toEqual({ ok: false, error: 'wrong-code' });
    expect(await signIn.enterCode('13800138002', right, { ip: '10.0.0.2' })).toEqual({ ok: false, error: 'wrong-code' });
  });

  test('a code works once', async () => {
    await signIn.sendCode('13800138003', '10.0.0.3');
    const code = codeIn(outbox.messages[0]?.text);
    expect((await signIn.enterCode('13800138003', code, { ip: '10.0.0.3' })).ok).toBe(true);
    expect((await signIn.enterCode('13800138003', code, { ip: '10.0.0.3' })).ok).toBe(false);
  });

  test('one phone gets five codes an hour, whatever address asks', async () => {
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push(await signIn.sendCode('13800138004', `10.0.1.${i}`));
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true, true, true, false, false]);
  });

  test('one address asks at most twenty times a minute', async () => {
    let refused = 0;
    for (let i = 0; i < 25; i++) if (!(await signIn.sendCode(`139001380${String(i).padStart(2, '0')}`, '10.0.2.1')).ok) refused++;
    expect(refused).toBe(5);
  });
});

describe('one-time links', () => {
  test('signs in once and leads where it should', async () => {
    const path = await signIn.linkFor(await signIn.makeAccount('顾文清'), '/s/gq/start');
    const secret = path.slice('/link/'.length);
    const opened = await signIn.openLink(secret, '10.0.3.1');
    expect(opened.ok && opened.value.to).toBe('/s/gq/start');
    expect(opened.ok && (await signIn.session(cookieHeader(opened.value.cookies)))?.name).toBe('顾文清');
    expect(await signIn.openLink(secret, '10.0.3.1')).toEqual({ ok: false, error: 'wrong-link' });
  });

  test('two who open it at once: one gets in', async () => {
    const secret = (await signIn.linkFor(await signIn.makeAccount('二人'), '/')).slice('/link/'.length);
    const both = await Promise.all([signIn.openLink(secret, '10.0.3.2'), signIn.openLink(secret, '10.0.3.3')]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
  });

  test('signing out ends the session', async () => {
    const secret = (await signIn.linkFor(await signIn.makeAccount('三'), '/')).slice('/link/'.length);
    const opened = await signIn.openLink(secret, '10.0.3.4');
    if (!opened.ok) throw new Error('no session');
    const headers = cookieHeader(opened.value.cookies);
    expect(await signIn.session(headers)).not.toBeNull();
    await signIn.signOut(headers.get('cookie') ?? '', '10.0.3.4');
    expect(await signIn.session(headers)).toBeNull();
  });

  test('a cookie that another secret signed, or none, opens nothing', async () => {
    const secret = (await signIn.linkFor(await signIn.makeAccount('四'), '/')).slice('/link/'.length);
    const opened = await signIn.openLink(secret, '10.0.3.5');
    if (!opened.ok) throw new Error('no session');
    const cookie = decodeURIComponent(/zhidian\.session_token=([^;]+)/.exec(opened.value.cookies.join('; '))?.[1] ?? '');
    const token = cookie.split('.')[0] ?? '';
    const sent = (value: string) => signIn.session(new Headers({ cookie: `zhidian.session_token=${encodeURIComponent(value)}` }));
    expect((await sent(cookie))?.name).toBe('四');
    expect(await sent(`${token}.${createHmac('sha256', 'y'.repeat(40)).update(token).digest('base64')}`)).toBeNull();
    expect(await sent(token)).toBeNull();
    const owner = new pg.Client({ connectionString: scratch.ownerUrl });
    await owner.connect();
    await owner.query(`update auth_session set "expiresAt" = now() - interval '1 second' where token = $1`, [token]);
    await owner.end();
    expect(await sent(cookie)).toBeNull();
  });
});
