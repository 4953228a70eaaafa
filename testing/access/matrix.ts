import { committee, everyone, type Line, line, locals, office, persons, same, signedIn } from './matrix-lines.ts';
import { reviewOfRound } from './matrix-review.ts';
import { roundAward } from './matrix-award.ts';
import { audits, officeYear } from './matrix-audits.ts';
import { bank } from './matrix-bank.ts';
import { application } from './matrix-application.ts';
import { closing } from './matrix-closing.ts';
import { core } from './matrix-core.ts';
import { decisions } from './matrix-decide.ts';
import { disclosure } from './matrix-disclosure.ts';
import { doingWorks } from './matrix-doing.ts';
import { elections } from './matrix-elections.ts';
import { houseRules } from './matrix-house-rules.ts';
import { governanceIndex, surveys } from './matrix-index.ts';
import { consents } from './matrix-consents.ts';
import { meetingsAround } from './matrix-meetings.ts';
import { invoices } from './matrix-invoices.ts';
import { funds, money } from './matrix-money.ts';
import { sources } from './matrix-sources.ts';
import { policyVersions } from './matrix-policy.ts';
import { purchases } from './matrix-purchases.ts';
import { handovers } from './matrix-handovers.ts';
import { roundsYear } from './matrix-rounds.ts';
import { showcase, upkeep } from './matrix-upkeep.ts';
import { papers } from './matrix-paper.ts';
import { proceedings } from './matrix-proceedings.ts';
import { statements } from './matrix-statements.ts';
import { voting } from './matrix-voting.ts';
import type { Player } from './whole-site.ts';

export type { Line };

const site: Line[] = [
  line('GET /', '', everyone),
  line('GET /files/:id', '/files/{publicFile}', everyone),
  line('GET /files/:id', '/files/{neighbourhoodFile}', [...locals, 'officer', 'head', 'reviewer', 'auditor', 'admin'], { hidden: true }),
  line('GET /files/:id', '/files/{officeFile}', ['secretary', 'director', 'officer', 'head', 'auditor', 'admin'], { hidden: true }),
  same('GET /audit.atom', everyone),
  same('GET /inbox', signedIn),
  same('GET /me', signedIn),
  same('GET /me/data.json', signedIn),
  same('POST /me/withdraw-phone', persons),
  same('GET /activate', everyone),
  same('POST /activate', everyone),
  same('GET /start', ['secretary', 'officer', 'admin', 'secretaryElsewhere']),
];

const notices: Line[] = [
  same('GET /n/:place/notices', everyone),
  same('GET /n/:place/notices.atom', everyone),
  same('GET /notices', everyone),
  same('GET /notices.atom', everyone),
  same('GET /n/:place/notices/new', ['secretary', 'director', 'officer', 'head']),
  same('POST /n/:place/notices/new', ['secretary', 'director', 'officer', 'head']),
  same('GET /notices/new', office),
  same('POST /notices/new', office),
  line('GET /notices/:id', '/notices/{notice}', everyone),
  line('GET /notices/:id/paper.pdf', '/notices/{notice}/paper.pdf', everyone),
  line('POST /notices/:id/objections', '/notices/{notice}/objections', locals, { fields: { text: '我也觉得太近。' }, idle: ['secretaryElsewhere'] }),
  line('GET /notices/:id/objections-for', '/notices/{notice}/objections-for', ['steward', 'secretary', 'director', 'officer']),
  line('POST /notices/:id/objections-for', '/notices/{notice}/objections-for', ['steward', 'secretary', 'director', 'officer']),
  line('POST /objections/:id/answer', '/objections/{objection}/answer', ['secretary', 'director', 'officer', 'head'], {
    attack: { outcome: 'rejected', text: '已经量过，二十米。' },
  }),
  line('POST /objections/:id/told', '/objections/{objection}/told', ['secretary', 'director', 'officer', 'head'], {
    fields: { how: '当面交' },
    idle: ['resident'],
  }),
  line('GET /objections/:id/letter.pdf', '/objections/{objection}/letter.pdf', ['secretary', 'director', 'officer', 'head']),
  line('GET /notices/:id/correct', '/notices/{notice}/correct', ['secretary', 'director', 'officer', 'head']),
  line('POST /notices/:id/correct', '/notices/{notice}/correct', ['secretary', 'director', 'officer', 'head'], {
    attack: { reason: '改一改', title: '别人的公告', body: '改过了', startDay: '2027-01-01' },
  }),
];

