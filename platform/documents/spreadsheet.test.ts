import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';
import { spreadsheet, workbook } from './spreadsheet.ts';

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

  it('keeps every fen: what a cell holds, written out, has the same two decimals', async () => {
    const amounts = [1n, 29n, 1_005n, 110n, 4_477_777_733n, -5n, 99_999_999_999_99n, 999_999_999_999_999n];
    const sheet = await read(await spreadsheet({ name: '账', columns: [{ label: '金额' }], rows: amounts.map((fen) => [fen]) }));
    for (const [index, fen] of amounts.entries()) {
      const cell = Number(sheet.getCell(`A${index + 2}`).value);
      expect(cell.toFixed(2)).toBe(`${fen < 0n ? '-' : ''}${(fen < 0n ? -fen : fen) / 100n}.${String((fen < 0n ? -fen : fen) % 100n).padStart(2, '0')}`);
      expect(String(cell)).toMatch(/^-?\d+(\.\d{1,2})?$/);
    }
    await expect(spreadsheet({ name: '账', columns: [{ label: '金额' }], rows: [[1_000_000_000_000_000n]] })).rejects.toThrow('do not fit');
  });

  it('writes several sheets, with a total below the rows that are filtered', async () => {
    const bytes = await workbook([
      { name: '项目', columns: [{ label: '名' }, { label: '金额' }], rows: [['灯', 100n]], total: ['合计', 100n] },
      { name: '项目', columns: [{ label: '名' }], rows: [] },
    ]);
    const sheet = await read(bytes);
    expect(sheet.workbook.worksheets.map((each) => each.name)).toEqual(['项目', '项目 2']);
    expect([sheet.getCell('A3').value, sheet.getCell('B3').value, sheet.getCell('B3').numFmt, sheet.getCell('B3').font.bold]).toEqual([
      '合计',
      1,
      '#,##0.00',
      true,
    ]);
    // A sheet reads its filter back as the range it covers.
    expect(sheet.autoFilter).toBe('A1:B2');
  });
});
