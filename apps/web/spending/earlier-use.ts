import { earlierUse } from '#modules/books';
import { findProject } from '#modules/projects';
import type { Web } from '../kit/index.ts';
import { dayText, shanghaiParts } from '../ui/index.ts';
import { spendingText } from './text.ts';

/** Names the earlier use of an invoice, as far as this office may know it. */
export async function earlierWords(w: Web, facts: { code: string; number: string }, sha256: string | null): Promise<string> {
  const t = spendingText[w.lang];
  return w.read(async (tx) => {
    const use = await earlierUse(tx, { ...facts, sha256 });
    if (!use) return t['invoice-used'];
    const sameFile = use.by === 'file' ? ` ${t.usedFile}` : '';
    if (!use.voucher) return `${t.usedElsewhere}${sameFile}`;
    const project = await findProject(tx, use.voucher.projectId);
    return `${t.usedHere(project?.title ?? '', use.voucher.number, dayText(shanghaiParts(use.voucher.recordedAt).day, w.lang))}${sameFile}`;
  });
}