const matters: Line[] = [
  same('GET /matters', everyone),
  same('GET /n/:place/matters', everyone),
  same('GET /n/:place/matters/slip.pdf', everyone),
  // Whoever has something to say may write it down first and sign in after.
  same('GET /matters/new', everyone),
  line('POST /matters/new', '/matters/new?n={place}', everyone),
  same('GET /matters/settings', office),
  same('POST /matters/settings', office),
  same('GET /n/:place/matters/enter', ['steward', 'secretary', 'director']),
  same('POST /n/:place/matters/enter', ['steward', 'secretary', 'director']),
  line('GET /matters/:id', '/matters/{matter}', everyone),
  line('GET /matters/:id', '/matters/{hiddenMatter}', everyone),
  line('GET /matters/:id/supporters', '/matters/{matter}/supporters', ['steward', 'secretary', 'director', 'officer', 'head', 'auditor']),
  line('POST /matters/:id/supporters', '/matters/{matter}/supporters', ['steward', 'secretary', 'director'], {
    idle: ['secretaryElsewhere'],
    attack: { people: '{person} {household}', channel: 'paper' },
  }),
  line('POST /matters/:id/support', '/matters/{matter}/support', ['resident']),
  line('POST /matters/:id/unsupport', '/matters/{matter}/unsupport', ['resident']),
  ...['adopt', 'answer', 'pass-on', 'decline', 'merge', 'sort'].map((what) =>
    line(`POST /matters/:id/${what}`, `/matters/{matter}/${what}`, committee, {
      attack: {
        venue: 'direct',
        reason: '不关我的事',
        passedTo: '别处',
        intoId: '{hiddenMatter}',
        title: '改了题目',
        category: 'lighting',
        dueDay: '2027-01-01',
      },
    }),
  ),
  line('POST /matters/:id/hide', '/matters/{matter}/hide', ['secretary', 'officer'], { attack: { reason: '藏起来' } }),
  line('POST /matters/:id/appeal', '/matters/{matter}/appeal', ['resident'], { fields: { reason: '没有指名道姓。' } }),
  line('POST /matters/:id/rule-appeal', '/matters/{matter}/rule-appeal', office),
  line('POST /matters/:id/withdraw', '/matters/{matter}/withdraw', ['resident']),
  line('POST /matters/:id/reopen', '/matters/{matter}/reopen', ['resident', 'secretary', 'director', 'officer'], {
    idle: ['steward', 'supervisor', 'keeper', 'partner', 'property', 'secretaryElsewhere'],
  }),
];

const meetings: Line[] = [
  same('GET /n/:place/meetings', everyone),
  same('GET /n/:place/meetings.ics', everyone),
  line('GET /meetings/new', '/meetings/new?place={place}', committee),
  line('POST /meetings/new', '/meetings/new', committee, { fields: { place: '{place}' } }),
  line('GET /meetings/:id', '/meetings/{meeting}', everyone),
  line('GET /meetings/:id', '/meetings/{meetingToCome}', everyone),
  ...['hold', 'publish', 'cancel', 'minutes', 'resolutions/new'].map((what) =>
    line(`POST /meetings/:id/${what}`, `/meetings/{meetingToCome}/${what}`, committee),
  ),
  line('POST /meetings/:id/files', '/meetings/{meetingToCome}/files', committee, { idle: ['secretaryElsewhere'] }),
  line('GET /meetings/:id/sign-in', '/meetings/{meetingToCome}/sign-in', signedIn),
  line('POST /meetings/:id/sign-in', '/meetings/{meetingToCome}/sign-in', signedIn),
  line('GET /meetings/:id/board', '/meetings/{meetingToCome}/board', ['secretary', 'director', 'steward']),
  line('GET /meetings/:id/attendance', '/meetings/{meetingToCome}/attendance', ['secretary', 'director', 'steward']),
  line('POST /meetings/:id/attendance', '/meetings/{meetingToCome}/attendance', ['secretary', 'director', 'steward']),
  line('GET /meetings/:id/minutes', '/meetings/{meeting}/minutes', committee),
  line('GET /meetings/:id/resolutions/new', '/meetings/{meeting}/resolutions/new', committee),
  line('GET /meetings/:id/notice.pdf', '/meetings/{meetingToCome}/notice.pdf', everyone),
  line('GET /meetings/:id/minutes.pdf', '/meetings/{meeting}/minutes.pdf', everyone),
  line('GET /meetings/:id/sheet.pdf', '/meetings/{meetingToCome}/sheet.pdf', ['secretary', 'director', 'steward']),
  line('GET /resolutions/:id', '/resolutions/{resolution}', everyone),
  // Who carries it out is named in the resolution itself.
  line('POST /resolutions/:id/follow', '/resolutions/{resolution}/follow', committee, { idle: signedIn }),
];

