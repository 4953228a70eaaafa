import { describe, expect, it, test } from 'vitest';
import { type Invoice, readInvoice } from '#libs/einvoice';
import { einvoiceXml, sample } from '../../libs/einvoice/samples.fixture.ts';
import { checkForProject, goodsOf, type ProjectKnows } from './invoice-checks.ts';

const read = await readInvoice(einvoiceXml(sample));
if (!read.ok) throw new Error(read.error);
const invoice: Invoice = read.value;
const knows: ProjectKnows = {
  agreedOn: '2026-03-01',
  endsOn: '2026-12-31',
  payee: sample.seller.name,
  payingBody: sample.buyer,
  usedBefore: null,
  uses: [],
  disagreeing: [],
};
const failed = (change: Partial<ProjectKnows>, of: Partial<Invoice> = {}) =>
  checkForProject({ ...invoice, ...of }, { ...knows, ...change }, '2027-02-01').flatMap((check) =>
    check.passed ? [] : [`${check.severity} ${check.id}：${check.message}`],
  );

it('an invoice of the project passes every check', () => {
  expect(failed({})).toEqual([]);
  expect(checkForProject(invoice, knows, '2027-02-01').filter((check) => check.id === 'seller-payee')).toEqual([
    { id: 'seller-payee', passed: true, severity: 'ask', message: '发票销售方就是收款方。' },
  ]);
});

describe('what only the project knows', () => {
  const cases: [string, Partial<ProjectKnows>, Partial<Invoice>, string[]][] = [
    [
      'a buyer with another tax id',
      { payingBody: { name: sample.buyer.name, taxId: '91310000MA1DEMX00F' } },
      {},
      [`block buyer：购买方税号是${sample.buyer.taxId}，付款单位“${sample.buyer.name}”的税号是91310000MA1DEMX00F。请销售方换开。`],
    ],
    [
      'a buyer with another name',
      { payingBody: { ...sample.buyer, name: '高桥镇某居委会' } },
      {},
      [`ask buyer：购买方是“${sample.buyer.name}”，付款单位登记的是“高桥镇某居委会”。`],
    ],
    ['nobody said who pays', { payingBody: null }, {}, ['note buyer：自治办还没有登记本居民区的付款单位，购买方是否正确没有核对。']],
    [
      'a day before the agreement',
      { agreedOn: '2026-03-10' },
      {},
      ['block after-agreement：开票日期2026-03-09早于项目签订协议的日期2026-03-10，不能用项目的钱报销。'],
    ],
    [
      'a day after the money ends',
      { endsOn: '2026-03-08' },
      {},
      ['ask before-end：开票日期2026-03-09晚于项目资金的最后使用日期2026-03-08。请说明为什么这时才开票。'],
    ],
    [
      'a seller who was not paid',
      { payee: '高桥文具店' },
      {},
      [`ask seller-payee：发票销售方与收款方不同：票上是“${sample.seller.name}”，钱付给了“高桥文具店”。请说明原因。`],
    ],
    [
      'used by another project',
      { usedBefore: { where: '楼道亮起来，凭证2026-00001', by: 'number', own: false } },
      {},
      ['block used-before：这张发票已经用过了：楼道亮起来，凭证2026-00001。'],
    ],
    [
      'the same file, renamed',
      { usedBefore: { where: null, by: 'file', own: false } },
      {},
      ['block used-before：这张发票已经用过了：在另一个街镇。上传的文件与那张凭证的原件完全相同。'],
    ],
    [
      'the rest of an invoice of this payment',
      { usedBefore: { where: '凭证2026-00001', by: 'number', own: true } },
      {},
      ['ask used-before：这张发票已经在本笔支出里用过：凭证2026-00001。只有还没报销的部分可以再用。'],
    ],
    [
      'goods that no money may pay',
      { uses: [{ no: 1, text: '水泥', outcome: 'block', clause: '浦东新区2024 第九条' }] },
      {},
      ['block goods：第1行“水泥”：付款的资金不能买（浦东新区2024 第九条）。'],
    ],
    [
      'goods that wait for a ruling',
      { uses: [{ no: 2, text: '饮用水', outcome: 'needs-ruling', clause: '第六条' }] },
      {},
      ['ask goods：第2行“饮用水”：规定没有说死，没有查到允许的裁定（第六条）。'],
    ],
    [
      'another file that says otherwise',
      { disagreeing: ['号码相同，但文件“b.pdf”的价税合计是141.00元，不是140.00元。'] },
      {},
      ['block forms-agree：号码相同，但文件“b.pdf”的价税合计是141.00元，不是140.00元。'],
    ],
    [
      'a red letter alone',
      {},
      { netFen: -12_389n, taxFen: -1_611n, totalFen: -14_000n, capital: '', lines: [] },
      ['block red-letter：这是红字发票：它冲减原来的发票，不能单独报销。', 'ask lines-net：没有读出明细行，请对照票面核对。'],
    ],
  ];
  test.each(cases)('%s', (_what, change, of, words) => {
    expect(failed(change, of)).toEqual(expect.arrayContaining(words));
    expect(failed(change, of).filter((each) => !each.includes(' lines-tax'))).toHaveLength(words.length);
  });

  it('brackets and spaces of another width make no other seller', () => {
    expect(failed({ payee: ' 演示五金商店 (虚构)' })).toEqual([]);
  });
});

it('goods are known by tax code, by what stands between the stars and by name', () => {
  const line = (change: Partial<Invoice['lines'][number]>) => goodsOf({ ...(invoice.lines[0] as Invoice['lines'][number]), ...change });
  expect(line({ class: '水泥', name: 'P.O 42.5', taxCode: '' })).toBe('水泥 P.O 42.5');
  expect(line({ class: '非金属矿物制品', name: '粉料', taxCode: '1080101010000000000' })).toBe('非金属矿物制品 粉料 水泥');
  expect(line({ class: '非金属矿物制品', name: '粉料', taxCode: '1080102000000000000' })).toBe('非金属矿物制品 粉料');
});
