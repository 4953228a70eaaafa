import { createHash } from 'node:crypto';
import type { Clause, Version } from './house-rule.ts';

/** SHA-256 over title, preamble and clauses in their order; the database makes the same (`house_rule_digest`). */
export function textDigest(version: Pick<Version, 'title' | 'preamble'>, clauses: readonly Clause[]): string {
  const lines = [...clauses]
    .sort((a, b) => a.position - b.position)
    .map((clause) => `\u001e${[clause.position, clause.articleId, clause.chapter, clause.heading, clause.text].join('\u001f')}`);
  return createHash('sha256')
    .update(`${version.title}\u001f${version.preamble}${lines.join('')}`)
    .digest('hex');
}