const ballots: Line[] = [
  line('GET /ballots/new', '/ballots/new?place={place}&meeting={meetingToCome}', committee),
  line('POST /ballots/new', '/ballots/new', committee, { fields: { place: '{place}', meeting: '{meetingToCome}' } }),
  line('GET /ballots/:id', '/ballots/{ballot}', everyone),
  // Door by door only for the people of the neighbourhood and those who answer for it.
  line('GET /ballots/:id', '/ballots/{ballot}?format=xlsx', [
    'resident',
    'steward',
    'secretary',
    'director',
    'supervisor',
    'keeper',
    'officer',
    'head',
    'auditor',
  ]),
  line('GET /ballots/:id/roll', '/ballots/{ballot}/roll', everyone),
  // Who votes is on the roll, not in the roles.
  line('POST /ballots/:id/vote', '/ballots/{ballot}/vote', ['resident'], { fields: { choice: 'yes' }, idle: signedIn }),
  ...['roll', 'open', 'close', 'cancel'].map((what) =>
    line(`POST /ballots/:id/${what}`, `/ballots/{ballot}/${what}`, committee, { attack: { until: '2027-01-01', reason: '不办了' } }),
  ),
  line('GET /ballots/:id/result.pdf', '/ballots/{ballot}/result.pdf', everyone),
];

const editors: readonly Player[] = ['secretary', 'officer', 'admin'];
const places: Line[] = [
  same('GET /n/:place', everyone),
  line('GET /compounds/:id', '/compounds/{compound}', everyone),
  line('GET /buildings/:id', '/buildings/{building}', everyone),
  line('GET /buildings/:id/doors.pdf', '/buildings/{building}/doors.pdf', ['secretary', 'director', 'steward', 'officer', 'admin']),
  line('GET /d/:door', '/d/{door}', everyone),
  line('POST /d/:door/vouching', '/d/{door}/vouching', signedIn),
  same('GET /neighbourhoods/new', ['officer', 'admin']),
  same('POST /neighbourhoods/new', ['officer', 'admin']),
  ...['edit', 'compounds/new', 'buildings/new'].flatMap((what) => [same(`GET /n/:place/${what}`, editors), same(`POST /n/:place/${what}`, editors)]),
  ...[
    ['compounds', 'compound', 'edit'],
    ['buildings', 'building', 'homes/new'],
    ['homes', 'home', 'edit'],
  ].flatMap(([many, one, what]) => ['GET', 'POST'].map((method) => line(`${method} /${many}/:id/${what}`, `/${many}/{${one}}/${what}`, editors))),
];

