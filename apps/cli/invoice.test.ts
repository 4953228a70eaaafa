import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { edrmOfd, einvoiceXml } from '../../libs/einvoice/samples.fixture.ts';
import { run } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhidian-invoice-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const called = async (...args: string[]) => {
  const said = { out: '', notes: [] as string[] };
  const code = await run(args, { env: {}, out: (text) => void (said.out += text), note: (line) => void said.notes.push(line) });
  return { code, ...said };
};

test('prints one object a file, alone on stdout, amounts as decimal strings', async () => {
  const { code, out, notes } = await called('invoice', 'read', file('a.xml', einvoiceXml()), file('b.ofd', edrmOfd()), '--json');
  const [xml, ofd] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([code, notes]).toEqual([0, []]);
  expect(Object.keys(xml)).toEqual(['file', 'form', 'code', 'number', 'date', 'seller', 'buyer', 'lines', 'netFen', 'taxFen', 'totalFen', 'capital', 'checks']);
  expect(xml).toMatchObject({ form: 'xml', code: '', number: '26312000000000001234', netFen: '12389', taxFen: '1611', totalFen: '14000' });
  expect(xml.lines[0]).toEqual({
    name: '不锈钢螺丝',
    class: '金属制品',
    spec: 'M4×20',
    unit: '盒',
    quantity: '2',
    price: '8.8495575221239',
    amountFen: '1770',
    rate: '13%',
    taxFen: '230',
    taxCode: '1080411000000000000',
  });
  expect(xml.checks.every((check: { passed: boolean }) => check.passed)).toBe(true);
  expect(ofd).toMatchObject({ form: 'ofd', code: '031002600111', number: '00001234' });
});

test('one bad file among good ones is named, the others are read', async () => {
  const { code, out, notes } = await called('invoice', 'read', file('c.ofd', 'a picture'), file('d.xml', einvoiceXml()), join(folder, 'nowhere'), '--json');
  expect([code, out.trim().split('\n').length, notes.length]).toEqual([1, 1, 2]);
  expect(notes[0]).toContain('c.ofd: 不是OFD、XML或者PDF');
});

test.each([[['invoice']], [['invoice', 'read']], [['invoice', 'eat', 'x']], [['invoice', 'read', 'x', '--yaml']]])('%j is misuse', async (args) => {
  expect((await called(...args)).code).toBe(2);
});

test('in words without --json', async () => {
  const { out } = await called('invoice', 'read', file('e.xml', new TextDecoder().decode(einvoiceXml()).replace('>140.00<', '>140.01<')));
  expect(out).toContain('123.89 + 16.11 = 140.01');
  expect(out).toContain('✗ 金额123.89元加税额16.11元不等于价税合计140.01元。');
});
