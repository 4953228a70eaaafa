import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { lockProject, type ProjectState } from '#modules/projects';
import { findSurvey, membersOf, openSurveyIn, sheetsOf } from '#modules/surveys';
import { type ShareInterval, wilsonInterval } from './share-interval.ts';

/** What every drawn household is asked; the first two answers of the first question count as satisfied. */
export const satisfactionQuestions = [
  { text: '您对这个项目做成的样子满意吗', options: ['很满意', '满意', '一般', '不满意', '很不满意'] },
  { text: '您觉得这笔钱花得值吗', options: ['值', '部分值', '不值', '不了解'] },
] as const;
const satisfiedAnswers: readonly string[] = satisfactionQuestions[0].options.slice(0, 2);
const worthAnswers: readonly string[] = satisfactionQuestions[1].options.slice(0, 1);

/** A share of those who answered a question. */
export interface SampledShare {
  yes: number;
  answered: number;
  interval: ShareInterval | null;
}

/** The sample of a project's satisfaction, with what it says and what it does not. */
export interface Satisfaction {
  surveyId: string;
  state: 'open' | 'closed';
  seed: string;
  marginPermille: number;
  population: number;
  drawn: number;
  returned: number;
  byChannel: { own: number; phone: number; paper: number };
  /** Null while the survey is open: nobody is led by how others answered. */
  satisfied: SampledShare | null;
  worthIt: SampledShare | null;
}

const shareOf = (answers: readonly (string | null)[], yes: readonly string[], population: number): SampledShare => {
  const said = answers.flatMap((answer) => answer ?? []);
  const count = said.filter((answer) => yes.includes(answer)).length;
  return { yes: count, answered: said.length, interval: wilsonInterval(count, said.length, population) };
};

/** If nobody who stayed silent were satisfied, and if all were: the widest the share of the sample could be, in ten-thousandths. */
export function silenceBounds(share: Pick<SampledShare, 'yes' | 'answered'>, drawn: number): ShareInterval | null {
  if (drawn <= 0) return null;
  const most = share.yes + drawn - share.answered;
  return { lowBp: Math.floor((share.yes * 10_000) / drawn), highBp: Math.ceil((most * 10_000) / drawn) };
}

const surveyIdRow = z.object({ survey_id: z.string() });

/** The satisfaction survey of a project; null where none was asked. */
export async function satisfactionOf(tx: Tx, projectId: string): Promise<Satisfaction | null> {
  const link = await tx.maybe(sql`select survey_id from project_survey where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}`, surveyIdRow);
  const survey = link && (await findSurvey(tx, link.survey_id));
  if (!survey) return null;
  const members = await membersOf(tx, survey.id);
  const by = (channel: string) => members.filter((member) => member.channel === channel).length;
  const population = survey.population ?? members.length;
  const sheets = survey.state === 'closed' ? await sheetsOf(tx, survey.id) : null;
  const share = (question: number, yes: readonly string[]) =>
    sheets &&
    shareOf(
      sheets.map((sheet) => sheet.answers[question] ?? null),
      yes,
      population,
    );
  return {
    surveyId: survey.id,
    state: survey.state,
    seed: survey.seed ?? '',
    marginPermille: survey.marginPermille ?? 0,
    population,
    drawn: members.length,
    returned: members.filter((member) => member.channel !== null).length,
    byChannel: { own: by('own'), phone: by('phone'), paper: by('paper') },
    satisfied: share(0, satisfiedAnswers),
    worthIt: share(1, worthAnswers),
  };
}

const askable: readonly ProjectState[] = ['appraisal', 'accepted', 'settled', 'closed', 'upkeep', 'stopped'];

/** `asked` the households were asked already: the sample is drawn once. */
export type AskSatisfactionError = 'not-found' | 'not-allowed' | 'wrong-state' | 'asked' | 'out-of-range' | 'nobody' | 'key-reused';

/**
 * Draws households from the roll as it is today and asks them how satisfied they are. The margin (± percent at 95 %) gives the size; the seed is
 * drawn by the machine, so that nobody picks the doors, and is kept, so that everybody can draw them again.
 */
export const askSatisfaction = (
  context: CommandContext,
  input: { projectId: string; marginPercent: number },
): Promise<Result<{ surveyId: string; drawn: number }, AskSatisfactionError>> =>
  runCommand(context, 'ask-satisfaction', async (tx): Promise<Result<{ surveyId: string; drawn: number }, AskSatisfactionError>> => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('satisfaction.ask', project)) return err('not-allowed');
    if (!askable.includes(project.state)) return err('wrong-state');
    if (await satisfactionOf(tx, project.id)) return err('asked');
    const opened = await openSurveyIn(tx, {
      neighbourhoodId: project.neighbourhoodId,
      title: `“${[...project.title].slice(0, 60).join('')}”居民满意度`,
      purpose: '从名册里抽到了您家。请住在这里的人答两个问题，不记名，只出合计数。',
      questions: satisfactionQuestions.map((one) => `${one.text}：${one.options.join('／')}`).join('\n'),
      marginPercent: input.marginPercent,
      seed: Buffer.from(tx.randomBytes(8)).toString('hex'),
    });
    if (!opened.ok) {
      if (opened.error === 'out-of-range' || opened.error === 'nobody' || opened.error === 'not-allowed') return err(opened.error);
      throw new Error(`a satisfaction survey was refused: ${opened.error}`);
    }
    await tx.exec(sql`insert into project_survey (subdistrict_id, project_id, survey_id, by_name, at)
      values (${tx.subdistrictId}, ${project.id}, ${opened.value.surveyId}, ${tx.actor.name}, ${tx.now})`);
    tx.audit({
      action: 'satisfaction.ask',
      subjectKind: 'project',
      subjectId: project.id,
      text: { drawn: opened.value.drawn, marginPercent: input.marginPercent },
    });
    return ok(opened.value);
  });
