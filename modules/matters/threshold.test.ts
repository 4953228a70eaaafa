import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aMeetingIsCalled,
  type SupportFacts,
  theAssemblyMustBeCalled,
  theGroupAsks,
  type Threshold,
  type ThresholdSettings,
  thresholdsOf,
} from './threshold.ts';

const none: ThresholdSettings = { groupPercent: null, askHouseholds: null };
const facts = (change: Partial<SupportFacts>): SupportFacts => ({
  households: { supporting: 0, all: 60 },
  adults: { supporting: 0, all: 130 },
  groups: [],
  ...change,
});
const one = (kind: Threshold['kind'], about: SupportFacts, settings = none): Threshold | undefined =>
  thresholdsOf(about, settings).find((each) => each.kind === kind);

describe('the law’s thresholds, just below, at and just above', () => {
  it.each([
    [60, 11, false],
    [60, 12, true],
    [60, 13, true],
    [62, 12, false], // a fifth of 62 is 12.4
    [62, 13, true],
    [0, 0, false],
  ])('of %i households %i', (all, supporting, reached) => {
    expect(one('households', facts({ households: { supporting, all } }))).toMatchObject({ count: supporting, of: all, reached });
  });
  it.each([
    [130, 25, false],
    [130, 26, true],
    [131, 26, false],
    [131, 27, true],
  ])('of %i residents %i', (all, supporting, reached) => {
    expect(one('residents', facts({ adults: { supporting, all } }))?.reached).toBe(reached);
  });
  it.each([
    [6, 1, false],
    [6, 2, true],
    [7, 2, false], // a third of 7 is 2.33
    [7, 3, true],
  ])('of %i groups %i', (all, asking, reached) => {
    const groups = Array.from({ length: all }, (_, i) => ({ supporting: i < asking ? 6 : 4, all: 10 }));
    expect(one('groups', facts({ groups }), { ...none, groupPercent: 51 })).toMatchObject({ count: asking, of: all, reached });
  });
  it('a group asks from the share that the office has set, not a household below', () => {
    expect(theGroupAsks({ supporting: 5, all: 10 }, 51)).toBe(false);
    expect(theGroupAsks({ supporting: 6, all: 10 }, 51)).toBe(true);
    expect(theGroupAsks({ supporting: 10, all: 10 }, 100)).toBe(true);
    expect(theGroupAsks({ supporting: 0, all: 0 }, 1)).toBe(false);
  });
});

describe('what cannot be told is said, not guessed', () => {
  it('a roster with fewer adults than households', () => {
    expect(one('residents', facts({ adults: { supporting: 20, all: 59 } }))).toMatchObject({ count: null, reached: false, why: 'no-roster' });
    expect(one('residents', facts({ adults: { supporting: 20, all: 60 } }))).toMatchObject({ count: 20, reached: true, why: null });
  });
  it('when a group asks, where the office has not set it; and where there are no groups', () => {
    expect(one('groups', facts({ groups: [{ supporting: 10, all: 10 }] }))).toMatchObject({ count: null, needed: 1, reached: false, why: 'not-set' });
    expect(one('groups', facts({}), { ...none, groupPercent: 50 })).toMatchObject({ count: null, reached: false, why: 'no-groups' });
  });
  it('the office’s own threshold only where it has set one, and it obliges to no assembly', () => {
    expect(one('set', facts({}))).toBeUndefined();
    const own = thresholdsOf(facts({ households: { supporting: 5, all: 60 } }), { groupPercent: null, askHouseholds: 5 });
    expect(own.find((each) => each.kind === 'set')).toMatchObject({ count: 5, needed: 5, reached: true });
    expect(theAssemblyMustBeCalled(own)).toBe(false);
  });
});

it('one more supporter never loses a threshold', () => {
  const pair = fc.nat(300).chain((all) => fc.record({ all: fc.constant(all), supporting: fc.nat(all) }));
  fc.assert(
    fc.property(pair, pair, fc.array(pair, { maxLength: 9 }), fc.integer({ min: 1, max: 100 }), (households, adults, groups, groupPercent) => {
      const settings = { groupPercent, askHouseholds: 10 };
      const more = (each: { all: number; supporting: number }) => ({ ...each, supporting: Math.min(each.all, each.supporting + 1) });
      const before = thresholdsOf({ households, adults, groups }, settings);
      const after = thresholdsOf({ households: more(households), adults: more(adults), groups: groups.map(more) }, settings);
      before.forEach((each, i) => expect(!each.reached || after[i]?.reached).toBe(true));
    }),
  );
});

it('a meeting that was called off is not called', () => {
  const step = (kind: 'meeting' | 'meeting-off', otherId: string, meetingKind: string | null = null) => ({ kind, otherId, meetingKind });
  expect(aMeetingIsCalled([])).toBe(false);
  expect(aMeetingIsCalled([step('meeting', 'a', 'hearing')])).toBe(true);
  expect(aMeetingIsCalled([step('meeting', 'a', 'hearing')], 'assembly')).toBe(false);
  expect(aMeetingIsCalled([step('meeting', 'a', 'assembly'), step('meeting-off', 'a')], 'assembly')).toBe(false);
  expect(aMeetingIsCalled([step('meeting', 'a', 'assembly'), step('meeting-off', 'a'), step('meeting', 'b', 'assembly')], 'assembly')).toBe(true);
});
