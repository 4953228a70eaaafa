import type { Answer, AnswerFault, BallotOption, Pick, Question } from '#modules/ballots';
import type { Form } from '../kit/index.ts';

/** An answer as one field that a form carries on: `yes`, `abstain`, `p:2`, `p:3,1`, with points `p:1=5,2=0`. */
export const encodeAnswer = (answer: Answer): string =>
  answer.choice === 'picks'
    ? `p:${answer.picks.map((pick) => (pick.score === undefined ? pick.option : `${pick.option}=${pick.score}`)).join(',')}`
    : answer.choice;

/** The answer of such a field, or null. */
export function decodeAnswer(text: string): Answer | null {
  if (text === 'yes' || text === 'no' || text === 'abstain') return { choice: text };
  if (!/^p:\d{1,2}(=\d{1,3})?(,\d{1,2}(=\d{1,3})?){0,59}$/.test(text)) return null;
  const picks = text
    .slice(2)
    .split(',')
    .map((part): Pick => {
      const [option, score] = part.split('=');
      return score === undefined ? { option: Number(option) } : { option: Number(option), score: Number(score) };
    });
  return { choice: 'picks', picks };
}

/** Reads what was chosen on the voting form. */
export function answerFromForm(form: Form, question: Question, options: readonly { no: BallotOption['no'] }[]): Answer | AnswerFault {
  const choice = form.text('choice');
  if (choice !== '') return decodeAnswer(choice) ?? 'not-this-kind';
  switch (question.kind) {
    case 'yes-no':
      return 'not-this-kind';
    case 'one':
    case 'approval':
    case 'budget': {
      const picks = form.texts('pick').map((text): Pick => ({ option: Number(text) }));
      return picks.length === 0 ? 'too-few' : { choice: 'picks', picks };
    }
    case 'score': {
      const typed = options
        .map((option) => ({ option: option.no, text: form.text(`score-${option.no}`).normalize('NFKC').trim() }))
        .filter((each) => each.text !== '');
      if (typed.length === 0) return 'too-few';
      return { choice: 'picks', picks: typed.map((each) => ({ option: each.option, score: /^\d{1,3}$/.test(each.text) ? Number(each.text) : -1 })) };
    }
    case 'ranking': {
      const typed = options
        .map((option) => ({ option: option.no, rank: Number(form.text(`rank-${option.no}`) || 0) }))
        .filter((each) => each.rank > 0)
        .sort((a, b) => a.rank - b.rank);
      if (typed.length === 0) return 'too-few';
      if (new Set(typed.map((each) => each.rank)).size !== typed.length) return 'twice';
      return { choice: 'picks', picks: typed.map((each) => ({ option: each.option })) };
    }
  }
}
