import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { spreadsheet } from '#platform/documents';
import { guessColumns } from './columns.ts';
import { loadRoster } from './load-roster.ts';
import { readTable } from '#platform/tables';
import { rosterErrorText } from './words.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
/** 楼栋,室号,业主 / 3,401,王小英 in GBK, byte by byte: what Excel saves as CSV on a Chinese machine. */
const gbk = Uint8Array.from([
  0xc2, 0xa5, 0xb6, 0xb0, 0x2c, 0xca, 0xd2, 0xba, 0xc5, 0x2c, 0xd2, 0xb5, 0xd6, 0xf7, 0x0a, 0x33, 0x2c, 0x34, 0x30, 0x31, 0x2c, 0xcd, 0xf5, 0xd0, 0xa1, 0xd3,
  0xa2,
]);

/** A hand-made xlsx: as small as Excel accepts, so that a test can put anything into its sheet. */
function xlsx(sheetData: string, options: { more?: string; sharedStrings?: string[]; sheets?: Record<string, string> } = {}): Uint8Array {
  const sheets = options.sheets ?? { Sheet1: `<sheetData>${sheetData}</sheetData>${options.more ?? ''}` };
  const names = Object.keys(sheets);
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<?xml version="1.0"?><workbook xmlns:r="r"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${names.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ),
    ...Object.fromEntries(names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, strToU8(`<worksheet>${sheets[name]}</worksheet>`)])),
    ...(options.sharedStrings
      ? {
          'xl/sharedStrings.xml': strToU8(`<sst>${options.sharedStrings.map((text) => `<si>${text}</si>`).join('')}</sst>`),
        }
      : {}),
  });
}
const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
const headers = `<row r="1">${cell('A1', '楼栋')}${cell('B1', '室号')}${cell('C1', '面积')}</row>`;
const rowsOf = (bytes: Uint8Array) => {
  const read = loadRoster(bytes);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.parsed;
};

describe('files that are read', () => {
  test.each([
    ['UTF-8', utf8('楼栋,室号,业主\n3,401,王小英')],
    ['UTF-8 with BOM', utf8('\uFEFF楼栋,室号,业主\n3,401,王小英')],
    ['GBK', gbk],
    ['semicolons and CRLF', utf8('楼栋;室号;业主\r\n3;401;王小英\r\n')],
    ['tabs', utf8('楼栋\t室号\t业主\n3\t401\t王小英')],
    ['UTF-16 as Excel saves “Unicode text”', new Uint8Array([0xff, 0xfe, ...new Uint8Array(Buffer.from('楼栋\t室号\t业主\n3\t401\t王小英', 'utf16le'))])],
    ['quotes', utf8('"楼栋","室号","业主"\n"3","401","王小英"')],
  ])('CSV in %s', (_what, bytes) => {
    expect(rowsOf(bytes)).toMatchObject({
      errors: [],
      rows: [{ row: 2, building: '3号楼', room: '401', owners: [{ name: '王小英' }] }],
    });
  });

  test('XLSX as our own export writes it', async () => {
    const bytes = await spreadsheet({
      name: '花名册',
      columns: ['楼栋', '单元', '室号', '面积', '住户'].map((label) => ({ label })),
      rows: [['3号楼', '2', 401, 68.5, '王小英']],
    });
    expect(rowsOf(bytes).rows).toMatchObject([
      {
        building: '3号楼',
        entrance: '2单元',
        room: '401',
        floor: 4,
        areaCentiM2: 6850n,
        residents: [{ name: '王小英' }],
      },
    ]);
  });

  test('stored results of formulas, shared strings with phonetic hints, numbers as people wrote them', () => {
    const bytes = xlsx(`${headers}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><f>400+1</f><v>401</v></c><c r="C2"><v>68.499999999999996</v></c></row>`, {
      sharedStrings: ['<r><t>3号</t></r><rPh sb="0" eb="1"><t>サン</t></rPh><r><t>楼</t></r>'],
    });
    expect(rowsOf(bytes)).toMatchObject({
      errors: [],
      rows: [{ building: '3号楼', room: '401', areaCentiM2: 6850n }],
    });
  });

  test('a title above the headers, blank rows, and a building merged over its homes', () => {
    const bytes = xlsx(
      `<row r="1">${cell('A1', '蔡路居民区花名册')}</row><row r="3">${cell('A3', '楼栋')}${cell('B3', '室号')}</row>
      <row r="4">${cell('A4', '3')}${cell('B4', '101')}</row><row r="5">${cell('B5', '102')}</row><row r="6"/><row r="7">${cell('B7', '103')}</row>`,
      { more: '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A4:A7"/></mergeCells>' },
    );
    expect(rowsOf(bytes).rows.map((row) => [row.row, row.building, row.room])).toEqual([
      [4, '3号楼', '101'],
      [5, '3号楼', '102'],
      [7, '3号楼', '103'],
    ]);
  });

  test('the sheet that has the headers, whichever it is', () => {
    const bytes = xlsx('', {
      sheets: {
        说明: `<sheetData><row r="1">${cell('A1', '请看第二张表')}</row></sheetData>`,
        名册: `<sheetData>${headers}<row r="2">${cell('A2', '3')}${cell('B2', '401')}</row></sheetData>`,
      },
    });
    const read = loadRoster(bytes);
    expect(read).toMatchObject({ ok: true, value: { sheets: ['说明', '名册'], sheet: '名册' } });
  });
});

