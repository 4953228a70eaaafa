import { describe, expect, test } from 'vitest';
import { readOwners, readPeople } from './people-cell.ts';

describe('residents', () => {
  test.each([
    ['王小英', [['王小英', null, true]]],
    [
      '王小英；李强',
      [
        ['王小英', null, true],
        ['李强', null, true],
      ],
    ],
    [
      '王小英、李强，张三;赵六',
      [
        ['王小英', null, true],
        ['李强', null, true],
        ['张三', null, true],
        ['赵六', null, true],
      ],
    ],
    [
      '王小英 13800138000；王小明（未成年）',
      [
        ['王小英', '13800138000', true],
        ['王小明', null, false],
      ],
    ],
    ['王小英(138-0013-8000)', [['王小英', '13800138000', true]]],
    ['王小明(8岁)', [['王小明', null, false]]],
    ['王小明（18周岁）', [['王小明', null, true]]],
    ['阿依古丽·买买提', [['阿依古丽·买买提', null, true]]],
    ['王 英', [['王英', null, true]]],
    ['John Smith', [['John Smith', null, true]]],
    ['王小英 021-58671234', [['王小英', '021-58671234', true]]],
    [
      '𠮷田\n李强',
      [
        ['𠮷田', null, true],
        ['李强', null, true],
      ],
    ],
  ])('%s', (cell, expected) => {
    expect(readPeople(cell)).toEqual({
      ok: true,
      value: expected.map(([name, phone, adult]) => ({ name, phone, adult })),
    });
  });
  test.each([
    ['王小英；王小英', 'twice'],
    ['13800138000', 'bad-name'],
    ['王小英 1', 'bad-name'],
    [`${'长'.repeat(61)}`, 'bad-name'],
  ])('%s → %s', (cell, code) => expect(readPeople(cell)).toEqual({ ok: false, error: code }));
});

describe('owners', () => {
  test.each([
    ['王小英', [['王小英', 1n, 1n, false]], false],
    [
      '王小英 1/2；李强 1/2',
      [
        ['王小英', 1n, 2n, false],
        ['李强', 1n, 2n, false],
      ],
      false,
    ],
    [
      '王小英（1/3），李强（2/3）',
      [
        ['王小英', 1n, 3n, false],
        ['李强', 2n, 3n, false],
      ],
      false,
    ],
    [
      '王小英50%、李强50%',
      [
        ['王小英', 50n, 100n, false],
        ['李强', 50n, 100n, false],
      ],
      false,
    ],
    ['王小英 33.3% 李强', null, 'bad-name'],
    [
      '王小英；李强；张三',
      [
        ['王小英', 1n, 3n, false],
        ['李强', 1n, 3n, false],
        ['张三', 1n, 3n, false],
      ],
      true,
    ],
    ['上海东海置业有限公司', [['上海东海置业有限公司', 1n, 1n, true]], false],
  ])('%s', (cell, expected, assumed) => {
    const read = readOwners(cell);
    if (expected === null) return void expect(read.ok).toBe(false);
    expect(read).toMatchObject({
      ok: true,
      value: {
        sharesAssumed: assumed,
        owners: expected.map(([name, shareNumerator, shareDenominator, organisation]) => ({
          name,
          shareNumerator,
          shareDenominator,
          organisation,
        })),
      },
    });
  });
  test.each([
    ['王小英 1/2；李强', 'some-shares'],
    ['王小英 1/2；李强 1/3', 'shares-not-one'],
    ['王小英 3/2', 'bad-share'],
    ['王小英 0/2；李强 2/2', 'bad-share'],
    ['王小英 1/2；王小英 1/2', 'twice'],
  ])('%s → %s', (cell, code) => expect(readOwners(cell)).toEqual({ ok: false, error: code }));
});
