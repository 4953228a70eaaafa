import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from './run.ts';

const dir = mkdtempSync(join(tmpdir(), 'zhidian-decide-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Runs `decide` on a file with this text. */
async function decided(args: string[], text: string | object, name = 'in.json') {
  const file = join(dir, name);
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  let out = '';
  const notes: string[] = [];
  const code = await run(['decide', ...args.map((arg) => (arg === 'FILE' ? file : arg))], {
    env: {},
    out: (more) => (out += more),
    note: (line) => notes.push(line),
  });
  return { code, out, notes };
}

const VOTE = {
  rule: {
    quorum: [{ measure: 'area', num: 2, den: 3, strict: false, base: 'all' }],
    pass: [{ measure: 'heads', num: 1, den: 2, strict: true, base: 'participating' }],
  },
  roll: [
    { id: 'a', area: '60.10' },
    { id: 'b', area: '60.20', owner: 'x' },
    { id: 'c', area: '60.30' },
  ],
  ballots: [
    { id: 'a', choice: 'yes' },
    { id: 'b', choice: 'yes' },
  ],
};

describe('decide tally', () => {
  test('JSON alone on stdout', async () => {
    const { code, out, notes } = await decided(['tally', 'FILE', '--json'], VOTE);
    expect({ code, notes }).toEqual({ code: 0, notes: [] });
    expect(JSON.parse(out)).toMatchObject({
      passed: false,
      quorate: false,
      certain: false,
      tests: [
        { of: 'quorum', measure: 'area', numerator: 120.3, denominator: 180.6, threshold: '2/3', passed: false },
        { of: 'pass', measure: 'heads', numerator: 2, denominator: 2, threshold: '1/2', passed: true },
      ],
    });
  });

  test('several options', async () => {
    const rule = { ballot: { kind: 'one-of' }, seats: 1, measure: 'heads', quorum: [], require: [] };
    const input = { rule, options: ['甲', '乙'], roll: [{ id: 'a' }], ballots: [{ id: 'a', marks: ['乙'] }] };
    const { code, out } = await decided(['tally', 'FILE', '--json'], input);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ elected: ['乙'], certain: true });
    expect((await decided(['tally', 'FILE'], input)).out).toContain('当选 elected: 乙');
  });

  test.each([
    ['no JSON, with line and column', '{"rule":\n  nothing}', 1, 'in.json:2:'],
    ['a wrong choice, with its place', { ...VOTE, ballots: [{ id: 'a', choice: 'maybe' }] }, 1, 'ballots.0.choice'],
    ['a ballot of nobody', { ...VOTE, ballots: [{ id: 'z', choice: 'yes' }] }, 1, ': z'],
    ['an entry twice', { ...VOTE, roll: [...VOTE.roll, { id: 'c', area: '1' }] }, 1, ': c'],
  ])('%s', async (_case, text, expected, word) => {
    const { code, out, notes } = await decided(['tally', 'FILE', '--json'], text);
    expect({ code, out, lines: notes.length }).toEqual({ code: expected, out: '', lines: 1 });
    expect(notes[0]).toContain(word);
  });

  test.each([[['decide']], [['decide', 'fly']], [['decide', 'tally']], [['decide', 'tally', 'a', 'b']], [['decide', 'tally', 'a', '--fast']]])(
    '%j is misuse',
    async (args) => {
      const notes: string[] = [];
      expect(await run(args, { env: {}, out: () => {}, note: (line) => notes.push(line) })).toBe(2);
      expect(notes).toHaveLength(1);
    },
  );

  test('a file that is not there', async () => {
    const notes: string[] = [];
    expect(await run(['decide', 'tally', join(dir, 'none.json')], { env: {}, out: () => {}, note: (line) => notes.push(line) })).toBe(1);
    expect(notes[0]).toContain('ENOENT');
  });
});
