import { createHash } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { codeFrom, formatCode, normaliseCode } from '#modules/places';
import { answerIn, type SurveyError } from './hold-survey.ts';
import { lockSurvey, membersOf } from './store.ts';

/** Sixty random bits: nobody guesses a household's code. */
const codeLength = 12;
// The survey is part of it, so that equal codes of two surveys are told apart.
const hashOf = (surveyId: string, code: string): string => createHash('sha256').update(`${surveyId}\n${code}`).digest('hex');

/**
 * New codes for every drawn household that has not answered, in the order of the drawing; codes printed before stop working. They are shown once,
 * on the letters: only their hashes are kept.
 */
export function issueSurveyCodes(
  ctx: CommandContext,
  input: { surveyId: string },
): Promise<Result<{ householdId: string; no: number; code: string }[], SurveyError>> {
  return runCommand(ctx, 'issue-survey-codes', async (tx): Promise<Result<{ householdId: string; no: number; code: string }[], SurveyError>> => {
    const survey = await lockSurvey(tx, input.surveyId);
    if (!survey) return err('not-found');
    if (!tx.can('survey.enter', { neighbourhoodId: survey.neighbourhoodId })) return err('not-allowed');
    if (survey.kind !== 'sample' || survey.state !== 'open') return err('wrong-state');
    const letters = (await membersOf(tx, survey.id))
      .filter((member) => member.channel === null)
      .map(({ householdId, no }) => ({ householdId, no, code: codeFrom(tx.randomBytes(codeLength), codeLength) }));
    for (const letter of letters)
      await tx.exec(sql`insert into survey_code (subdistrict_id, survey_id, household_id, code_hash, issued_by, issued_by_name, issued_on)
        values (${tx.subdistrictId}, ${survey.id}, ${letter.householdId}, ${hashOf(survey.id, letter.code)}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today})
        on conflict (subdistrict_id, survey_id, household_id) do update set code_hash = excluded.code_hash, issued_by = excluded.issued_by,
          issued_by_name = excluded.issued_by_name, issued_on = excluded.issued_on`);
    tx.audit({ action: 'survey.letters', subjectKind: 'survey', subjectId: survey.id, text: { letters: letters.length } });
    return ok(letters.map((letter) => ({ ...letter, code: formatCode(letter.code) })));
  });
}

const householdIdRow = z.object({ household_id: z.string() });

/** The drawn household whose code was typed; null for anything else. */
async function householdOfCode(tx: Tx, surveyId: string, typed: string): Promise<string | null> {
  const code = normaliseCode(typed, codeLength);
  const found =
    code &&
    (await tx.maybe(
      sql`select household_id from survey_code where subdistrict_id = ${tx.subdistrictId} and survey_id = ${surveyId} and code_hash = ${hashOf(surveyId, code)}`,
      householdIdRow,
    ));
  return found ? found.household_id : null;
}

/** A household answers by the code on its letter, without an account. A wrong code and one that was used say the same: `not-drawn`. */
export function answerByCode(
  ctx: CommandContext,
  input: { surveyId: string; code: string; answers: readonly (string | null)[] },
): Promise<Result<null, SurveyError>> {
  return runCommand(ctx, 'answer-survey-by-code', async (tx): Promise<Result<null, SurveyError>> => {
    const survey = await lockSurvey(tx, input.surveyId);
    if (!survey) return err('not-found');
    if (!tx.can('survey.answer-by-code', { neighbourhoodId: survey.neighbourhoodId })) return err('not-allowed');
    if (survey.state !== 'open') return err('wrong-state');
    const householdId = await householdOfCode(tx, survey.id, input.code);
    const done = householdId === null ? err('not-drawn' as const) : await answerIn(tx, survey, { householdId, channel: 'own', answers: input.answers });
    return !done.ok && done.error === 'answered-already' ? err('not-drawn') : done;
  });
}
