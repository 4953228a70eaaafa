import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aboveSubdistricts, type Line, matrix } from './matrix.ts';
import { secrets } from './demo-database.ts';
import { findScene } from './scene.ts';
import { base, type Player, playerNames, wholeSite, type WholeSite } from './whole-site.ts';

let site: WholeSite;
let scene: Record<string, string>;
beforeAll(async () => {
  site = await wholeSite({
    plant: (routes) => {
      routes.get('/planted', 'planted.unlisted', (w) => w.page('<p>through</p>'));
      routes.post('/planted', 'planted.unlisted', (w) => w.redirect('/', 'through'));
    },
  });
  scene = await findScene(site);
  const namesAt = async (code: string) =>
    (
      await site.owner.query<{ name: string }>(
        `select distinct p.name from person p join household_member m on m.person_id = p.id
    join household h on h.id = m.household_id join neighbourhood n on n.id = h.neighbourhood_id where n.code = $1 and p.account_id is null
    and not exists (select 1 from role_assignment r where r.person_id = p.id)`,
        [code],
      )
    ).rows.map((row) => row.name);
  [privateNames, namesElsewhere] = [await namesAt('pd-cailu'), await namesAt('pd-shengli')];
  expect(privateNames.length).toBeGreaterThan(40);
}, 240_000);
afterAll(() => site.close());

const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_all, name: string) => scene[name] ?? `no ${name} in the scene`);
const addressOf = (line: Line) => base + fill(line.at);
const filled = (fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fill(value)]));
const send = (who: Player, line: Line, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  line.route.startsWith('GET ') ? site.get(who, addressOf(line), headers) : site.post(who, addressOf(line), filled({ ...line.fields, ...fields }), headers);
const toSignIn = (answer: Response) => answer.status === 303 && (answer.headers.get('location') ?? '').startsWith('/sign-in?');
const refused = (answer: Response) => toSignIn(answer) || [401, 403, 404].includes(answer.status);
const deniedOf = (line: Line) => playerNames.filter((who) => !line.through.includes(who));

/** What no refusal may show: telephone numbers, hidden words, other people's drafts. */
const protectedWords = [secrets.phonePrefix, secrets.phonePrefix.slice(3), secrets.hiddenWords, secrets.draftTitle];

/** Those who do not work with the people of 蔡路: neighbours' full names are not for them. */
const outsiders: readonly Player[] = ['anonymous', 'account', 'resident', 'partner', 'property', 'secretaryElsewhere', 'officerElsewhere'];
/** Residents without any part in the story. */
let privateNames: string[] = [];
let namesElsewhere: string[] = [];

const addresses = new Set(matrix.map(({ at }) => at));
/** A paper to work on beside the same one to print: one registration, one action, one handler (`Routes.paper`). */
const isTwin = ({ at }: Line) => at.endsWith('.docx') && addresses.has(at.replace(/docx$/, 'pdf'));
/** Papers take long to draw: where everybody gets one, three stand for all; of its twin in the other form the first and the last. Refused are all of them, always. */
const triedOf = (line: Line): readonly Player[] =>
  line.once
    ? line.through.slice(0, 1)
    : isTwin(line)
      ? line.through.filter((_who, i) => i === 0 || i === line.through.length - 1)
      : /\.(pdf|docx|xlsx)$/.test(line.at) && line.through.length > 10
        ? (['anonymous', 'resident', 'officerElsewhere'] as const).filter((who) => line.through.includes(who))
        : line.through;

/** What a refusal of this player must look like; null when it does. */
function wrongRefusal(who: Player, line: Line, answer: Response): string | null {
  const { status } = answer;
  const allowed = line.idle?.includes(who)
    ? [303, 403, 404, 409, 422]
    : line.hidden
      ? [404]
      : who === 'secretaryElsewhere' || line.elsewhere || line.through.length === 0
        ? [403, 404]
        : [403];
  return allowed.includes(status) ? null : `${who}: ${status}`;
}

describe('the matrix', () => {
  test('holds every route there is, and no other', () => {
    const there = new Set(site.routes.list.filter((route) => route.path !== '/planted').map((route) => `${route.method} ${route.path}`));
    const written = new Set(matrix.map((line) => line.route));
    expect(
      [...there].filter((route) => !written.has(route)),
      'routes that nobody thought about: write them into matrix.ts',
    ).toEqual([]);
    expect(
      [...written].filter((route) => !there.has(route)),
      'lines without a route',
    ).toEqual([]);
  });

  test('knows every address above the subdistricts', () => {
    const above = site.app.routes.filter((route) => route.path !== '/*' && !route.path.startsWith('/s/:code')).map((route) => `${route.method} ${route.path}`);
    expect([...new Set(above)].sort()).toEqual([...aboveSubdistricts].sort());
  });
});

describe('refused', () => {
  test.each(matrix.map((line) => [`${line.route.split(' ')[0]} ${line.at}`, line] as const))('%s', async (_name, line) => {
    const before = await site.fingerprint();
    const wrong: string[] = [];
    for (const who of deniedOf(line)) {
      const answer = await send(who, line, line.attack);
      const body = await answer.clone().text();
      for (const word of protectedWords) if (who !== 'secretaryElsewhere' && body.includes(word)) wrong.push(`${who} reads ${word}`);
      if (who !== 'anonymous' || line.hidden) {
        const fault = wrongRefusal(who, line, answer);
        if (fault) wrong.push(fault);
        continue;
      }
      if (!toSignIn(answer)) wrong.push(`${who}: ${answer.status}`);
      const api = await send(who, line, line.attack, { accept: 'application/json' });
      if (api.status !== 401) wrong.push(`${who} by API: ${api.status}`);
    }
    expect(wrong).toEqual([]);
    expect(await site.fingerprint(), 'something changed though it was refused').toBe(before);
  });
});

describe('let through', () => {
  test.each(matrix.filter((line) => line.through.length > 0).map((line) => [`${line.route.split(' ')[0]} ${line.at}`, line] as const))(
    '%s',
    async (_name, line) => {
      const wrong: string[] = [];
      for (const who of triedOf(line)) {
        const answer = await send(who, line);
        if (refused(answer) || answer.status >= 500) wrong.push(`${who}: ${answer.status}`);
        if (!outsiders.includes(who) || !(answer.headers.get('content-type') ?? '').startsWith('text/')) continue;
        const body = await answer.text();
        const own = who === 'secretaryElsewhere' ? [secrets.draftTitle, ...namesElsewhere] : [];
        for (const word of [...protectedWords, ...privateNames].filter((one) => !own.includes(one)))
          if (body.includes(word)) wrong.push(`${who} reads ${word}`);
      }
      expect(wrong).toEqual([]);
      expect(site.errors.splice(0)).toEqual([]);
    },
  );
});

test('every answer so far had all its headers, and no page had script or style written into it', () => {
  expect([...site.faults]).toEqual([]);
});

describe('a route whose action nobody listed', () => {
  test('is refused to everybody', async () => {
    const before = await site.fingerprint();
    for (const who of playerNames) {
      for (const answer of [await site.get(who, `${base}/planted`), await site.post(who, `${base}/planted`)]) {
        if (who === 'anonymous') expect(toSignIn(answer)).toBe(true);
        else expect(answer.status, who).toBe(403);
        expect(await answer.text()).not.toContain('through');
      }
    }
    expect(await site.fingerprint()).toBe(before);
  });
});
