import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aSignatureOrItsPictureIsThere,
  countedAs,
  coOwnersSpeakTogether,
  isOption,
  lastSignedCounts,
  settledBySomebodyElse,
  signedByServerClock,
  theAgreementIsWrittenDown,
  withinTheProxyLimit,
} from './consent.ts';
import { partsFor } from './create-consent.ts';
import { entryThatCounts } from './recount.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 5, 0, minute));

describe('of several answers the one signed last counts', () => {
  const entry = (signed: number, received: number) => ({ signedAt: at(signed), receivedAt: at(received) });
  test.each([
    ['none', [], null],
    ['one', [entry(1, 1)], 0],
    ['signed earlier, arrived later', [entry(5, 5), entry(1, 9)], 0],
    ['signed at the same moment: the one that arrived later', [entry(5, 9), entry(5, 6)], 0],
  ] as const)('%s', (_name, entries, index) => {
    expect(lastSignedCounts([...entries])).toBe(index === null ? null : entries[index]);
  });

  test('in whatever order they arrive', () => {
    const signed = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(signed, fc.infiniteStream(fc.nat()), (minutes, random) => {
        const entries = minutes.map((minute) => entry(minute, minute + 1));
        const shuffled = [...entries].map((one) => [random.next().value ?? 0, one] as const).sort((a, b) => a[0] - b[0]);
        expect(lastSignedCounts(shuffled.map(([, one]) => one))).toBe(lastSignedCounts(entries));
      }),
    );
  });

  test('a disagreement signed last takes the voice away where it is not counted, and does not let the earlier one stand again', () => {
    const yes = { ...entry(1, 1), homeId: 'a', choice: 'yes' as const };
    const split = { ...entry(2, 2), homeId: 'a', choice: 'split' as const };
    const owned = [{ homeId: 'a' }];
    expect(entryThatCounts([yes, split], owned, 'not-counted')).toBeNull();
    expect(entryThatCounts([yes, split], owned, null)).toBeNull();
    expect(entryThatCounts([yes, split], owned, 'takes-part')).toBe(split);
    expect(entryThatCounts([yes, split], [{ homeId: 'b' }], 'takes-part')).toBeNull();
  });
});

test.each([
  ['yes', null, 'yes'],
  ['split', 'takes-part', 'abstain'],
  ['split', 'not-counted', 'nothing'],
  ['split', null, 'unset'],
] as const)('%s with the office saying %s counts as %s', (choice, rule, word) => expect(countedAs(choice, rule)).toBe(word));

test.each([
  ['door', false, false, false],
  ['door', true, false, true],
  ['door', false, true, true],
  ['paper', true, false, false],
  ['paper', false, true, true],
  ['own', false, false, true],
] as const)('%s with signature %s and picture %s: %s', (channel, signature, scan, fits) =>
  expect(aSignatureOrItsPictureIsThere({ channel, signature, scan })).toBe(fits),
);

test('co-owners speak together, and what they agreed is written down', () => {
  expect([coOwnersSpeakTogether(1, 'sole'), coOwnersSpeakTogether(2, 'sole'), coOwnersSpeakTogether(2, 'agreed'), coOwnersSpeakTogether(2, 'split')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect([theAgreementIsWrittenDown('agreed', ' '), theAgreementIsWrittenDown('split', '两人不同'), theAgreementIsWrittenDown('sole', '')]).toEqual([
    false,
    true,
    true,
  ]);
});

test('a proxy speaks for as many as the office allows; without a limit none is invented', () => {
  expect([withinTheProxyLimit(2, 1), withinTheProxyLimit(2, 2), withinTheProxyLimit(null, 99)]).toEqual([true, false, true]);
});

test('nobody judges what they recorded themselves', () => {
  expect([
    settledBySomebodyElse({ recordedBy: 'a' }, 'a'),
    settledBySomebodyElse({ recordedBy: 'a' }, 'b'),
    settledBySomebodyElse({ recordedBy: null }, 'b'),
  ]).toEqual([false, true, true]);
});

describe('the time of signing', () => {
  const now = at(600);
  test.each([
    ['a right clock', at(590), at(600), at(590)],
    ['a clock a day ahead', at(590 + 1440), at(600 + 1440), at(590)],
    ['a clock that was set back between signing and sending', at(610), at(600), now],
  ])('%s', (_name, said, deviceNow, signed) => expect(signedByServerClock(said, deviceNow, now)).toEqual(signed));
  test('weeks ago is not believed', () => expect(signedByServerClock(at(0), new Date(at(0).getTime() + 15 * 86_400_000), now)).toBeNull());
});

describe('the sets of tests that the law asks for', () => {
  const laws = (input: Parameters<typeof partsFor>[0], compounds = 1) =>
    partsFor(input, 'c', compounds).map((part) => `${part.law} ${part.scope} ${part.compoundId ?? ''}`.trim());
  test('a lift asks its building, and all owners where common ground is used', () => {
    expect(laws({ kind: 'lift', buildingId: 'b', commonGround: false })).toEqual(['lift-building building']);
    expect(laws({ kind: 'lift', buildingId: 'b', commonGround: true })).toEqual(['lift-building building', 'lift-common-ground compound']);
    expect(laws({ kind: 'lift', buildingId: 'b', commonGround: true }, 2)).toEqual(['lift-building building', 'lift-common-ground compound c']);
  });
  test('other matters ask all owners or those of one building', () => {
    expect([laws({ kind: 'owners-special' }), laws({ kind: 'owners-general', buildingId: 'b' }), laws({ kind: 'options' })]).toEqual([
      ['owners-special neighbourhood'],
      ['owners-general building'],
      ['owners-general neighbourhood'],
    ]);
  });
});

test.each([
  ['option-1', true],
  ['option-20', true],
  ['option-0', false],
  ['option-', false],
  ['yes', false],
])('%s is one of several plans: %s', (word, option) => expect(isOption(word)).toBe(option));
