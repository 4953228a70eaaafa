import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';
import { spreadsheet } from './spreadsheet.ts';

async function read(bytes: Uint8Array) {
  const workbook = new exceljs.Workbook();
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  await workbook.xlsx.load(copy);
  const sheet = workbook.worksheets[0];
  if (!sheet) throw new Error('no sheet');
  return sheet;
}

describe('spreadsheet', () => {
  it('writes money as yuan, counts as numbers, instants in Shanghai time', async () => {
    const sheet = await read(
      await spreadsheet({
        name: '项目：2025/003',
        columns: [{ label: '项目' }, { label: '自治金' }, { label: '户数', bigintIs: 'count' }, { label: '时间' }, { label: '空' }],
        rows: [['楼道亮起来', 4_500_000n, 62n, new Date('2026-11-22T01:30:00Z'), null]],
      }),
    );
    expect(sheet.name).not.toMatch(/[\\/?*[\]:]/);
    expect(sheet.getCell('A1').value).toBe('项目');
    expect(sheet.getCell('B2').value).toBe(45_000);
    expect(sheet.getCell('B2').numFmt).toBe('#,##0.00');
    expect(sheet.getCell('C2').value).toBe(62);
    expect(sheet.getCell('D2').value).toEqual(new Date('2026-11-22T09:30:00Z'));
    expect(sheet.getCell('E2').value).toBeNull();
  });

  it.each(['=HYPERLINK("http://x","y")', '+86 138', '-1+1', '@SUM(A1)'])('keeps %s as text', async (typed) => {
    const sheet = await read(await spreadsheet({ name: '表', columns: [{ label: '名' }], rows: [[typed]] }));
    const cell = sheet.getCell('A2');
    expect(cell.type).toBe(exceljs.ValueType.String);
    expect(cell.value).toBe(typed);
    expect(cell.numFmt).toBe('@');
  });
});
