import { crc16 } from '#libs/einvoice';
import { type PdfDocument, qrPng, renderPdf } from '#platform/documents';

/** What an invented printed invoice says; `at` places are those of the official form, in mm from the upper left. */
export interface PrintedSample {
  number: string;
  code?: string;
  /** Without it the labels are left out, as in files whose labels do not decode. */
  labels?: boolean;
  qr?: string | null;
  total?: string;
  day?: string;
  buyer?: { name: string; taxId: string };
}

const millimetre = 72 / 25.4;

/** An invoice as PDF, drawn as the tax service draws them: half a sheet, each text at its place, the code as a picture. */
export async function printedInvoice(of: PrintedSample): Promise<Uint8Array> {
  const { labels = true, total = '140.00', day = '2026-03-09', buyer = { name: '演示居民委员会（虚构）', taxId: '54310000DEMX000017' } } = of;
  const plainDay = day.replaceAll('-', '');
  const text = of.code === undefined ? `01,31,,${of.number},${total},${plainDay},,` : `01,10,${of.code},${of.number},123.89,${plainDay},12345678901234567890,`;
  const code = of.qr === undefined ? `${text}${crc16(text)},` : of.qr;
  const at = (x: number, y: number, words: string) => ({ text: words, fontSize: 9, absolutePosition: { x: x * millimetre, y: y * millimetre }, noWrap: true });
  const label = (x: number, y: number, words: string) => (labels ? [at(x, y, words)] : []);
  const row = (y: number, cells: readonly string[]) =>
    cells.flatMap((cell, index) => (cell === '' ? [] : [at([5, 43, 66, 80, 98, 132, 158, 184][index] ?? 0, y, cell)]));
  const document: PdfDocument = {
    pageSize: { width: 210 * millimetre, height: 140 * millimetre },
    pageMargins: 0,
    defaultStyle: { font: 'main' },
    content: [
      ...(code === null
        ? []
        : [
            {
              image: `data:image/png;base64,${(await qrPng(code, 300)).toString('base64')}`,
              width: 20 * millimetre,
              absolutePosition: { x: 8 * millimetre, y: 5 * millimetre },
            },
          ]),
      ...label(80, 8, '电子发票（普通发票）'),
      ...(of.code === undefined ? [] : [...label(150, 5, '发票代码：'), at(170, 5, of.code)]),
      ...label(150, 10, '发票号码：'),
      at(170, 10, of.number),
      ...label(150, 16, '开票日期：'),
      at(170, 16, day.replace(/^(\d+)-(\d+)-(\d+)$/, '$1年$2月$3日')),
      ...label(12, 33, '名称：'),
      at(24, 33, buyer.name),
      ...label(12, 42, '统一社会信用代码/纳税人识别号：'),
      at(60, 42, buyer.taxId),
      ...label(112, 33, '名称：'),
      at(124, 33, '演示五金商店（虚构）'),
      ...label(112, 42, '统一社会信用代码/纳税人识别号：'),
      at(160, 42, '91310000MA1DEMX00F'),
      ...(labels ? row(50, ['项目名称', '规格型号', '单  位', '数  量', '单  价', '金  额', '税率/征收率', '税  额']) : []),
      ...row(56, ['*金属制品*不锈钢螺丝', 'M4×20', '盒', '2', '8.8495575221239', '17.70', '13%', '2.30']),
      ...row(62, ['*照明装置*楼道感应', '7W', '只', '3', '35.3982300884956', '106.19', '13%', '13.81']),
      at(5, 66.5, '廊灯'),
      ...label(20, 90, '合        计'),
      at(132, 90, '¥123.89'),
      at(184, 90, '¥16.11'),
      ...label(12, 97, '价税合计（大写）'),
      at(62, 97, '壹佰肆拾圆整'),
      ...label(140, 97, '（小写）'),
      at(156, 97, `¥${total}`),
      ...label(12, 129, '开票人：演示'),
    ],
  };
  return renderPdf(document);
}
