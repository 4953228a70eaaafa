import { plainYuan } from '#libs/money';
import type { Result } from '#libs/result';
import type { ReadFile } from '#modules/projects';
import { readInvoiceFile } from '#platform/invoices';
import type { Form, Web } from '../kit/index.ts';
import { batchText } from './batch-text.ts';
import { readErrorWords, readingText } from './reading-text.ts';
import { spendingText } from './text.ts';

const mostFiles = 200;

async function readOne(bytes: Uint8Array): Promise<ReadFile['read']> {
  const read = await readInvoiceFile(bytes);
  return read.ok ? { invoice: read.value } : { error: read.error };
}

/** Texts of codes in the form, one a line. */
const codesIn = (form: Form): string[] =>
  form
    .text('codes')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * Stores and reads what a form brings: files and texts of codes. What is not taken is named in words and stops nothing else.
 * `nothing` · `tooMany`: nothing was stored.
 */
export async function receiveFiles(w: Web, form: Form): Promise<{ files: ReadFile[]; troubles: string[] } | { error: 'nothing' | 'tooMany' }> {
  const t = readingText[w.lang];
  const codes = codesIn(form);
  const uploads = [...form.files('files'), ...form.files('photos')];
  if (uploads.length + codes.length === 0) return { error: 'nothing' };
  if (uploads.length + codes.length > mostFiles) return { error: 'tooMany' };
  const files: ReadFile[] = [];
  const troubles: string[] = [];
  for (const { name, bytes } of uploads) {
    const stored = await w.files.put(bytes);
    if (!stored.ok) troubles.push(t.notTaken(name, w.errorText(stored.error, spendingText[w.lang])));
    else files.push({ upload: { stored: stored.value, name }, read: await readOne(bytes) });
  }
  for (const [index, code] of codes.entries()) {
    const bytes = new TextEncoder().encode(code.slice(0, 2_000));
    files.push({ upload: { stored: await w.files.putOwn(bytes, 'text/plain'), name: t.scannedName(index + 1) }, read: await readOne(bytes) });
  }
  return { files, troubles };
}

/** What became of one file, for the script that sends them one by one. */
export interface OneAnswer {
  state: 'read' | 'here' | 'unread' | 'refused';
  words: string;
}

/** Takes the one file of a form and answers in words what became of it; `keep` is the command. */
export async function answerOne(w: Web, keep: (files: ReadFile[]) => Promise<Result<{ kept: number; twice: string[] }, string>>): Promise<Response> {
  const texts = { ...spendingText[w.lang], ...readingText[w.lang], ...batchText[w.lang] };
  const answer = (state: OneAnswer['state'], words: string) => w.context.json({ state, words } satisfies OneAnswer);
  const received = await receiveFiles(w, w.form());
  if ('error' in received) return answer('refused', texts[received.error]);
  const [file, ...more] = received.files;
  if (!file) return answer('refused', received.troubles.join(' '));
  if (more.length > 0) return answer('refused', texts.tooMany);
  const done = await keep([file]);
  if (!done.ok) return answer('refused', w.errorText(done.error, texts));
  if (done.value.twice.length > 0) return answer('here', texts.hereWords);
  if ('error' in file.read) return answer('unread', texts.unreadWords(readErrorWords(file.read.error, w.lang)));
  const { number, seller, totalFen, netFen } = file.read.invoice;
  const fen = totalFen ?? netFen;
  return answer('read', [number, seller.name, fen === null ? '' : plainYuan(fen)].filter((each) => each !== '').join(' '));
}
