import type { Player } from './whole-site.ts';
import { type Line, line, office, same } from './matrix-lines.ts';

const seesReviews: readonly Player[] = ['officer', 'head', 'auditor'];
/** A session is no secret among those who speak, judge or run it. */
const atSession: readonly Player[] = ['officer', 'head', 'auditor', 'reviewer', 'secretary', 'director', 'secretaryElsewhere'];
const reviewer: readonly Player[] = ['reviewer'];

/** The review of a round: pool, arrangement, sharing out, covered texts, sessions, scores, sheets. */
export const reviewOfRound: Line[] = [
  same('GET /reviewers', seesReviews),
  same('POST /reviewers', ['officer'], { attack: { name: '别人', profession: '律师', fromDay: '2026-01-01' } }),
  line('GET /reviewers/:id', '/reviewers/{reviewerPerson}', seesReviews),
  line('POST /reviewers/:id/profile', '/reviewers/{reviewerPerson}/profile', ['officer'], { attack: { profession: '律师' } }),
  line('POST /reviewers/:id/relation', '/reviewers/{reviewerPerson}/relation', ['officer'], { attack: { kind: 'kin', name: '某人' } }),
  line('POST /reviewers/:id/relation-end', '/reviewers/{reviewerPerson}/relation-end', ['officer'], {
    fields: { relationId: '{reviewerRelation}' },
    attack: { reason: '没有了' },
  }),
  line('POST /reviewers/:id/retire', '/reviewers/{reviewerPerson}/retire', ['officer'], { fields: { lastDay: 'x' } }),
  line('POST /reviewers/:id/renew', '/reviewers/{reviewerPerson}/renew', ['officer'], { attack: { fromDay: '2030-01-01' } }),
  same('GET /reviews/mine', reviewer),
  same('POST /reviews/mine/relation', reviewer, { attack: { kind: 'kin', name: '某人' } }),
  // An invitation is answered by whom it was sent to.
  same('POST /reviews/mine/answer', reviewer, { fields: { invitationId: '{reviewInvitation}' }, attack: { answer: 'yes', capacity: '3' } }),
  line('GET /rounds/:id/review', '/rounds/{round}/review', seesReviews),
  line('POST /rounds/:id/review/setup', '/rounds/{round}/review/setup', office, { attack: { blind: 'yes', reason: '试试' } }),
  line('POST /rounds/:id/review/invite', '/rounds/{round}/review/invite', office, { attack: { capacity: '3' } }),
  line('POST /rounds/:id/review/answer', '/rounds/{round}/review/answer', office, { fields: { invitationId: '{reviewInvitation}' }, attack: { answer: 'no' } }),
  line('POST /rounds/:id/review/plan', '/rounds/{round}/review/plan', office),
  line('POST /rounds/:id/review/send', '/rounds/{nothing}/review/send', [], { idle: office }),
  ...['change', 'stand', 'drop'].map((what) =>
    line(`POST /rounds/:id/review/plan/${what}`, `/rounds/{round}/review/plan/${what}`, [], { fields: { planId: '{nothing}' } }),
  ),
  line('GET /rounds/:id/covered', '/rounds/{round}/covered', seesReviews),
  line('POST /rounds/:id/covered/word', '/rounds/{round}/covered/word', office, { fields: { projectId: '{submitted}' }, attack: { word: '蔡路' } }),
  line('POST /rounds/:id/covered/release', '/rounds/{round}/covered/release', office),
  line('GET /rounds/:id/scores', '/rounds/{round}/scores', seesReviews),
  line('POST /reviews/:id/take-back', '/reviews/{review}/take-back', office, { attack: { reason: '换人' } }),
  ...['pdf', 'docx'].flatMap((form) => [
    line(`GET /reviews/:id/sheet.${form}`, `/reviews/{review}/sheet.${form}`, ['reviewer', ...seesReviews]),
    line(`GET /projects/:id/review-sheets.${form}`, `/projects/{project}/review-sheets.${form}`, seesReviews),
    // Until the session is closed there is no record: an answer in words.
    line(`GET /pitch/:id/record.${form}`, `/pitch/{pitch}/record.${form}`, seesReviews),
  ]),
  line('GET /rounds/:id/pitch/new', '/rounds/{round}/pitch/new', office),
  line('POST /rounds/:id/pitch/new', '/rounds/{round}/pitch/new', office),
  line('GET /pitch/:id', '/pitch/{pitch}', atSession),
  line('GET /pitch/:id/screen', '/pitch/{pitch}/screen', atSession),
  // The board is the chair's alone, and only once the session runs.
  line('GET /pitch/:id/board', '/pitch/{pitch}/board', []),
  line('GET /pitch/:id/score/:project', '/pitch/{pitch}/score/{submitted}', reviewer),
  line('POST /pitch/:id/score/:project', '/pitch/{pitch}/score/{submitted}', reviewer, { attack: { 'p-need': '10' } }),
  line('POST /pitch/:id/aside', '/pitch/{pitch}/aside', reviewer, { fields: { projectId: '{submitted}' }, attack: { reason: '熟人' } }),
  line('POST /pitch/:id/turn', '/pitch/{pitch}/turn', office, { fields: { projectId: '{submitted}', to: 'pitch' } }),
  line('POST /pitch/:id/move', '/pitch/{pitch}/move', office, { fields: { to: 'open' } }),
];
