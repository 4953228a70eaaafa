import { describe, expect, test } from 'vitest';
import { codeFrom, formatCode, normaliseCode } from './door-code.ts';
import { buildingName, compareLabels, entranceName, floorOfRoom, formatArea, isPlaceCode, parseArea, roomName } from './place.ts';
import { roomsOf } from './create-building.ts';

test.each([
  ['3', '3号楼'],
  ['3号', '3号'],
  ['３号楼', '3号楼'],
  [' 3 幢 ', '3幢'],
  ['12A', '12A号楼'],
  ['', ''],
])('building %s → %s', (written, name) => expect(buildingName(written)).toBe(name));
test.each([
  ['2', '2单元'],
  ['2单元', '2单元'],
  ['甲门', '甲门'],
  ['', ''],
])('entrance %s → %s', (written, name) => expect(entranceName(written)).toBe(name));
test.each([
  ['401室', '401'],
  ['４０１', '401'],
  ['1203', '1203'],
])('room %s → %s', (written, room) => expect(roomName(written)).toBe(room));
test.each([
  ['401', 4],
  ['1203', 12],
  ['101', 1],
  ['底楼', null],
  ['1', null],
  ['12345', null],
])('room %s lies on floor %s', (room, floor) => expect(floorOfRoom(room)).toBe(floor));
test.each([
  ['68.5', 6850n],
  ['68.50㎡', 6850n],
  ['68', 6800n],
  ['1,068.5 平方米', 106850n],
  ['0.01', 1n],
  ['68.5000', 6850n],
  ['68.505', null],
  ['0', null],
  ['-5', null],
  ['六十', null],
  ['', null],
  ['1e3', null],
])('area %s → %s', (written, area) => expect(parseArea(written)).toBe(area));
test('areas are shown with two decimals', () => expect([6850n, 1n, 106800n].map(formatArea)).toEqual(['68.50', '0.01', '1068.00']));
test.each([
  ['pd-hq-cailu', true],
  ['a', false],
  ['-ab', false],
  ['PD-1', false],
  ['蔡路', false],
])('code %s: %s', (code, good) => expect(isPlaceCode(code)).toBe(good));
test('doors are ordered as people count', () =>
  expect(
    ['10号楼101', '2号楼1001', '2号楼201']
      .map((label) => ({ label }))
      .sort(compareLabels)
      .map((door) => door.label),
  ).toEqual(['2号楼201', '2号楼1001', '10号楼101']));

describe('door codes', () => {
  const code = codeFrom(Uint8Array.from([0, 31, 32, 255, 8, 9, 10, 11]), 8);
  test('have eight characters', () => expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/));
  test('are read however they were typed', () => {
    for (const typed of [formatCode(code), formatCode(code).toLowerCase(), ` ${code} `]) expect(normaliseCode(typed)).toBe(code);
    for (const typed of ['', '1234', `${code}2`, '0OI10OI1']) expect(normaliseCode(typed)).toBeNull();
  });
});

test('rooms of an entrance leave out floor 0', () =>
  expect(roomsOf({ first: -1, last: 2, homesPerFloor: 2 }).map((home) => home.room)).toEqual(['B1-01', 'B1-02', '101', '102', '201', '202']));
