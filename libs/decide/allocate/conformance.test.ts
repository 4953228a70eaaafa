import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AllocateOptions, type PbElection, allocate, parsePb, writePb } from '../index.ts';

// Real elections with outcomes that other programs have cross-checked; they are not part of the project.
const data = process.env['ZHIDIAN_CONFORMANCE'];
const folder = data ? join(data, 'pb') : null;
if (folder === null) console.log('ZHIDIAN_CONFORMANCE is not set: the elections with known outcomes are skipped.');

type Expected = { order?: string[]; cost?: string; rounds?: number; stop?: string; objective?: string };
type Official = { mode: string; key: string; vote_type: string; threshold: number; selected: string[] };

function read(path: string): PbElection {
  const result = parsePb(readFileSync(path));
  if (!result.ok) throw new Error(`${path}:${result.error.line}: ${result.error.reason}`);
  return result.value;
}

/** What the name of an outcome asks for. */
function optionsOf(key: string): AllocateOptions {
  if (key === 'phragmen') return { rule: 'phragmen' };
  const [name = '', kind = '', end = ''] = key.split('_');
  const full = key.endsWith('_add1_noexh') ? 'add1-noexh' : { '': 'none', u: 'utilitarian', add1: 'add1', add1u: 'add1-utilitarian' }[end];
  const rule = name as AllocateOptions['rule'];
  // These outcomes count a ranking as Pabutools does.
  if (kind === 'borda') return { rule, utility: 'card', score: 'borda0', completion: full as 'none' };
  return { rule, utility: kind as 'cost', completion: full as 'none' };
}

describe.skipIf(folder === null)('elections with known outcomes', () => {
  const files = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.pb'));
  test.each(files)('%s', { timeout: 300_000 }, (file) => {
    const election = read(join(folder ?? '', file));
    const { rules } = JSON.parse(readFileSync(join(folder ?? '', file.replace(/pb$/, 'json')), 'utf8')) as { rules: Record<string, Expected> };
    expect(Object.keys(rules).length).toBeGreaterThan(0);
    for (const [key, expected] of Object.entries(rules)) {
      const result = allocate(election, { ...optionsOf(key), explain: false });
      if (!result.ok) throw new Error(`${key}: ${result.error}`);
      const { order, cost, rounds, stop, objective } = result.value;
      if (expected.objective !== undefined) {
        expect([key, objective]).toEqual([key, expected.objective]);
        continue;
      }
      expect([key, key === 'phragmen' ? order.toSorted() : order]).toEqual([key, key === 'phragmen' ? expected.order?.toSorted() : expected.order]);
      expect([key, cost]).toEqual([key, expected.cost]);
      if (expected.rounds !== undefined) expect([key, rounds]).toEqual([key, expected.rounds]);
      if (expected.stop !== undefined) expect([key, stop]).toEqual([key, expected.stop]);
    }
  });
});

describe.skipIf(folder === null)('municipal outcomes that the city’s own rule reproduces', () => {
  const outcomes = folder === null ? {} : (JSON.parse(readFileSync(join(folder, 'official_greedy.json'), 'utf8')) as Record<string, Official>);
  test(`${Object.keys(outcomes).length} elections`, () => {
    for (const [file, { mode, key, vote_type: type, threshold, selected }] of Object.entries(outcomes)) {
      const election = read(join(folder ?? '', 'official', file));
      const rule = mode === 'greedy-no-skip' ? 'greedy-noskip' : (mode as 'greedy');
      const result = allocate(election, {
        rule,
        ...(type === 'ordinal' ? { score: 'borda' as const } : {}),
        ...(mode === 'greedy' ? {} : { threshold }),
      });
      if (!result.ok) throw new Error(`${file}: ${result.error}`);
      expect([file, key, result.value.order.toSorted()]).toEqual([file, key, selected.toSorted()]);
    }
  });
});

describe.skipIf(folder === null)('files', () => {
  test('what is read is written back the same', () => {
    const paths =
      folder === null
        ? []
        : ['', 'official'].flatMap((sub) =>
            readdirSync(join(folder, sub))
              .filter((name) => name.endsWith('.pb'))
              .map((name) => join(folder, sub, name)),
          );
    expect(paths.length).toBeGreaterThan(100);
    for (const path of paths) {
      const election = read(path);
      const text = writePb(election);
      const again = parsePb(text);
      if (!again.ok) throw new Error(`${path}:${again.error.line}: ${again.error.reason}`);
      expect(writePb(again.value)).toBe(text);
      expect(again.value.voters).toBe(election.voters);
      expect(again.value.choice).toEqual(election.choice);
      expect(Number(election.meta.get('num_votes'))).toBe(election.voters);
    }
  });
});
