import { drawFromRoll, surveySampleSize } from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findNeighbourhood, listBuildings, listHouseholds } from '#modules/places';
import { type Channel, type Question, readCounts, readQuestions, type Survey } from './survey.ts';
import { insertAnswer, insertCounts, insertMembers, insertSurvey, lockSurvey, membersOf, questionsOf, saveClosed } from './store.ts';

/** `not-questions` the lines are no questions with options · `not-counts` the lines are no counts · `nobody` the roll is empty · `wrong-answer` an answer that is no option. */
export type SurveyError =
  | 'not-found'
  | 'not-allowed'
  | 'empty'
  | 'too-long'
  | 'not-questions'
  | 'not-counts'
  | 'nobody'
  | 'out-of-range'
  | 'wrong-state'
  | 'not-drawn'
  | 'answered-already'
  | 'wrong-answer'
  | 'key-reused';

/**
 * Opens a survey: households are drawn from the roll of the neighbourhood as it is today, as many as the formula asks for at the margin (95 %), with a seed
 * that is stored. They are grouped by building.
 */
export function openSurvey(
  ctx: CommandContext,
  input: { neighbourhoodId: string; title: string; purpose: string; questions: string; marginPercent: number; seed: string },
): Promise<Result<{ surveyId: string; drawn: number }, SurveyError>> {
  return runCommand(ctx, 'open-survey', (tx) => openSurveyIn(tx, input));
}

