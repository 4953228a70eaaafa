import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type Clause, textIsOpen, type Version } from './house-rule.ts';
import { readWholeText, renumber } from './numbering.ts';
import { clausesOf } from './queries.ts';
import { lockVersion, replaceClauses, saveVersion } from './store.ts';

/** `wrong-state` the text is frozen · `no-clauses` the pasted text has none · `too-many` over 300 clauses. */
type Codes = 'not-found' | 'not-allowed' | 'wrong-state' | 'empty' | 'too-long' | 'no-clauses' | 'too-many';
/** `dangling`: ids of the clauses that refer to a clause which is gone. */
export type Edited = Promise<Result<{ clauses: number; dangling: string[] }, Codes | 'key-reused'>>;

/** Words of a clause as they are typed. */
export interface ClauseInput {
  chapter: string;
  heading: string;
  text: string;
  topics: readonly string[];
}

const fits = (clause: ClauseInput): 'empty' | 'too-long' | null => {
  if (clause.text.trim() === '') return 'empty';
  const long = (text: string, most: number) => [...text.trim()].length > most;
  return long(clause.text, 2000) || long(clause.heading, 40) || long(clause.chapter, 40) ? 'too-long' : null;
};
const trimmed = (clause: ClauseInput): ClauseInput => ({
  chapter: clause.chapter.trim(),
  heading: clause.heading.trim(),
  text: clause.text.trim(),
  topics: clause.topics,
});

/** Title, preamble and reason of a draft. */
export function editDraft(
  ctx: CommandContext,
  input: { versionId: string; title: string; preamble: string; reason: string },
): Promise<Result<null, Codes | 'key-reused'>> {
  return runCommand(ctx, 'edit-draft', async (tx) => {
    const found = await open(tx, input.versionId);
    if (!found.ok) return found;
    const [title, preamble, reason] = [input.title.trim(), input.preamble.trim(), input.reason.trim()];
    if (title === '') return err('empty');
    if ([...title].length > 60 || [...preamble].length > 2000 || [...reason].length > 2000) return err('too-long');
    await saveVersion(tx, found.value, { title, preamble, reason });
    tx.audit({ action: 'house-rule.edit', subjectKind: 'house-rule', subjectId: found.value.ruleId, text: { title, preamble, reason } });
    return ok(null);
  });
}

/** Writes a clause: a known one anew, a new one after the clause `afterId` (null: as the first; left out: as the last). */
export const saveClause = (ctx: CommandContext, input: { versionId: string; articleId: string | null; afterId?: string | null; clause: ClauseInput }): Edited =>
  edit(ctx, 'save-clause', input.versionId, (clauses, tx) => {
    const fault = fits(input.clause);
    if (fault) return err(fault);
    const words = trimmed(input.clause);
    if (input.articleId !== null) {
      if (!clauses.some((clause) => clause.articleId === input.articleId)) return err('not-found');
      return ok(clauses.map((clause) => (clause.articleId === input.articleId ? { ...clause, ...words } : clause)));
    }
    const made: Clause = { articleId: tx.newId(), position: 0, ...words };
    if (input.afterId === undefined) return ok([...clauses, made]);
    const at = input.afterId === null ? 0 : clauses.findIndex((clause) => clause.articleId === input.afterId) + 1;
    if (at === 0 && input.afterId !== null) return err('not-found');
    return ok([...clauses.slice(0, at), made, ...clauses.slice(at)]);
  });

/** Takes a clause out; the others are numbered anew. */
export const removeClause = (ctx: CommandContext, input: { versionId: string; articleId: string }): Edited =>
  edit(ctx, 'remove-clause', input.versionId, (clauses) =>
    clauses.some((clause) => clause.articleId === input.articleId) ? ok(clauses.filter((clause) => clause.articleId !== input.articleId)) : err('not-found'),
  );

/** Moves a clause one place up or down; at the border of a chapter it changes into the neighbour's. */
export const moveClause = (ctx: CommandContext, input: { versionId: string; articleId: string; to: 'up' | 'down' }): Edited =>
  edit(ctx, 'move-clause', input.versionId, (clauses) => {
    const at = clauses.findIndex((clause) => clause.articleId === input.articleId);
    const [moving, neighbour] = [clauses[at], clauses[input.to === 'up' ? at - 1 : at + 1]];
    if (!moving) return err('not-found');
    if (!neighbour) return ok(clauses);
    if (moving.chapter !== neighbour.chapter) return ok(clauses.map((clause) => (clause === moving ? { ...moving, chapter: neighbour.chapter } : clause)));
    return ok(clauses.map((clause) => (clause === moving ? neighbour : clause === neighbour ? moving : clause)));
  });

/** Takes over a whole text as it was pasted. Clauses that are there already keep their identity, by their place. */
export const pasteText = (ctx: CommandContext, input: { versionId: string; text: string }): Edited =>
  edit(ctx, 'paste-text', input.versionId, async (clauses, tx, version) => {
    const { preamble, clauses: read } = readWholeText(input.text);
    if (read.length === 0) return err('no-clauses');
    for (const clause of read) {
      const fault = fits({ ...clause, topics: [] });
      if (fault) return err(fault);
    }
    if ([...preamble].length > 2000) return err('too-long');
    if (preamble !== '') await saveVersion(tx, version, { preamble });
    return ok(
      read.map((clause, index) => ({
        ...clause,
        articleId: clauses[index]?.articleId ?? tx.newId(),
        position: index + 1,
        topics: clauses[index]?.topics ?? [],
      })),
    );
  });

async function open(tx: CommandTx, versionId: string): Promise<Result<Version, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const found = await lockVersion(tx, versionId);
  if (!found) return err('not-found');
  if (!tx.can('house-rule.draft', { neighbourhoodId: found.rule.neighbourhoodId })) return err('not-allowed');
  return textIsOpen(found.version) ? ok(found.version) : err('wrong-state');
}

function edit(
  ctx: CommandContext,
  name: string,
  versionId: string,
  change: (clauses: Clause[], tx: CommandTx, version: Version) => Result<Clause[], Codes> | Promise<Result<Clause[], Codes>>,
): Edited {
  return runCommand(ctx, name, async (tx): Promise<Result<{ clauses: number; dangling: string[] }, Codes>> => {
    const found = await open(tx, versionId);
    if (!found.ok) return found;
    const before = await clausesOf(tx, versionId);
    const changed = await change(before, tx, found.value);
    if (!changed.ok) return changed;
    if (changed.value.length > 300) return err('too-many');
    // A pasted text already carries its own numbers.
    const { clauses, dangling } = name === 'paste-text' ? { clauses: changed.value, dangling: [] } : renumber(before, changed.value);
    await replaceClauses(tx, found.value, clauses);
    tx.audit({
      action: `house-rule.${name}`,
      subjectKind: 'house-rule',
      subjectId: found.value.ruleId,
      text: { version: found.value.no, clauses: clauses.map((clause) => ({ position: clause.position, heading: clause.heading, text: clause.text })) },
    });
    return ok({ clauses: clauses.length, dangling });
  });
}
