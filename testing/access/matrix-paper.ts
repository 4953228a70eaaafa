import { committee, everyone, type Line, line } from './matrix-lines.ts';

const staff = ['secretary', 'director', 'steward'] as const;
/** Papers of a ballot: slips, batches, the sheet. */
export const papers: Line[] = [
  line('GET /ballots/:id/papers', '/ballots/{paperBallot}/papers', staff),
  line('GET /ballots/:id/papers.pdf', '/ballots/{paperBallot}/papers.pdf', staff),
  line('POST /ballots/:id/slips', '/ballots/{paperBallot}/slips', staff),
  line('POST /ballots/:id/slips/issue', '/ballots/{paperBallot}/slips/issue', staff, { attack: { to: '别人' } }),
  line('POST /ballots/:id/slips/replace', '/ballots/{paperBallot}/slips/replace', staff, { attack: { because: '丢失' } }),
  line('POST /ballots/:id/slips/mark', '/ballots/{paperBallot}/slips/mark', staff, { attack: { kind: 'returned' } }),
  line('GET /ballots/:id/others', '/ballots/{paperBallot}/others', staff),
  line('POST /ballots/:id/others', '/ballots/{paperBallot}/others', staff, { attack: { lines: '#1 同意' } }),
  line('GET /ballots/:id/reconciliation', '/ballots/{paperBallot}/reconciliation', everyone),
  line('GET /ballots/:id/reconciliation.pdf', '/ballots/{paperBallot}/reconciliation.pdf', everyone),
  line('POST /ballots/:id/reconciliation', '/ballots/{paperBallot}/reconciliation', committee, { attack: { leftOver: '0', byHand: '0', watcher: '别人' } }),
  line('GET /ballots/:id/batches/new', '/ballots/{paperBallot}/batches/new', staff),
  line('POST /ballots/:id/batches/new', '/ballots/{paperBallot}/batches/new', staff, { attack: { lines: '#1 同意' } }),
  line('GET /ballots/:id/batches/:batch', '/ballots/{paperBallot}/batches/{batch}', staff),
  ...['second', 'decide', 'scan', 'record', 'drop'].map((what) =>
    line(`POST /ballots/:id/batches/:batch/${what}`, `/ballots/{paperBallot}/batches/{batch}/${what}`, staff, {
      attack: { lines: '#1 同意', code: 'ABCDEF', reading: '同意', reason: '看过', because: '不要' },
    }),
  ),
];