/** Those who work with the people of 蔡路. */
const keepers: readonly Player[] = ['secretary', 'director', 'officer', 'head', 'auditor', 'admin'];
const people: Line[] = [
  line('GET /homes/:id', '/homes/{home}', keepers),
  line('GET /households/:id', '/households/{household}', keepers),
  same('GET /n/:place/households', keepers),
  ...['members', 'owners', 'move-in'].map((what) => line(`POST /homes/:id/${what}`, `/homes/{home}/${what}`, ['secretary', 'director', 'officer', 'admin'])),
  line('POST /homes/:id/head', '/homes/{movingHome}/head', ['secretary', 'director', 'officer', 'admin'], {
    fields: { householdId: '{movingHousehold}', memberId: '{member}' },
  }),
  line('POST /homes/:id/members/end', '/homes/{movingHome}/members/end', ['secretary', 'director', 'officer', 'admin'], {
    fields: { householdId: '{movingHousehold}', memberId: '{member}' },
    once: true,
  }),
  line('POST /homes/:id/move-out', '/homes/{movingHome}/move-out', ['secretary', 'director', 'officer', 'admin'], {
    fields: { householdId: '{movingHousehold}' },
    once: true,
  }),
  line('POST /homes/:id/owners/end', '/homes/{ownedHome}/owners/end', ['secretary', 'director', 'officer', 'admin'], {
    fields: { ownerId: '{owner}' },
    once: true,
  }),
  line('POST /homes/:id/letter', '/homes/{home}/letter', editors),
  line('POST /buildings/:id/letters', '/buildings/{building}/letters', editors),
  same('GET /people', ['officer', 'head', 'auditor', 'admin']),
  same('GET /n/:place/people', keepers),
  line('GET /people/:id', '/people/{person}', keepers),
  line('POST /people/:id', '/people/{person}', ['secretary', 'director', 'officer', 'admin'], { fields: { name: '改了名', adult: '1' } }),
  // A link signs in as that person: nobody who also decides may make one.
  line('POST /people/:id/link', '/people/{staff}/link', ['admin']),
  same('GET /organisations', everyone),
  same('GET /n/:place/organisations', everyone),
  same('GET /organisations/new', ['secretary', 'officer', 'admin', 'secretaryElsewhere']),
  same('POST /organisations/new', ['officer', 'admin'], { fields: { kind: 'partner', name: '新来的单位' } }),
  line('GET /organisations/:id', '/organisations/{organisation}', editors),
  line('POST /organisations/:id', '/organisations/{organisation}', editors, {
    fields: { kind: 'partner', name: '改名的单位', neighbourhoodId: '{placeId}', active: '1' },
  }),
  same('GET /roles', everyone),
  same('GET /n/:place/roles', everyone),
  same('POST /roles', ['officer', 'admin'], { fields: { name: '新专家', role: 'reviewer', fromDay: '2026-01-01' } }),
  same('POST /n/:place/roles', editors, { fields: { name: '新楼长', role: 'steward', fromDay: '2026-01-01' } }),
  line('POST /roles/:id/end', '/roles/{role}/end', editors),
  same('GET /n/:place/import', editors),
  same('GET /n/:place/import/template.xlsx', editors),
  same('POST /n/:place/import', editors),
  line('GET /imports/:id', '/imports/{nothing}', []),
  line('POST /imports/:id/columns', '/imports/{nothing}/columns', []),
  line('POST /imports/:id/confirm', '/imports/{nothing}/confirm', []),
  same('GET /n/:place/vouching', ['steward', 'secretary']),
  line('POST /vouching/:id', '/vouching/{nothing}', []),
];

const insiders: readonly Player[] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'reviewer', 'admin'];
const projects: Line[] = [
  line('GET /projects/new', '/projects/new?matter={matter}', committee),
  line('POST /projects/new', '/projects/new', committee, { fields: { matter: '{matter}' } }),
  same('GET /projects', everyone),
  same('GET /n/:place/projects', everyone),
  line('GET /projects/:id', '/projects/{project}', everyone),
  line('GET /projects/:id', '/projects/{draft}', ['secretaryElsewhere', 'officer', 'head', 'reviewer', 'auditor', 'admin'], { hidden: true }),
  // What has been handed in is no longer written at.
  ...['GET', 'POST'].map((method) => line(`${method} /projects/:id/application`, '/projects/{draft}/application', ['secretaryElsewhere'], { elsewhere: true })),
  line('GET /projects/:id/application.pdf', '/projects/{submitted}/application.pdf', insiders),
  ...['GET', 'POST'].flatMap((method) => [
    line(`${method} /projects/:id/withdraw`, '/projects/{submitted}/withdraw', committee),
    line(`${method} /projects/:id/stop`, '/projects/{project}/stop', office),
    line(`${method} /projects/:id/appraisal`, '/projects/{doing}/appraisal', ['secretaryElsewhere'], { elsewhere: true }),
    line(`${method} /projects/:id/shifts`, '/projects/{project}/shifts', ['secretary', 'director', 'supervisor']),
    line(`${method} /projects/:id/pictures`, '/projects/{project}/pictures', ['secretary', 'director', 'supervisor']),
    line(`${method} /projects/:id/check-in`, '/projects/{doing}/check-in', ['secretaryElsewhere'], { elsewhere: true }),
    same(`${method} /project-deadlines`, office),
  ]),
  ...['check-ins', 'changes', 'notes', 'acceptance', 'settlement', 'grade'].map((what) =>
    line(`GET /projects/:id/${what}`, `/projects/{project}/${what}`, everyone),
  ),
  line('POST /projects/:id/start', '/projects/{project}/start', committee),
  line('POST /projects/:id/check-ins/:one/answer', '/projects/{project}/check-ins/{checkIn}/answer', committee),
  line('POST /projects/:id/shifts/:one/cancel', '/projects/{project}/shifts/{shift}/cancel', ['secretary', 'director', 'supervisor']),
  line('POST /projects/:id/changes', '/projects/{project}/changes', committee, {
    attack: { what: '灯', fromText: '十盏', toText: '一盏', why: '省钱', amount: '1' },
  }),
  line('POST /projects/:id/changes/:one/answer', '/projects/{project}/changes/{change}/answer', office),
  line('POST /projects/:id/notes', '/projects/{project}/notes', committee, { attack: { progress: '都做完了' } }),
  line('POST /projects/:id/acceptance', '/projects/{project}/acceptance', ['supervisor']),
  line('POST /projects/:id/settlement', '/projects/{project}/settlement', committee),
  line('POST /projects/:id/grade', '/projects/{project}/grade', office),
  line('POST /projects/:id/close', '/projects/{project}/close', office),
  line('GET /projects/:id/dossier', '/projects/{project}/dossier', ['secretary', 'director', 'officer', 'head', 'auditor']),
  line('GET /projects/:id/dossier.pdf', '/projects/{project}/dossier.pdf', ['secretary', 'director', 'officer', 'head', 'auditor']),
  line('GET /projects/:id/public-edition', '/projects/{project}/public-edition', ['secretary', 'officer', 'head']),
  line('POST /projects/:id/public-edition', '/projects/{project}/public-edition', ['secretary', 'officer', 'head'], { attack: { seen: '0'.repeat(64) } }),
  line('POST /projects/:id/public-edition/end', '/projects/{project}/public-edition/end', ['secretary', 'officer', 'head'], { attack: { reason: '错' } }),
  // Nothing is published there yet: for everybody it is not there.
  line('GET /projects/:id/public-dossier', '/projects/{project}/public-dossier', [], { hidden: true }),
  line('GET /projects/:id/public-dossier.pdf', '/projects/{project}/public-dossier.pdf', [], { hidden: true }),
];

