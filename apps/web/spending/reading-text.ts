import type { Severity } from '#libs/einvoice';
import { defineText, type Lang } from '#platform/i18n';
import type { Tone } from '../ui/index.ts';

/** Texts of invoices read from files. */
export const readingText = defineText({
  upload: { zh: '上传发票', en: 'Upload invoices' },
  uploadLead: {
    zh: '把 OFD、XML、PDF 原文件或者拍二维码的照片一起选上，系统读出内容、逐项核对，您确认后才入账。同一张发票的几种文件会合成一张凭证。',
    en: 'Choose the OFD, XML or PDF files, or photos of their codes. Each is read and checked; nothing is booked before you confirm.',
  },
  files: { zh: '发票文件（可以选多个）', en: 'Files (several at once)' },
  filesHint: { zh: '每个不超过 20 MB，一次不超过 60 MB', en: '20 MB each, 60 MB at once' },
  scanned: { zh: '扫码得到的文字', en: 'Text of a scanned code' },
  scannedHint: { zh: '用扫码枪或手机扫发票二维码，把文字粘在这里；一行一张', en: 'One code a line' },
  scannedName: (no: number) => ({ zh: `二维码文字${no}.txt`, en: `code-${no}.txt` }),
  uploadButton: { zh: '上传并读取', en: 'Upload and read' },
  nothing: { zh: '请选择文件，或者粘贴二维码文字。', en: 'Choose files or paste a code.' },
  keptFlash: (kept: number) => ({ zh: `已收到 ${kept} 个文件，请逐张核对确认。`, en: `${kept} files received; confirm each invoice.` }),
  tooMany: { zh: '一次最多 200 个文件，请分几次上传。', en: '200 files at most.' },
  alreadyHere: (names: string) => ({ zh: `这些文件本笔支出已经传过，没有重复收：${names}。`, en: `Here already: ${names}.` }),
  notTaken: (name: string, why: string) => ({ zh: `“${name}”没有收下：${why}。`, en: `“${name}” was not taken: ${why}.` }),
  othersKept: (kept: number) => ({ zh: `其余 ${kept} 个文件已收到。`, en: `The other ${kept} files were kept.` }),
  waiting: (count: number) => ({ zh: `待确认的发票（${count}）`, en: `Invoices to confirm (${count})` }),
  unread: (count: number) => ({ zh: `没有读出来的文件（${count}）`, en: `Files that could not be read (${count})` }),
  unreadLead: {
    zh: '文件已经保存。照下面的提示重传，或者对照票面手工录入，再注明不用这个文件。',
    en: 'The files are kept. Send them anew as told, or type the invoice in.',
  },
  settled: { zh: '已处理的发票文件', en: 'Settled files' },
  file: { zh: '文件', en: 'File' },
  otherForms: { zh: '同一张发票的其他文件', en: 'Other files of it' },
  buyer: { zh: '购买方', en: 'Buyer' },
  seller: { zh: '销售方', en: 'Seller' },
  name: { zh: '货物或服务', en: 'Goods' },
  spec: { zh: '规格', en: 'Form' },
  quantity: { zh: '数量', en: 'Quantity' },
  lineAmount: { zh: '金额', en: 'Net' },
  rate: { zh: '税率', en: 'Rate' },
  lineTax: { zh: '税额', en: 'Tax' },
  invoiceLines: { zh: '发票明细', en: 'Lines of the invoice' },
  asked: { zh: '对照申请明细', en: 'What was asked' },
  total: { zh: '价税合计', en: 'Total' },
  netTax: { zh: '金额、税额', en: 'Net and tax' },
  unknown: { zh: '票面没有读出', en: 'not read' },
  passed: (count: number) => ({ zh: `通过 ${count} 项核对`, en: `${count} checks passed` }),
  claimed: { zh: '本次报销', en: 'Claimed here' },
  explanation: { zh: '核对说明', en: 'Explanation' },
  explanationHint: { zh: '上面有需要说明的项目：写明核对了什么、为什么可以报销', en: 'Say what you checked and why it is right' },
  sellerAdded: { zh: '销售方（对照票面填写）', en: 'Seller, from the paper' },
  netAdded: { zh: '不含税金额（对照票面填写）', en: 'Net, from the paper' },
  totalAdded: { zh: '价税合计（对照票面填写）', en: 'Total, from the paper' },
  confirm: { zh: '核对无误，确认入账', en: 'Confirm' },
  blocked: { zh: '有不能通过的核对，不能确认。请换开或换文件；确实读错的，对照票面手工录入。', en: 'A check forbids it. Send another file or type it in.' },
  covered: { zh: '付款已经全部有凭证，不用再确认。', en: 'Everything paid is covered.' },
  drop: { zh: '不用这个文件', en: 'Drop this file' },
  dropReason: { zh: '不用的原因', en: 'Why' },
  droppedFlash: { zh: '已注明不用，文件仍然保存。', en: 'Dropped; the file is kept.' },
  dropped: { zh: '不用', en: 'dropped' },
  recorded: { zh: '已入账', en: 'recorded' },
  payingBody: { zh: '付款单位（发票抬头）', en: 'Paying body (buyer on invoices)' },
  payingBodyLead: { zh: '本居民区的发票应当开给谁：登记以后，每张发票的购买方都会核对。', en: 'To whom invoices of this neighbourhood must be made out.' },
  bodyName: { zh: '单位名称', en: 'Name' },
  bodyTaxId: { zh: '统一社会信用代码', en: 'Tax id' },
  bodyReason: { zh: '更改的原因', en: 'Why it changes' },
  bodySave: { zh: '登记付款单位', en: 'Save' },
  bodySaved: { zh: '付款单位已登记。', en: 'Saved.' },
  'bad-tax-id': { zh: '统一社会信用代码不对：18 位，最后一位是校验码，请核对。', en: 'No such tax id.' },
  'reason-required': { zh: '请写明原因。', en: 'Please give a reason.' },
  'bad-setting-value': { zh: '内容太长，请核对。', en: 'Too long.' },
  empty: { zh: '请填写这一项。', en: 'Required.' },
  'check-failed': { zh: '这张发票有不能通过的核对，没有入账。', en: 'A check forbids it.' },
  'explanation-required': { zh: '有核对项目需要说明，请写明核对情况。', en: 'A check asks: explain.' },
  'facts-missing': { zh: '票面有内容没有读出来，请对照票面补上。', en: 'Fill in what could not be read.' },
});

