import { readFile } from 'node:fs/promises';
import { checkInvoice, type Invoice, type InvoiceCheck, type ReadError } from '#libs/einvoice';
import { plainYuan } from '#libs/money';
import { dayOf } from '#libs/civil-time';
import { readInvoiceFile } from '#platform/invoices';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, Misuse } from './command.ts';

const usage = 'invoice read FILE… [--json]';

/** Why a file gave no invoice, and what to do. */
export const readErrorWords: Record<ReadError, string> = {
  empty: '文件是空的，请重新下载 (the file is empty)',
  'too-large': '文件超过32MB，不是电子发票 (larger than 32 MB)',
  'unknown-format': '不是OFD、XML或者PDF，请用开票平台下载的原文件 (neither OFD, XML nor PDF)',
  truncated: '文件不完整，请重新下载 (the file breaks off)',
  encrypted: '文件有密码，请先去掉密码 (locked by a password)',
  'bad-zip': 'OFD文件已损坏，请重新下载 (a damaged OFD)',
  'unsafe-zip': 'OFD文件异常（解压后过大或者路径越界），不予读取 (an OFD that unpacks to far more than it weighs, or names files outside itself)',
  'bad-xml': 'XML格式错误，请重新下载 (malformed XML)',
  'unsafe-xml': 'XML含有实体或者嵌套过深，不予读取 (XML with entities of its own, or nested too deep)',
  'bad-pdf': 'PDF文件已损坏，请重新下载 (a damaged PDF)',
  'no-invoice': '文件里没有找到发票 (no invoice in this file)',
};

/** The invoice as JSON: amounts as decimal strings of fen, null where the form does not say. */
export function invoiceJson(file: string, invoice: Invoice, checks: readonly InvoiceCheck[]) {
  const { form, code, number, date, seller, buyer, capital } = invoice;
  const fen = (amount: bigint | null) => (amount === null ? null : amount.toString());
  return {
    file,
    form,
    code,
    number,
    date,
    seller,
    buyer,
    lines: invoice.lines.map(({ amountFen, taxFen, ...line }) => ({
      name: line.name,
      class: line.class,
      spec: line.spec,
      unit: line.unit,
      quantity: line.quantity,
      price: line.price,
      amountFen: fen(amountFen),
      rate: line.rate,
      taxFen: fen(taxFen),
      taxCode: line.taxCode,
    })),
    netFen: fen(invoice.netFen),
    taxFen: fen(invoice.taxFen),
    totalFen: fen(invoice.totalFen),
    capital,
    checks,
  };
}

function inWords(file: string, invoice: Invoice, checks: readonly InvoiceCheck[]): string {
  const yuan = (fen: bigint | null) => (fen === null ? '—' : plainYuan(fen));
  const lines = invoice.lines.map(
    (line) =>
      `  ${line.class === '' ? '' : `*${line.class}*`}${line.name}  ${line.spec} ${line.unit} ${line.quantity}  ${yuan(line.amountFen)}  ${line.rate}  ${yuan(line.taxFen)}`,
  );
  const marks = { block: '✗', ask: '?', note: '·' } as const;
  return [
    `${file}: ${invoice.code} ${invoice.number}  ${invoice.date}`,
    `  ${invoice.seller.name} ${invoice.seller.taxId} → ${invoice.buyer.name} ${invoice.buyer.taxId}`,
    ...lines,
    `  ${yuan(invoice.netFen)} + ${yuan(invoice.taxFen)} = ${yuan(invoice.totalFen)}  ${invoice.capital}`,
    ...checks.filter((check) => !check.passed).map((check) => `  ${marks[check.severity]} ${check.message}`),
    '',
  ].join('\n');
}

/** Reads invoices and prints what they say with every check; with `--json` one object a file and line. Exit code 1 when a file could not be read. */
export const invoice: CliCommand = async (args, context) => {
  const { values, positionals } = parseOrMisuse(args, { json: { type: 'boolean' } }, usage, { min: 1, max: 10_001 });
  const [verb, ...files] = positionals;
  if (verb !== 'read') throw new Misuse(`没有 invoice ${verb} 这个命令 (no such command)。 用法 (usage): ${usage}`);
  if (files.length === 0) throw new Misuse(`请给出文件 (a file is missing)。 用法 (usage): ${usage}`);
  const today = dayOf(new Date());
  let unread = 0;
  for (const file of files) {
    let bytes: Uint8Array;
    try {
      bytes = await readFile(file);
    } catch {
      context.note(`${file}: 打不开 (cannot be opened)`);
      unread += 1;
      continue;
    }
    const result = await readInvoiceFile(bytes);
    if (!result.ok) {
      context.note(`${file}: ${readErrorWords[result.error]}`);
      unread += 1;
      continue;
    }
    const checks = checkInvoice(result.value, today);
    context.out(values.json ? `${JSON.stringify(invoiceJson(file, result.value, checks))}\n` : inWords(file, result.value, checks));
  }
  return unread === 0 ? 0 : 1;
};
