import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findMatter, type RaiseInput, raiseMatterIn } from '#modules/matters';
import { findMeeting } from '#modules/meetings';
import { findNotice } from '#modules/notices';
import { isInForce } from './house-rule.ts';
import { articleNo } from './numbering.ts';
import { clausesOf, findVersion } from './queries.ts';
import { insertCitation } from './store.ts';

type SubjectKind = 'matter' | 'meeting' | 'notice';

async function placeOf(tx: CommandTx, kind: SubjectKind, id: string): Promise<string | null | undefined> {
  const found = kind === 'matter' ? await findMatter(tx, id) : kind === 'meeting' ? await findMeeting(tx, id) : await findNotice(tx, id);
  return found === null ? undefined : found.neighbourhoodId;
}

/**
 * Cites a clause in force about a matter, a meeting or a notice of the same neighbourhood; citing it twice is once.
 * Errors: `not-found` (clause or subject, or of another place), `not-in-force`.
 */
export function citeClause(
  ctx: CommandContext,
  input: { versionId: string; articleId: string; subjectKind: SubjectKind; subjectId: string; note: string },
): Promise<Result<{ added: boolean }, 'not-found' | 'not-allowed' | 'not-in-force' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'cite-clause', async (tx): Promise<Result<{ added: boolean }, 'not-found' | 'not-allowed' | 'not-in-force' | 'too-long'>> => {
    const found = await findVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { neighbourhoodId } = found.rule;
    if (!tx.can('house-rule.cite', { neighbourhoodId })) return err('not-allowed');
    if ((await placeOf(tx, input.subjectKind, input.subjectId)) !== neighbourhoodId) return err('not-found');
    if (!isInForce(found.version, tx.today)) return err('not-in-force');
    const clause = (await clausesOf(tx, found.version.id)).find((one) => one.articleId === input.articleId);
    if (!clause) return err('not-found');
    const note = input.note.trim();
    if ([...note].length > 500) return err('too-long');
    const added = await insertCitation(tx, { ...input, note, kind: 'answer' });
    if (!added) return ok({ added });
    tx.audit({
      action: 'house-rule.cite',
      subjectKind: input.subjectKind,
      subjectId: input.subjectId,
      text: { title: found.version.title, clause: articleNo(clause.position), note },
    });
    await tx.emit('house-rule.cited', { ruleId: found.rule.id, articleId: input.articleId, subjectKind: input.subjectKind, subjectId: input.subjectId });
    return ok({ added });
  });
}

/** Raises a matter that cites the clause it says was broken. Errors as of raising a matter, and `not-in-force`. */
export function reportBreach(
  ctx: CommandContext,
  input: { versionId: string; articleId: string } & Omit<RaiseInput, 'neighbourhoodId' | 'category' | 'doorCode'>,
): Promise<
  Result<
    { matterId: string },
    'not-found' | 'not-allowed' | 'not-in-force' | 'not-in-place' | 'empty' | 'too-long' | 'too-many-photos' | 'no-such-spot' | 'key-reused'
  >
> {
  return runCommand(ctx, 'report-breach', async (tx) => {
    const found = await findVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { neighbourhoodId } = found.rule;
    if (!isInForce(found.version, tx.today)) return err('not-in-force');
    const clause = (await clausesOf(tx, found.version.id)).find((one) => one.articleId === input.articleId);
    if (!clause) return err('not-found');
    const raised = await raiseMatterIn(tx, { ...input, neighbourhoodId, category: 'rules', doorCode: null });
    if (!raised.ok) return raised;
    await insertCitation(tx, {
      versionId: found.version.id,
      articleId: clause.articleId,
      kind: 'breach',
      subjectKind: 'matter',
      subjectId: raised.value.matterId,
      note: '',
    });
    tx.audit({
      action: 'house-rule.breach',
      subjectKind: 'matter',
      subjectId: raised.value.matterId,
      text: { title: found.version.title, clause: articleNo(clause.position) },
    });
    await tx.emit('house-rule.breach-reported', { ruleId: found.rule.id, articleId: clause.articleId, matterId: raised.value.matterId });
    return ok(raised.value);
  });
}
