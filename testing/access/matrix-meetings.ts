import { committee, everyone, type Line, line, persons, same, signedIn } from './matrix-lines.ts';

/** Those who keep the lists of a meeting at 蔡路 and stand at its door. */
const doorkeepers = ['secretary', 'director', 'steward'] as const;
/** Those who say who belongs to a committee or a body of 蔡路. */
const registrars = [...committee, 'officer', 'head'] as const;

/** What stands before and around a meeting: invitations, bodies, codes, calendars, series. */
export const meetingsAround: Line[] = [
  ...['', '.pdf'].map((what) => line(`GET /meetings/series${what}`, `/meetings/series${what}?matter={matter}`, everyone)),
  line('GET /meetings/:id/invitations', '/meetings/{meetingToCome}/invitations', doorkeepers),
  line('POST /meetings/:id/invitations', '/meetings/{meetingToCome}/invitations', doorkeepers, { attack: { names: '别处的局' } }),
  line('POST /meetings/:id/invitations/inform', '/meetings/{meetingToCome}/invitations/inform', doorkeepers, { attack: { how: 'phone', who: 'untold' } }),
  line('POST /meetings/:id/invitations/answer', '/meetings/{meetingToCome}/invitations/answer', doorkeepers, { attack: { code: 'AAAAA', kind: 'confirm' } }),
  // Whoever is signed in may answer; who is not invited is told so.
  line('POST /meetings/:id/answer', '/meetings/{meetingToCome}/answer', signedIn),
  line('POST /meetings/:id/sign-in-online', '/meetings/{meetingToCome}/sign-in-online', signedIn),
  line('GET /meetings/:id/pass', '/meetings/{meetingToCome}/pass', signedIn),
  line('POST /meetings/:id/pass', '/meetings/{meetingToCome}/pass', signedIn),
  line('GET /meetings/:id/admit', '/meetings/{meetingToCome}/admit', doorkeepers),
  line('POST /meetings/:id/admit', '/meetings/{meetingToCome}/admit', doorkeepers, { attack: { code: 'AAAAAA' } }),
  same('GET /n/:place/bodies', everyone),
  same('POST /n/:place/bodies', registrars, { attack: { kind: 'owners_committee', name: '别人的业委会' } }),
  line('GET /bodies/:id', '/bodies/{body}', everyone),
  line('POST /bodies/:id/members', '/bodies/{body}/members', registrars, { attack: { add: '王小英' } }),
  line('POST /bodies/:id/rule', '/bodies/{body}/rule', ['officer', 'head'], { attack: { strict: 'more', num: '1', den: '2', source: '没有' } }),
  line('POST /bodies/:id/close', '/bodies/{body}/close', registrars, { once: true }),
  same('GET /n/:place/meetings/calendar', everyone),
  line('GET /meetings/:id/meeting.ics', '/meetings/{meetingToCome}/meeting.ics', everyone),
  same('GET /my/meetings', signedIn),
  same('POST /my/meetings/feed', signedIn),
  same('POST /my/meetings/feed/end', persons, { idle: ['account', 'officerElsewhere'] }),
  // The secret in the address is the key: without it there is no such page for anybody.
  line('GET /calendar/:file', '/calendar/{nothing}.ics', [], { hidden: true }),
];
