import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import { readTable } from './read-table.ts';

/** `小区,月份,I05` and `甲里,2026-10,70` as an office machine saves them: GBK. */
const gbk = Uint8Array.from([
  0xd0, 0xa1, 0xc7, 0xf8, 0x2c, 0xd4, 0xc2, 0xb7, 0xdd, 0x2c, 0x49, 0x30, 0x35, 0x0a, 0xbc, 0xd7, 0xc0, 0xef, 0x2c, 0x32, 0x30, 0x32, 0x36, 0x2d, 0x31, 0x30,
  0x2c, 0x37, 0x30, 0x0a,
]);

test('a file saved as GBK reads like one saved as UTF-8', async () => {
  const table = await readTable(gbk, '数据.csv');
  if (!table.ok) throw new Error(table.error);
  expect(table.value.head).toEqual(['小区', '月份', 'I05']);
  const rows: (readonly string[])[] = [];
  for await (const { fields } of table.value.rows()) rows.push(fields);
  expect(rows).toEqual([['甲里', '2026-10', '70']]);
});

test('bytes that are no text are no table', async () => {
  expect(await readTable(Uint8Array.from([0x00, 0x01, 0xff, 0x2c, 0x02]), '数据.csv')).toEqual({ ok: false, error: 'not-a-table' });
});

test('a workbook with formulas: their results, what is wrong as it stands, no empty rows', async () => {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('数据');
  sheet.addRow(['小区', '月份', 'I10']);
  sheet.addRow(['甲里', '2026-10', { formula: '1+2', result: 3 }]);
  sheet.addRow(['', ' ', '']);
  sheet.addRow(['乙里', '2026-10', { formula: '1/0', result: { error: '#DIV/0!' } }]);
  sheet.addRow(['丙里', '2026-10', { formula: 'A1+1' }]);
  const table = await readTable(new Uint8Array(await book.xlsx.writeBuffer()), '数据.xlsx');
  if (!table.ok) throw new Error(table.error);
  const rows: unknown[] = [];
  for await (const { line, fields } of table.value.rows()) rows.push([line, fields[2]]);
  expect(rows).toEqual([
    [2, '3'],
    [4, '#DIV/0!'],
    [5, '=A1+1'],
  ]);
});