/** The same inside the caller's command. */
export async function openSurveyIn(
  tx: CommandTx,
  input: { neighbourhoodId: string; title: string; purpose: string; questions: string; marginPercent: number; seed: string },
): Promise<Result<{ surveyId: string; drawn: number }, SurveyError>> {
  const { neighbourhoodId } = input;
  if (!tx.can('survey.hold', { neighbourhoodId })) return err('not-allowed');
  if (!(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
  const [title, seed] = [input.title.trim(), input.seed.trim()];
  if (title === '' || seed === '') return err('empty');
  if ([...title].length > 80 || [...seed].length > 100 || [...input.purpose].length > 1000) return err('too-long');
  if (!(input.marginPercent >= 1 && input.marginPercent <= 50)) return err('out-of-range');
  const questions = readQuestions(input.questions);
  if (!questions) return err('not-questions');
  const roll = await listHouseholds(tx, neighbourhoodId);
  if (roll.length === 0) return err('nobody');
  const buildings = new Map((await listBuildings(tx, neighbourhoodId)).map((building) => [building.id, building.name]));
  // By label, so that the same roll and seed draw the same doors whatever the ids are.
  const byLabel = new Map(roll.map((household) => [household.label, household]));
  const size = surveySampleSize(roll.length, { margin: input.marginPercent / 100 });
  const drawn = drawFromRoll([...byLabel.keys()].sort(), size, seed);
  const surveyId = await insertSurvey(
    tx,
    {
      neighbourhoodId,
      kind: 'sample',
      title,
      purpose: input.purpose.trim(),
      marginPermille: Math.round(input.marginPercent * 10),
      seed,
      population: roll.length,
      source: null,
    },
    questions,
  );
  await insertMembers(
    tx,
    surveyId,
    drawn.flatMap((label, at) => {
      const household = byLabel.get(label);
      return household ? [{ householdId: household.householdId, no: at + 1, group: buildings.get(household.buildingId) ?? '—' }] : [];
    }),
  );
  tx.audit({ action: 'survey.open', subjectKind: 'survey', subjectId: surveyId, text: { title, seed, population: roll.length, drawn: drawn.length } });
  await tx.emit('survey.opened', { surveyId, neighbourhoodId });
  return ok({ surveyId, drawn: drawn.length });
}

/** Enters a survey that was held elsewhere, as counts of answers by group to one question; it is closed at once. */
export function enterCounts(
  ctx: CommandContext,
  input: { neighbourhoodId: string | null; title: string; question: string; source: string; counts: string },
): Promise<Result<{ surveyId: string }, SurveyError>> {
  return runCommand(ctx, 'enter-survey-counts', async (tx): Promise<Result<{ surveyId: string }, SurveyError>> => {
    const { neighbourhoodId } = input;
    if (!tx.can('survey.hold', { neighbourhoodId })) return err('not-allowed');
    const [title, text, source] = [input.title.trim(), input.question.trim(), input.source.trim()];
    if (title === '' || text === '' || source === '') return err('empty');
    if ([...title].length > 80 || [...text].length > 200 || [...source].length > 200) return err('too-long');
    const counts = readCounts(input.counts);
    const options = [...new Set((counts ?? []).map((row) => row.answer))];
    if (!counts || options.length < 2 || options.length > 20) return err('not-counts');
    const surveyId = await insertSurvey(
      tx,
      { neighbourhoodId, kind: 'counts', title, purpose: '', marginPermille: null, seed: null, population: null, source },
      [{ no: 1, text, options }],
    );
    await insertCounts(tx, surveyId, counts);
    await saveClosed(tx, surveyId);
    tx.audit({ action: 'survey.counts', subjectKind: 'survey', subjectId: surveyId, text: { title, source, rows: counts.length } });
    await tx.emit('survey.counted', { surveyId });
    return ok({ surveyId });
  });
}

/**
 * One household's answers, once: by itself, or written down for it on paper or by telephone. A question may be left out. Errors: `not-drawn` the household is
 * not in the sample; `answered-already`.
 */
export function answerSurvey(
  ctx: CommandContext,
  input: { surveyId: string; householdId: string; channel: Channel; answers: readonly (string | null)[] },
): Promise<Result<null, SurveyError>> {
  return runCommand(ctx, 'answer-survey', async (tx): Promise<Result<null, SurveyError>> => {
    const survey = await lockSurvey(tx, input.surveyId);
    if (!survey) return err('not-found');
    const at = { neighbourhoodId: survey.neighbourhoodId };
    const own = tx.actor.households.some((household) => household.householdId === input.householdId);
    if (input.channel === 'own' ? !own || !tx.can('survey.answer', at) : !tx.can('survey.enter', at)) return err('not-allowed');
    if (survey.state !== 'open') return err('wrong-state');
    return answerIn(tx, survey, input);
  });
}

/** One household's answers inside a command that has made sure of who answers, the survey locked and open. */
export async function answerIn(
  tx: CommandTx,
  survey: Survey,
  input: { householdId: string; channel: Channel; answers: readonly (string | null)[] },
): Promise<Result<null, SurveyError>> {
  const member = (await membersOf(tx, survey.id)).find((one) => one.householdId === input.householdId);
  if (!member) return err('not-drawn');
  if (member.channel !== null) return err('answered-already');
  const questions = await questionsOf(tx, survey.id);
  const answers = questions.map((question: Question) => input.answers[question.no - 1] ?? null);
  if (answers.every((answer) => answer === null)) return err('empty');
  if (questions.some((question, index) => answers[index] !== null && !question.options.includes(answers[index] ?? ''))) return err('wrong-answer');
  await insertAnswer(tx, survey.id, { householdId: member.householdId, group: member.group, channel: input.channel, answers });
  // What was answered is nobody's business but the figures'.
  tx.audit({ action: 'survey.answer', subjectKind: 'survey', subjectId: survey.id, text: { channel: input.channel } });
  await tx.emit('survey.answered', { surveyId: survey.id });
  return ok(null);
}

/** Closes a survey: nothing comes after, and everybody reads the figures. */
export function closeSurvey(ctx: CommandContext, input: { surveyId: string }): Promise<Result<null, SurveyError>> {
  return runCommand(ctx, 'close-survey', async (tx): Promise<Result<null, SurveyError>> => {
    const survey = await lockSurvey(tx, input.surveyId);
    if (!survey) return err('not-found');
    if (!tx.can('survey.hold', { neighbourhoodId: survey.neighbourhoodId })) return err('not-allowed');
    if (survey.state !== 'open') return err('wrong-state');
    await saveClosed(tx, survey.id);
    tx.audit({ action: 'survey.close', subjectKind: 'survey', subjectId: survey.id, text: { title: survey.title } });
    await tx.emit('survey.closed', { surveyId: survey.id });
    return ok(null);
  });
}