/** Papers that are printed as they are, never worked on: codes, slips and letters; and the index's report, whose two forms stand by hand. */
const printedOnly = new Set([
  'GET /buildings/:id/doors.pdf',
  'GET /n/:place/matters/slip.pdf',
  'GET /ballots/:id/papers.pdf',
  'GET /elections/:id/papers.pdf',
  'GET /index/compounds/:id/report.pdf',
]);

/** Whoever may print a paper may have it as a document to work on, and nobody else. */
const inBothForms = (lines: readonly Line[]): Line[] =>
  lines.flatMap((one) =>
    one.route.startsWith('GET ') && one.route.endsWith('.pdf') && !printedOnly.has(one.route)
      ? [one, { ...one, route: one.route.replace(/pdf$/, 'docx'), at: one.at.replace(/\.pdf(?=$|\?)/, '.docx') }]
      : [one],
  );

/** Every request below `/s/{code}`. */
export const matrix: readonly Line[] = inBothForms([
  ...site,
  ...notices,
  ...matters,
  ...meetings,
  ...meetingsAround,
  ...proceedings,
  ...ballots,
  ...voting,
  ...statements,
  ...papers,
  ...places,
  ...people,
  ...projects,
  ...application,
  ...money,
  ...sources,
  ...roundAward,
  ...audits,
  ...officeYear,
  ...bank,
  ...core,
  ...policyVersions,
  ...reviewOfRound,
  ...roundsYear,
  ...handovers,
  ...purchases,
  ...invoices,
  ...funds,
  ...doingWorks,
  ...disclosure,
  ...decisions,
  ...consents,
  ...houseRules,
  ...governanceIndex,
  ...surveys,
  ...closing,
  ...upkeep,
  ...showcase,
  ...elections,
]);

/** Addresses above the subdistricts: all open, each guarded by what it asks for (a code, a link, a demo). */
export const aboveSubdistricts: readonly string[] = [
  'GET /healthz',
  'GET /readyz',
  'GET /assets/:name',
  'GET /',
  'GET /prefs',
  'GET /sign-in',
  'POST /sign-in',
  'POST /sign-in/code',
  'POST /sign-out',
  'GET /link/:token',
  'POST /link/:token',
  'GET /demo',
  'POST /demo/sign-in',
  'GET /demo/outbox',
];
