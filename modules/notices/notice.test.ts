import { describe, expect, it } from 'vitest';
import { answersForTheNotice, checkText, correctionRunsAsLongAsTheFirst, noticeState, objectionComesInTime } from './notice.ts';
import { faultOf } from './publish-notice.ts';
import { actorWith } from '#testing/platform';

const week = { startDay: '2026-11-02', endDay: '2026-11-09', correctedById: null, acceptsObjections: true };

describe('noticeState', () => {
  it.each([
    ['2026-11-01', 'coming', false],
    ['2026-11-02', 'open', true],
    ['2026-11-09', 'open', true], // the last day belongs to it
    ['2026-11-10', 'ended', false],
  ] as const)('on %s it is %s, objections taken: %s', (today, state, taken) => {
    expect(noticeState(week, today)).toBe(state);
    expect(objectionComesInTime(week, today)).toBe(taken);
  });
  it('stays up without a last day, and is replaced by its correction', () => {
    expect(noticeState({ ...week, endDay: null }, '2036-01-01')).toBe('open');
    expect(noticeState({ ...week, correctedById: 'x' }, '2026-11-03')).toBe('replaced');
    expect(objectionComesInTime({ ...week, correctedById: 'x' }, '2026-11-03')).toBe(false);
    expect(objectionComesInTime({ ...week, acceptsObjections: false }, '2026-11-03')).toBe(false);
  });
});

describe('correctionRunsAsLongAsTheFirst', () => {
  it.each([
    ['2026-11-05', '2026-11-12', true],
    ['2026-11-05', '2026-11-11', false],
    ['2026-11-05', null, true],
  ] as const)('%s to %s: %s', (startDay, endDay, holds) => {
    expect(correctionRunsAsLongAsTheFirst(week, { startDay, endDay })).toBe(holds);
  });
  it('does not give an end to what was to stay up', () => {
    expect(correctionRunsAsLongAsTheFirst({ ...week, endDay: null }, { startDay: '2026-11-05', endDay: '2036-01-01' })).toBe(false);
  });
});

describe('answersForTheNotice', () => {
  it('is nobody who decided what an award’s notice is about', () => {
    const notice = { answerRole: 'officer', neighbourhoodId: null, kind: 'award', publishedBy: 'p' } as const;
    expect(answersForTheNotice(actorWith('p', '拟定人', { role: 'officer', neighbourhoodId: null }), notice)).toBe(false);
    expect(answersForTheNotice(actorWith('q', '别人', { role: 'officer', neighbourhoodId: null }), notice)).toBe(true);
  });
  it.each([
    ['secretary', 'cailu', 'secretary', 'cailu', true],
    ['secretary', 'shengli', 'secretary', 'cailu', false],
    ['secretary', 'cailu', 'officer', 'cailu', false], // the office's award is not answered by the one it favours
    ['officer', null, 'officer', 'cailu', true],
    ['officer', null, 'secretary', 'cailu', true],
    ['officer', null, 'head', null, false],
    ['resident', 'cailu', 'secretary', 'cailu', false],
  ] as const)('%s of %s, notice for %s at %s: %s', (role, at, answerRole, neighbourhoodId, may) => {
    expect(answersForTheNotice(actorWith('p', '某人', { role, neighbourhoodId: at }), { answerRole, neighbourhoodId, kind: 'general', publishedBy: 'p' })).toBe(
      may,
    );
  });
});

describe('faultOf', () => {
  const fine = { title: '公示', body: '内容', startDay: '2026-11-02', endDay: '2026-11-09', acceptsObjections: true };
  it.each([
    [{}, null],
    [{ title: ' \n' }, 'empty'],
    [{ title: '字'.repeat(201) }, 'too-long'],
    [{ body: '😀'.repeat(20_000) }, null], // characters, not code units
    [{ body: '😀'.repeat(20_001) }, 'too-long'],
    [{ endDay: null }, 'no-end'],
    [{ endDay: null, acceptsObjections: false }, null],
    [{ endDay: '2026-11-01' }, 'ends-too-early'],
    [{ startDay: '2026-10-01', endDay: '2026-10-31' }, 'ends-too-early'],
  ])('%j → %s', (change, fault) => {
    expect(faultOf({ ...fine, ...change }, '2026-11-02')).toBe(fault);
  });
  it('counts characters after trimming', () => {
    expect(checkText(`  ${'字'.repeat(10)}  `, 10)).toBeNull();
  });
});
