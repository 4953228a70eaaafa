import type { Reason } from '#libs/policy';
import { describe, expect, test } from 'vitest';
import { type ApplicationDraft, applicationDraft, emptyDraft } from './application-draft.ts';
import { adviceOn, fieldOfReason, findingsOf } from './application-findings.ts';
import { stepOfField, stepProgress } from './application-steps.ts';
import { keeperStanding } from './keeper-acceptance.ts';

const today = '2026-11-22';
const draft = (change: object): ApplicationDraft => applicationDraft.parse({ ...emptyDraft(), opinion: '同意', ...change });
const reason = (change: Partial<Reason>): Reason => ({
  code: 'above-cap',
  rule: 'r',
  kind: 'cap',
  title: { zh: '上限', en: 'cap' },
  clause: '第一条',
  source: '办法',
  status: 'text',
  outcome: 'block',
  passed: false,
  numbers: {},
  ...change,
});

describe('advice', () => {
  const codes = (change: object, prices: Parameters<typeof adviceOn>[1] = []) =>
    adviceOn(draft(change), prices, today).map((one) => one.level === 'advice' && [one.code, one.field]);
  test.each([
    ['an effect that nobody says how to measure', { indicators: [{ name: '亮灯', how: '清点', when: '' }] }, ['no-measure', 'indicators.0.how']],
    [
      'other money that rests on nothing',
      {
        sources: [
          { id: 's1', kind: 'grant' },
          { id: 's2', kind: 'partner', name: '电力' },
        ],
      },
      ['no-basis', 'sources.1.basis'],
    ],
    [
      'a commitment without its name',
      { sources: [{ id: 's1', kind: 'crowd', name: '众筹', basis: 'commitment', basisNote: ' ' }] },
      ['commitment-unnamed', 'sources.0.basisNote'],
    ],
    ['works that begin within a week', { periodStart: '2026-11-29' }, ['starts-soon', 'periodStart']],
    ['upkeep that costs nothing', { upkeepYearly: '0.00' }, ['upkeep-unpaid', 'upkeepYearly']],
    ['an opinion left empty', { opinion: ' ' }, ['no-opinion', 'opinion']],
  ])('is given on %s', (_name, change, found) => {
    expect(codes(change)).toEqual([found]);
  });
  test('is not given where nothing is to be said', () => {
    expect(
      codes({
        indicators: [{ name: '亮灯', how: '清点', when: '结项' }],
        sources: [{ id: 's1', kind: 'household', name: '居民' }],
        periodStart: '2026-11-30',
        upkeepYearly: '600',
      }),
    ).toEqual([]);
  });
  test('is given on a price above every price paid before, not on the highest itself', () => {
    const prices = [{ medianFen: 300n, lowFen: 100n, highFen: 500n, seen: [] }];
    expect(codes({ lines: [{ name: '灯', unitPrice: '5.01' }] }, prices)).toEqual([['price-above-range', 'lines.0.unitPrice']]);
    expect(codes({ lines: [{ name: '灯', unitPrice: '5' }] }, prices)).toEqual([]);
    expect(codes({ lines: [{ name: '灯', unitPrice: '500' }] }, [null])).toEqual([]);
  });
});

describe('a finding leads to its field', () => {
  const some = draft({
    sources: [
      { id: 's1', kind: 'partner', name: '甲' },
      { id: 's2', kind: 'grant', name: '乙' },
    ],
    lines: [{ name: '' }, { name: '灯' }],
  });
  test.each([
    [reason({}), 'sources.1.planned'],
    [reason({ kind: 'use', line: '1' }), 'lines.1.name'],
    [reason({ kind: 'evidence' }), 'paper'],
    [reason({ kind: 'collection' }), 'ballotIds'],
    [reason({ kind: 'meeting' }), 'resolutionIds'],
    [reason({ kind: 'matching' }), 'matching'],
    [reason({ kind: 'tiers', code: 'tier-unknown', terms: ['project-tier'] }), 'projectTier'],
    [reason({ kind: 'tests' }), ''],
  ])('%#', (one, field) => {
    expect(fieldOfReason(one, some, [1])).toBe(field);
  });
  test('every field that can be missing lies in a step', () => {
    const all = findingsOf(draft({}), { verdict: null, keeper: { kind: 'open' }, prices: [], today });
    expect(all.filter(({ level }) => level === 'missing').length).toBeGreaterThan(10);
    for (const { field, level } of all) if (level === 'missing') expect([field, stepOfField(field)]).not.toContain(null);
    expect(stepProgress(all).every(({ state }) => state === 'open')).toBe(false);
    expect(stepProgress(all).find(({ step }) => step === 'keeper')).toMatchObject({ state: 'open' });
  });
  test('what stops comes first', () => {
    const verdict = { outcome: 'block' as const, reasons: [reason({ outcome: 'pass', passed: true }), reason({ outcome: 'needs-ruling' }), reason({})] };
    const levels = findingsOf(draft({}), { verdict, keeper: { kind: 'declined', note: '' }, prices: [], today }).map(({ level }) => level);
    expect([...new Set(levels)]).toEqual(['missing', 'block', 'ruling', 'kept']);
  });
});

describe('a keeper’s yes', () => {
  const dayOf = () => '2026-11-20';
  const named = { keeperPersonId: 'p', keeperSaidOn: '', keeperSaidBefore: '', evidence: [] };
  const said = { ...named, keeperSaidOn: today, keeperSaidBefore: '听证会上' };
  const at = new Date(0);
  test('is the own one first, then the signed paper, then what was heard; the own no stands against all', () => {
    expect(keeperStanding(named, null, today, dayOf)).toEqual({ kind: 'open' });
    expect(keeperStanding(said, null, today, dayOf)).toMatchObject({ accepted: { how: 'said', on: today } });
    expect(keeperStanding({ ...said, keeperSaidBefore: ' ' }, null, today, dayOf)).toEqual({ kind: 'open' });
    expect(keeperStanding({ ...said, keeperSaidOn: '2026-11-23' }, null, today, dayOf)).toEqual({ kind: 'open' });
    const signed = { ...said, evidence: [{ kind: 'keeper-consent' }] };
    expect(keeperStanding(signed, null, today, dayOf)).toMatchObject({ accepted: { how: 'signed' } });
    expect(keeperStanding(signed, { personId: 'p', answer: 'accepted', note: '', at }, today, dayOf)).toMatchObject({
      accepted: { how: 'self', on: '2026-11-20' },
    });
    expect(keeperStanding(signed, { personId: 'p', answer: 'declined', note: '忙', at }, today, dayOf)).toEqual({ kind: 'declined', note: '忙' });
  });
});
