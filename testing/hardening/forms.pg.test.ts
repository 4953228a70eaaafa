import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matrix } from '../access/matrix.ts';
import { findScene } from '../access/scene.ts';
import { base, formBody, origin, type Player, players, type WholeSite, wholeSite } from '../access/whole-site.ts';

// Every form that a page offers, filled with what no page would send: the answer is a clean one, never a failure.
let site: WholeSite;
let scene: Record<string, string>;
beforeAll(async () => {
  site = await wholeSite();
  scene = await findScene(site);
}, 240_000);
afterAll(() => site.close());

interface FoundForm {
  action: string;
  names: string[];
}

/** Forms of a page that post, with the names of their fields. */
function formsIn(html: string, path: string): FoundForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, attributes = '', body = '']) => {
    if (!/\bmethod="post"/i.test(attributes)) return [];
    const action = (/\baction="([^"]*)"/.exec(attributes)?.[1] ?? path).replaceAll('&amp;', '&');
    const names = [...body.matchAll(/<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => name !== '_key');
    return [{ action, names: [...new Set(names)] }];
  });
}

const values: Record<string, (name: string) => string> = {
  'broken characters, quotes and markup': () => "\u0000\ud800\"><script>alert(1)</script>\u202e'\\''); drop table matter; --",
  'four hundred nines': () => '9'.repeat(400),
  'the id of nothing': () => '0190b1f0-dead-7000-8000-00000000dead',
  'days, numbers and choices that do not exist': (name) =>
    /day|until|from|to$|on$/i.test(name) ? '2026-02-31' : /amount|cost|fen|points|area|share|year|days|count/i.test(name) ? '-0.001' : 'constructor',
};
/** Each kind of form once, by whoever comes first: those who can do least come first, so that what the others spoil is tried by then. */
const tried = new Set<string>();

describe.each([
  'resident',
  'steward',
  'reviewer',
  'supervisor',
  'secretary',
  'secretaryElsewhere',
  'head',
  'officer',
  'admin',
] as const satisfies readonly Player[])('every form that the %s is shown', (who) => {
  test('takes no nonsense and breaks at none', { timeout: 120_000 }, async () => {
    const found = new Map<string, FoundForm>();
    for (const line of matrix.filter((one) => one.route.startsWith('GET ') && one.through.includes(who) && !/\.(pdf|docx|xlsx|ics|atom|json)$/.test(one.at))) {
      const path = base + line.at.replace(/\{(\w+)\}/g, (_all, name: string) => scene[name] ?? '');
      const answer = await site.get(who, path);
      if (answer.status !== 200) continue;
      for (const form of formsIn(await answer.text(), path)) {
        // One of each kind: ids in the address make no other form. Signing out is not what is tested.
        const kind = form.action.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\?.*$/, '');
        if (form.action.startsWith(base) && !tried.has(kind)) found.set(kind, form);
        tried.add(kind);
      }
    }
    const wrong: string[] = [];
    for (const [kind, form] of found) {
      for (const [what, value] of Object.entries(values)) {
        const fields = Object.fromEntries(form.names.map((name) => [name, value(name)]));
        const answer = await site.request(form.action, {
          method: 'POST',
          body: formBody({ _key: crypto.randomUUID(), ...fields }),
          headers: { origin, 'x-test-account': players[who] },
        });
        // 400 is the net below the page's own checks: a form should say what is wrong with it.
        if (answer.status === 400 || answer.status >= 500) wrong.push(`${kind} with ${what}: ${answer.status}`);
        if (/<script>alert|<svg onload/.test(await answer.text())) wrong.push(`${kind} with ${what}: came back as markup`);
      }
    }
    const errors = site.errors.splice(0);
    expect(wrong).toEqual([]);
    expect(errors).toEqual([]);
  });
});

test('there were many', () => expect(tried.size).toBeGreaterThan(60));
test('no answer lacked a header or had script written into it', () => expect([...site.faults]).toEqual([]));
