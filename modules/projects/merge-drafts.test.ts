import { describe, expect, test } from 'vitest';
import { type ApplicationDraft, applicationDraft } from './application-draft.ts';
import { draftMarks, mergeDrafts } from './merge-drafts.ts';

const base = (): ApplicationDraft =>
  applicationDraft.parse({
    title: '楼道亮起来',
    goal: '每层有灯',
    lines: [
      { name: '灯', quantity: '120', unitPrice: '375', payer: 's1', shares: { s1: '10' } },
      { name: '安装', quantity: '1', unitPrice: '3100', payer: 's2' },
    ],
    resolutionIds: ['b', 'a'],
  });
const marks = draftMarks(base());
const lines = (change: (rows: ApplicationDraft['lines']) => ApplicationDraft['lines']): ApplicationDraft => ({ ...base(), lines: change(base().lines) });
const line = (at: number, change: Partial<ApplicationDraft['lines'][number]>) =>
  lines((rows) => rows.map((row, n) => (n === at ? { ...row, ...change } : row)));

describe('two people write at the same application', () => {
  test('what each changed alone is kept of both', () => {
    const merged = mergeDrafts(marks, { ...line(0, { unitPrice: '360' }), goal: '每层都有灯' }, { ...line(1, { quantity: '2' }), title: '亮灯' });
    expect(merged.conflicts).toEqual([]);
    expect(merged.content).toEqual({
      ...base(),
      title: '亮灯',
      goal: '每层都有灯',
      lines: [
        { ...base().lines[0], unitPrice: '360' },
        { ...base().lines[1], quantity: '2' },
      ],
    });
  });
  test('what both changed to different things is nobody’s to decide silently', () => {
    const merged = mergeDrafts(marks, { ...line(0, { unitPrice: '360' }), title: '甲' }, { ...line(0, { unitPrice: '350' }), title: '乙' });
    expect(merged.conflicts).toEqual([
      { field: 'title', theirs: '甲', mine: '乙' },
      { field: 'lines.0.unitPrice', theirs: '360', mine: '350' },
    ]);
  });
  test('what both changed alike is no conflict', () => {
    expect(mergeDrafts(marks, line(0, { unitPrice: '360' }), line(0, { unitPrice: '360' })).conflicts).toEqual([]);
  });
  test('a row more by one, nothing by the other', () => {
    const more = lines((rows) => [...rows, { name: '线', category: '', unit: '', quantity: '', unitPrice: '', payer: '', shares: {} }]);
    expect(mergeDrafts(marks, more, base()).content.lines).toHaveLength(3);
    expect(mergeDrafts(marks, base(), more).content.lines).toHaveLength(3);
    expect(
      mergeDrafts(
        marks,
        lines((rows) => rows.slice(1)),
        base(),
      ).content.lines,
    ).toHaveLength(1);
  });
  test('a row more by one and another price by the other: they see it', () => {
    const more = lines((rows) => [...rows, { name: '线', category: '', unit: '', quantity: '', unitPrice: '', payer: '', shares: {} }]);
    expect(mergeDrafts(marks, more, line(0, { unitPrice: '1' })).conflicts.map(({ field }) => field)).toEqual(['lines']);
  });
  test('shares of several payers are merged one by one', () => {
    const theirs = line(0, { shares: { s1: '20' } });
    expect(mergeDrafts(marks, theirs, line(0, { shares: { s1: '10', s2: '5' } })).content.lines[0]?.shares).toEqual({ s1: '20', s2: '5' });
    expect(mergeDrafts(marks, theirs, line(0, { shares: { s1: '30' } })).conflicts).toEqual([{ field: 'lines.0.shares.s1', theirs: '20', mine: '30' }]);
  });
  test('what was not in the form is not emptied', () => {
    const onlyGoal = draftMarks(base(), ['goal']);
    const posted = applicationDraft.parse({ goal: '新的目标' });
    expect(mergeDrafts(onlyGoal, base(), posted).content).toEqual({ ...base(), goal: '新的目标' });
  });
  test('the empty first row that a form shows is no row', () => {
    const seen = draftMarks({ ...base(), risks: [{ risk: '', answer: '' }] });
    const typed = { ...base(), risks: [{ risk: '下雨', answer: '改期' }] };
    expect(mergeDrafts(seen, base(), typed)).toMatchObject({ conflicts: [], content: { risks: [{ risk: '下雨', answer: '改期' }] } });
    expect(mergeDrafts(seen, typed, { ...base(), risks: [{ risk: '', answer: '' }] })).toMatchObject({ conflicts: [], content: { risks: [{ risk: '下雨' }] } });
  });
  test('an order of chosen things is no change, another choice is', () => {
    expect(mergeDrafts(marks, base(), { ...base(), resolutionIds: ['a', 'b'] }).conflicts).toEqual([]);
    expect(mergeDrafts(marks, { ...base(), resolutionIds: ['a'] }, { ...base(), resolutionIds: ['b'] }).conflicts).toHaveLength(1);
  });
});
