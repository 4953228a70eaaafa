import { formatDay } from '#libs/civil-time';
import { plainYuan } from '#libs/money';
import {
  addSpendingEvidence,
  askSpending,
  closeSpending,
  decideSpending,
  findSpendingRequest,
  missingPapers,
  paySpending,
  recordVoucher,
  ruleOnSpending,
} from '#modules/projects';
import { invoiceLookalike, type PictureName, pictureJpeg, svgJpeg } from './pictures/index.ts';
import { done, type Stage } from './stage.ts';
import type { Plot, Told } from './story.ts';

/** A purchase of a story: which budget line it pays, from whom, on which day, and what was really paid. */
export interface Purchase {
  line: number;
  day: number;
  payee: string;
  item: string;
  /** Less than planned where something was saved, in fen. */
  paidFen?: bigint;
}

const upload = async (stage: Stage, key: string, draw: () => Promise<Uint8Array>, name: string) => ({ stored: await stage.store(key, draw), name });
export const scene = (stage: Stage, name: PictureName) => upload(stage, name, () => pictureJpeg(name), `${name}.jpg`);

/** One purchase from the question to the closed file: asked, ruled on, approved by handler and director, paid, proven, signed off. */
export async function buy(
  stage: Stage,
  plot: Plot,
  told: Told,
  purchase: Purchase,
  index: number,
  until: 'asked' | 'approved' | 'closed' = 'closed',
): Promise<void> {
  const { secretary, director } = plot.staff;
  const line = plot.lines[purchase.line];
  if (!line) throw new Error('demo: no such line');
  const step = (name: string) => `${plot.key} buy ${index} ${name}`;
  const cents = (BigInt(Math.round(Number(line.quantity) * 100)) * BigInt(Math.round(Number(line.unitPrice) * 100))) / 100n;
  stage.on(plot.start + purchase.day);
  const requestId = await done(
    'ask',
    askSpending(await stage.as(plot.supervisor, step('ask')), {
      projectId: told.projectId,
      item: purchase.item,
      why: `按申报书第${purchase.line + 1}项：${line.name}`,
      payee: purchase.payee,
      lines: [{ category: line.category, text: line.name, amountFen: cents }],
    }),
  );
  const state = async () => (await stage.read((tx) => findSpendingRequest(tx, requestId)))?.state;
  if (until === 'asked') return;
  if ((await state()) === 'needs_ruling') {
    await done(
      'rule',
      ruleOnSpending(await stage.as('officer', step('rule')), { requestId, decision: 'allowed', reason: '与申报时的裁定一致，可以购买。', validTo: null }),
    );
  }
  for (const [who, role] of [
    [secretary, 'handler'],
    [director, 'director'],
  ] as const) {
    await done(`approve ${role}`, decideSpending(await stage.as(who, step(role)), { requestId, decision: 'approved', note: '' }));
  }
  if (until === 'approved') return;
  stage.on(plot.start + purchase.day + 2);
  const paidFen = purchase.paidFen ?? cents;
  const slip = `${purchase.payee} ${plainYuan(paidFen)}`;
  const proof = await upload(stage, `slip ${slip}`, () => svgJpeg(receiptSlip(slip)), '付款回单.jpg');
  await done('pay', paySpending(await stage.as(secretary, step('pay')), { requestId, day: stage.day, method: 'transfer', amountsFen: [paidFen], proof }));
  const number = `2611${String(Math.abs(plot.start)).padStart(4, '0')}${String(index).padStart(4, '0')}${plot.key.length}${'0'.repeat(7)}`.slice(0, 20);
  const taxFen = paidFen - (paidFen * 100n + 51n) / 103n;
  const invoice = await upload(
    stage,
    `invoice ${number}`,
    () =>
      svgJpeg(
        invoiceLookalike({
          number,
          date: formatDay(stage.day, 'zh'),
          buyer: '居民委员会',
          seller: purchase.payee,
          total: plainYuan(paidFen),
          lines: [{ name: line.name, unit: line.unit, count: line.quantity, price: line.unitPrice, amount: plainYuan(paidFen) }],
        }),
      ),
    `发票${number}.jpg`,
  );
  await done(
    'voucher',
    recordVoucher(await stage.as(secretary, step('voucher')), {
      requestId,
      claimedFen: paidFen,
      file: invoice,
      reason: null,
      facts: {
        kind: 'e_invoice',
        code: '',
        number,
        issuedDay: stage.day,
        netFen: paidFen - taxFen,
        taxFen,
        totalFen: paidFen,
        sellerName: purchase.payee,
        sellerTaxId: null,
      },
    }),
  );
  const request = await stage.read((tx) => findSpendingRequest(tx, requestId));
  const missing = request && (await stage.read((tx) => missingPapers(tx, request)));
  for (const code of missing?.codes ?? []) {
    await done('evidence', addSpendingEvidence(await stage.as(secretary, step(`paper ${code}`)), { requestId, code, file: await scene(stage, 'receipts') }));
  }
  await done('close', closeSpending(await stage.as(director, step('close')), { requestId }));
}

const receiptSlip = (text: string): string =>
  invoiceLookalike({ number: text, date: '', buyer: '', seller: '银行付款回单（演示）', lines: [], total: text.split(' ').at(-1) ?? '' });
