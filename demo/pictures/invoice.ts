import { qrSvg } from '#platform/documents';
import { colour, ellipse, group, picture, rect, stroke } from './draw.ts';
import { write } from './lettering.ts';

/** What an invoice look-alike shows. Amounts are written as given, so that they agree with the books they belong to. */
export interface InvoiceLookalike {
  number: string;
  /** As written: 「2025年09月21日」. */
  date: string;
  buyer: string;
  seller: string;
  lines: readonly { name: string; unit: string; count: string; price: string; amount: string }[];
  total: string;
}

/** A sheet that looks like an e-invoice and says across it that it is none: no real company, number or tax code. */
export function invoiceLookalike(spec: InvoiceLookalike): string {
  const blue = '#4a5a9a';
  const brown = '#8a5a3a';
  const code = qrSvg(`demo-invoice:${spec.number}`).replace('<svg ', '<svg x="52" y="40" width="86" height="86" ');
  const columns = [62, 372, 450, 540, 884];
  return picture([
    rect(0, 0, 960, 640, '#e6ddcc'),
    rect(34, 22, 892, 598, '#000', { opacity: 0.08, rx: 3 }),
    rect(28, 16, 892, 598, '#fffefa', { rx: 2 }),
    code,
    write('电子发票（普通发票）', 410, 74, 31, brown, { anchor: 'middle', weight: 'bold' }),
    stroke(
      [
        [250, 90],
        [570, 90],
      ],
      brown,
      2,
    ),
    stroke(
      [
        [250, 95],
        [570, 95],
      ],
      brown,
      1,
    ),
    write(`发票号码：${spec.number}`, 900, 64, 16, colour.ink, { anchor: 'end' }),
    write(`开票日期：${spec.date}`, 900, 92, 16, colour.ink, { anchor: 'end' }),
    ellipse(410, 134, 74, 28, 'none', { stroke: '#c1272d', 'stroke-width': 3 }),
    write('演示样张', 410, 142, 22, '#c1272d', { anchor: 'middle', weight: 'bold' }),
    rect(48, 172, 852, 420, 'none', { stroke: brown, 'stroke-width': 2 }),
    stroke(
      [
        [48, 256],
        [900, 256],
      ],
      brown,
      1.4,
    ),
    stroke(
      [
        [474, 172],
        [474, 256],
      ],
      brown,
      1.4,
    ),
    write('购买方', 62, 202, 16, brown, { weight: 'bold' }),
    write(`名称：${spec.buyer}`, 62, 236, 18, colour.ink),
    write('销售方', 488, 202, 16, brown, { weight: 'bold' }),
    write(`名称：${spec.seller}`, 488, 236, 18, colour.ink),
    ...['项目名称', '单位', '数量', '单价', '金额'].map((label, index) =>
      write(label, columns[index] ?? 0, 284, 16, brown, {
        weight: 'bold',
        anchor: index === 4 ? 'end' : 'start',
      }),
    ),
    ...spec.lines.slice(0, 6).map((line, row) => {
      const y = 318 + row * 32;
      return group([
        write(line.name, 62, y, 18, colour.ink),
        write(line.unit, 372, y, 18, colour.ink),
        write(line.count, 450, y, 18, colour.ink),
        write(line.price, 540, y, 18, colour.ink),
        write(line.amount, 884, y, 18, colour.ink, { anchor: 'end' }),
      ]);
    }),
    stroke(
      [
        [48, 516],
        [900, 516],
      ],
      brown,
      1.4,
    ),
    write('价税合计', 62, 548, 18, brown, { weight: 'bold' }),
    write(`￥${spec.total}`, 884, 548, 22, colour.ink, { anchor: 'end', weight: 'bold' }),
    write('本图为演示用的虚构样张，不是发票，不得报销。', 62, 580, 15, blue),
    write('演 示', 480, 440, 150, '#9c2f3d', { anchor: 'middle', weight: 'bold', turn: -14, opacity: 0.07 }),
  ]);
}