/** Why a file gave no invoice, and what to do about it. */
const readErrors: Record<string, { zh: string; en: string }> = {
  empty: { zh: '文件是空的，请重新下载再传', en: 'empty: download it again' },
  'too-large': { zh: '文件太大，请传发票原文件，不要传整本扫描', en: 'too large' },
  'unknown-format': { zh: '不是发票文件，请传 OFD、XML、PDF 原文件或者二维码的照片', en: 'neither OFD, XML, PDF nor a photo of a code' },
  truncated: { zh: '文件不完整，请重新下载再传', en: 'cut off: download it again' },
  encrypted: { zh: '文件有密码，请传没有密码的原文件', en: 'locked by a password' },
  'bad-zip': { zh: 'OFD 文件损坏，请重新下载再传', en: 'a broken OFD: download it again' },
  'unsafe-zip': { zh: 'OFD 文件结构异常，为安全起见没有打开，请向销售方要原文件', en: 'an unsafe OFD was not opened' },
  'bad-xml': { zh: 'XML 文件损坏，请重新下载再传', en: 'broken XML: download it again' },
  'unsafe-xml': { zh: 'XML 文件结构异常，为安全起见没有打开，请向销售方要原文件', en: 'unsafe XML was not opened' },
  'bad-pdf': { zh: 'PDF 文件损坏，请重新下载，或者拍清楚二维码', en: 'a broken PDF: download it again or photograph its code' },
  'no-invoice': { zh: '没有找到发票内容。照片请把二维码拍全、拍清楚；其他文件请换发票原文件', en: 'no invoice in it; photograph the whole code sharply' },
};
/** A reading's error in words. */
export const readErrorWords = (code: string, lang: Lang): string => (readErrors[code] ?? readErrors['unknown-format'])?.[lang] ?? code;

const severities: Record<Severity, { zh: string; en: string; tone: Tone }> = {
  block: { zh: '不能报销', en: 'forbids it', tone: 'bad' },
  ask: { zh: '需要说明', en: 'to explain', tone: 'wait' },
  note: { zh: '提示', en: 'note', tone: 'plain' },
};
/** How grave a failed check is, in words and tone. */
export const severityWords = (severity: Severity, lang: Lang): { text: string; tone: Tone } => ({
  text: severities[severity][lang],
  tone: severities[severity].tone,
});