describe('files that are refused', () => {
  /** 70 MB of blanks in a few kilobytes. */
  const bomb = () => {
    const blanks = new Uint8Array(70 * 1024 * 1024).fill(32);
    const bytes = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/worksheets/sheet1.xml': blanks }, { level: 1 });
    expect(bytes.length).toBeLessThan(1_000_000);
    return bytes;
  };
  test.each<[string, () => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(), 'empty'],
    ['blank text', () => utf8(' \n \n'), 'empty'],
    ['a picture', () => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'not-a-table'],
    ['a zip of something else', () => zipSync({ 'readme.txt': strToU8('hello') }), 'not-a-table'],
    ['a cut-off xlsx', () => xlsx(headers).slice(0, 200), 'broken'],
    ['an old .xls', () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'old-xls'],
    ['a locked xlsx', () => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from('EncryptedPackage', 'utf16le')]), 'locked'],
    ['a zip bomb', bomb, 'too-large'],
    ['100,000 columns', () => utf8(`${'楼栋,'.repeat(100_000)}室号\n${'3,'.repeat(100_000)}401`), 'too-many-columns'],
    ['a cell far to the right', () => xlsx(`${headers}<row r="2">${cell('XFD2', 'x')}</row>`), 'too-many-columns'],
    ['too many rows', () => utf8(`楼栋,室号\n${'3,401\n'.repeat(20_100)}`), 'too-many-rows'],
    ['entities', () => zipSync({ 'xl/workbook.xml': strToU8('<!DOCTYPE a [<!ENTITY b "c">]><workbook/>') }), 'broken'],
    ['an empty sheet', () => xlsx(''), 'empty'],
    ['headers alone', () => xlsx(headers), 'no-rows'],
  ])('%s', (_what, bytes, code) => expect(loadRoster(bytes())).toMatchObject({ ok: false, error: { code } }));

  test('headers that name nothing known ask which column is what', () => {
    expect(loadRoster(utf8('甲,乙\n3,401'))).toMatchObject({
      ok: false,
      error: { code: 'missing-column', fields: ['building', 'room'], headers: ['甲', '乙'] },
    });
    expect(loadRoster(utf8('甲,乙\n3,401'), { mapping: { building: 0, room: 1 } })).toMatchObject({
      ok: true,
      value: { parsed: { rows: [{ building: '3号楼', room: '401' }] } },
    });
  });

  // Without its bound this would fill 4,000,000,000,000 cells; the time limit only ends a test that has lost it.
  test('a sheet of merged cells over a million rows is bounded work', { timeout: 60_000 }, () => {
    const merges = Array.from({ length: 20_000 }, () => '<mergeCell ref="A1:GR1048576"/>').join('');
    expect(readTable(xlsx(headers, { more: `<mergeCells>${merges}</mergeCells>` }))).toMatchObject({ ok: true, value: [{ rowNumbers: [1] }] });
  });
});

describe('cells that are wrong', () => {
  test.each([
    ['3,,50', { field: 'room', code: 'missing' }, '第 2 行「室号」没有填，请补上'],
    [',401,50', { field: 'building', code: 'missing' }, '第 2 行「楼栋」没有填，请补上'],
    ['3,401,六十', { field: 'area', code: 'bad-area' }, '第 2 行「面积」不是面积，请填平方米数，最多两位小数，例如 68.50（写的是“六十”）'],
    ['3,401,0', { field: 'area', code: 'bad-area' }, undefined],
    ['3,401,68.505', { field: 'area', code: 'bad-area' }, undefined],
    [`3,${'4'.repeat(21)},`, { field: 'room', code: 'too-long' }, undefined],
  ])('%s', (line, error, words) => {
    const { errors } = rowsOf(utf8(`楼栋,室号,面积\n${line}`));
    expect(errors).toMatchObject([{ row: 2, ...error }]);
    if (words) expect(rosterErrorText('zh', errors[0]!)).toBe(words);
  });

  test('a formula without a stored result, and an error value', () => {
    const bytes = xlsx(`${headers}<row r="2">${cell('A2', '3')}<c r="B2"><f>A1</f></c><c r="C2" t="e"><v>#REF!</v></c></row>`);
    expect(rowsOf(bytes).errors).toMatchObject([
      { row: 2, field: 'room', code: 'unreadable' },
      { row: 2, field: 'area', code: 'unreadable' },
    ]);
  });

  test('the same door twice names the other row', () => {
    const { errors } = rowsOf(utf8('楼栋,单元,室号\n3,2,401\n3号楼,2单元,401室'));
    expect(rosterErrorText('zh', errors[0]!)).toBe('第 3 行「室号」与第 2 行是同一户，请删掉一行或改正室号（写的是“3号楼2单元401”）');
  });
});

test.each([
  [['楼栋', '单元', '室号'], { building: 0, entrance: 1, room: 2 }],
  [['门牌号', '室号'], { building: 0, room: 1 }],
  [
    ['小组', '幢号', '门牌', '室', '建筑面积（㎡）', '产权人', '户主', '联系电话'],
    { group: 0, building: 1, entrance: 2, room: 3, area: 4, owners: 5, residents: 6, phone: 7 },
  ],
  [['序号', '楼 栋', '室号*', '业主（份额）', '备注'], { building: 1, room: 2, owners: 3 }],
  [['姓名', '性别'], { residents: 0 }],
])('headers %j', (headerRow, mapping) => expect(guessColumns(headerRow)).toEqual(mapping));
