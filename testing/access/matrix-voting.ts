import { type Line, line, locals, signedIn } from './matrix-lines.ts';

const staff = ['secretary', 'director', 'steward'] as const;
/** Voting with a second look, with help, on a tablet; the published votes of a secret ballot. */
export const voting: Line[] = [
  line('POST /ballots/:id/roll/objections', '/ballots/{ballot}/roll/objections', locals, {
    fields: { wish: 'add', text: '漏了一户。' },
    idle: ['secretaryElsewhere'],
  }),
  // Who votes is on the roll, not in the roles.
  line('POST /ballots/:id/check', '/ballots/{ballot}/check', ['resident'], { fields: { choice: 'yes' }, idle: signedIn }),
  // The scene's ballot is named: it publishes its votes door by door, not as a list.
  line('GET /ballots/:id/votes', '/ballots/{ballot}/votes', [], { hidden: true }),
  line('GET /ballots/:id/assist', '/ballots/{paperBallot}/assist', staff),
  line('POST /ballots/:id/assist', '/ballots/{paperBallot}/assist', staff, { attack: { who: '#1', choice: 'yes', confirmed: '1', seen: '0' } }),
  line('GET /ballots/:id/tablets', '/ballots/{paperBallot}/tablets', staff),
  // A file to count again with: of secret votes, and of named ones for whoever may see them.
  line(
    'GET /ballots/:id/tally.json',
    '/ballots/{ballot}/tally.json',
    ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'officer', 'head', 'auditor'],
    { hidden: true },
  ),
  // The word in the address is the right; no such word here.
  line('GET /tablet/:token', '/tablet/AAAAAAAAAAAAAAAAAAAAAAAA', [], { hidden: true }),
  line('POST /tablet/:token', '/tablet/AAAAAAAAAAAAAAAAAAAAAAAA', [], { hidden: true, attack: { code: 'ABCDEF' } }),
  line('POST /ballots/:id/tablets/:tablet/end', '/ballots/{paperBallot}/tablets/{paperBallot}/end', staff),
  line('POST /ballots/:id/tablets', '/ballots/{paperBallot}/tablets', staff),
];
