import { drawIds } from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { lockRound, takesReviews } from '#modules/funds';
import { listProjects } from '#modules/projects';
import { blindReleases, insertRelease, insertWord } from './blind-store.ts';

/** Has one more word covered in an application. `too-short` fewer than two characters · `too-long` more than sixty. */
export const coverWord = (
  context: CommandContext,
  input: { projectId: string; word: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'too-short' | 'too-long' | 'key-reused'>> =>
  runCommand(context, 'cover-word', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'too-short' | 'too-long'>> => {
    if (!tx.can('review.setup', { neighbourhoodId: null })) return err('not-allowed');
    const project = (await listProjects(tx)).find(({ id }) => id === input.projectId);
    if (!project) return err('not-found');
    const word = input.word.trim();
    if ([...word].length < 2) return err('too-short');
    if (word.length > 60) return err('too-long');
    await insertWord(tx, project.id, word);
    tx.audit({ action: 'review.cover-word', subjectKind: 'project', subjectId: project.id, text: { word } });
    return ok();
  });

/**
 * An officer has seen the covered texts of a round and lets them go to the reviewers; each application gets a number, drawn, that tells nothing of its place.
 * Returns how many.
 */
export const releaseBlind = (
  context: CommandContext,
  input: { roundId: string },
): Promise<Result<number, 'not-allowed' | 'not-found' | 'round-is-over' | 'nothing-to-release' | 'key-reused'>> =>
  runCommand(context, 'release-blind', async (tx): Promise<Result<number, 'not-allowed' | 'not-found' | 'round-is-over' | 'nothing-to-release'>> => {
    if (!tx.can('review.setup', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (!takesReviews(round)) return err('round-is-over');
    const known = await blindReleases(tx, round.id);
    const waiting = (await listProjects(tx, { roundId: round.id, states: ['checked', 'in_review'] })).filter(({ id }) => !known.has(id)).map(({ id }) => id);
    if (waiting.length === 0) return err('nothing-to-release');
    let no = Math.max(0, ...known.values());
    for (const projectId of drawIds(waiting, waiting.length, Buffer.from(tx.randomBytes(8)).toString('hex')))
      await insertRelease(tx, round.id, projectId, ++no);
    tx.audit({ action: 'review.release-blind', subjectKind: 'round', subjectId: round.id, text: { projects: waiting.length } });
    return ok(waiting.length);
  });
