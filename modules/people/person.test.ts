import { describe, expect, test } from 'vitest';
import { sharesNeverExceedTheWhole } from './manage-household.ts';
import { codeAlphabet } from '#modules/places';
import { hashSecret, newLetterCode, parseLetterCode, printLetterCode, secretMatches } from './letter-code.ts';
import { maskName, maskPhone, parsePhone } from './person.ts';
import { onlyTheOfficeGivesOfficeRoles, theRoleFitsThePlace } from './give-role.ts';
import { anonymous, system } from '#platform/access';

describe('names in public lists', () => {
  test.each([
    ['王小英', '王*英'],
    ['王英', '王*'],
    ['欧阳小英', '欧**英'],
    ['司马相如卿', '司***卿'],
    ['阿依古丽·买买提', '阿***·**提'],
    ['阿依古丽•买买提', '阿***•**提'],
    ['John Smith', 'J*** ****h'],
    ['𠮷田花', '𠮷*花'],
    ['𠮷田', '𠮷*'],
    ['王', '*'],
    [' 王小英 ', '王*英'],
    ['', '*'],
  ])('%s → %s', (name, masked) => expect(maskName(name)).toBe(masked));
});

describe('phones', () => {
  test.each([
    ['13800138000', '13800138000'],
    ['138 0013 8000', '13800138000'],
    ['+86 138-0013-8000', '13800138000'],
    ['８６13800138000', '13800138000'],
    ['021-58671234', '021-58671234'],
    ['12345', null],
    ['138001380001', null],
    ['1380013800', null],
    ['58671234', '58671234'],
    ['abc', null],
    ['', null],
  ])('%s → %s', (written, phone) => expect(parsePhone(written)).toBe(phone));
  test('in lists', () => expect([maskPhone('13800138000'), maskPhone('5867')]).toEqual(['138****8000', '****']));
});

describe("a letter's code", () => {
  const code = newLetterCode(Uint8Array.from({ length: 16 }, (_, i) => i * 7));
  test('has sixteen characters nobody mistakes, in groups of four', () => {
    const printed = printLetterCode(code);
    expect(printed).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}$/);
    expect(codeAlphabet).toHaveLength(32);
    for (const mistaken of '01IO') expect(codeAlphabet).not.toContain(mistaken);
  });
  test('is read however it was typed', () => {
    const printed = printLetterCode(code);
    for (const typed of [printed, printed.toLowerCase(), printed.replaceAll('-', ''), ` ${printed.replaceAll('-', ' ')} `])
      expect(parseLetterCode(typed)).toEqual(code);
    for (const typed of ['', 'hello', printed.slice(1), `${printed}2`, printed.replace(/^./, '0')]) expect(parseLetterCode(typed)).toBeNull();
  });
  test('matches its salted hash and nothing else', () => {
    const salt = 'a'.repeat(32);
    const letter = { salt, secretHash: hashSecret(salt, code.secret) };
    expect(secretMatches(letter, code.secret)).toBe(true);
    expect(secretMatches(letter, code.secret.replace(/.$/, '2'))).toBe(code.secret.endsWith('2'));
    expect(secretMatches(null, code.secret)).toBe(false);
    expect(secretMatches({ ...letter, salt: 'b'.repeat(32) }, code.secret)).toBe(false);
  });
});

test.each<[bigint[][], boolean]>([
  [
    [
      [1n, 2n],
      [1n, 2n],
    ],
    true,
  ],
  [
    [
      [1n, 3n],
      [1n, 3n],
      [1n, 3n],
    ],
    true,
  ],
  [
    [
      [1n, 2n],
      [1n, 2n],
      [1n, 1000n],
    ],
    false,
  ],
  [[[1n, 1n]], true],
  [[], true],
])('shares of case %# fit the whole or not', (shares, fits) => {
  expect(
    sharesNeverExceedTheWhole(
      shares.map(([shareNumerator, shareDenominator]) => ({
        shareNumerator: shareNumerator!,
        shareDenominator: shareDenominator!,
      })),
    ),
  ).toBe(fits);
});

describe('who gives which role', () => {
  const at = 'n1';
  const secretary = {
    ...anonymous,
    kind: 'person' as const,
    grants: [{ role: 'secretary' as const, neighbourhoodId: at }],
  };
  const officer = {
    ...anonymous,
    kind: 'person' as const,
    grants: [{ role: 'officer' as const, neighbourhoodId: null }],
  };
  test.each([
    [secretary, 'steward', at, true],
    [secretary, 'keeper', at, true],
    [secretary, 'supervisor', at, true],
    [secretary, 'steward', 'n2', false],
    [secretary, 'director', at, false],
    [secretary, 'steward', null, false],
    [officer, 'secretary', at, true],
    [officer, 'admin', null, true],
    [system, 'admin', null, true],
  ] as const)('%#: %s', (actor, role, place, may) => expect(onlyTheOfficeGivesOfficeRoles(actor, role, place)).toBe(may));
  test.each([
    ['steward', at, true],
    ['steward', null, false],
    ['auditor', null, true],
    ['auditor', at, false],
    ['reviewer', null, true],
    ['reviewer', at, true],
  ] as const)('%s at %s: %s', (role, place, fits) => expect(theRoleFitsThePlace(role, place)).toBe(fits));
});
