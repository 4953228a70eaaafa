import { committee, everyone, type Line, line, same, signedIn } from './matrix-lines.ts';

/** Upkeep: what anybody reads and reports, and who looks after what. */
export const upkeep: Line[] = [
  line('GET /projects/:id/upkeep', '/projects/{project}/upkeep', everyone),
  line('POST /projects/:id/upkeep', '/projects/{project}/upkeep', committee, { attack: { firstDay: '2027-01-01', keeperName: '别人' } }),
  line('GET /projects/:id/upkeep/:one', '/projects/{project}/upkeep/{upkeep}', ['keeper', 'steward', 'secretary', 'director']),
  line('POST /projects/:id/upkeep/:one', '/projects/{project}/upkeep/{upkeep}', ['keeper', 'steward', 'secretary', 'director'], { idle: signedIn }),
  line('GET /projects/:id/outcomes', '/projects/{project}/outcomes', everyone),
  line('POST /projects/:id/outcomes', '/projects/{project}/outcomes', ['secretary', 'director', 'keeper', 'officer']),
  same('GET /assets', everyone),
  same('GET /n/:place/assets', everyone),
  line('GET /assets/:id', '/assets/{asset}', everyone),
  // Whoever passes by says what is broken, without an account.
  line('POST /assets/:id/report', '/assets/{asset}/report', everyone),
  line('POST /assets/:id/answer', '/assets/{asset}/answer', [], { idle: signedIn }),
  line('POST /assets/:id/alarm', '/assets/{asset}/alarm', ['secretary', 'director', 'officer', 'head'], { attack: { decision: '没事' } }),
  line('GET /assets/:id/manage', '/assets/{asset}/manage', ['keeper', 'secretary', 'director', 'officer', 'head']),
  line('POST /assets/:id/leave', '/assets/{asset}/leave', ['keeper', 'secretary', 'director', 'officer', 'head'], { idle: signedIn }),
  line('POST /assets/:id/keeper', '/assets/{asset}/keeper', ['secretary', 'director', 'officer', 'head'], { attack: { name: '别人' } }),
  line('GET /assets/:id/keeper-sheet.pdf', '/assets/{asset}/keeper-sheet.pdf', ['secretary', 'director', 'officer', 'head']),
  line('GET /assets/:id/card.pdf', '/assets/{asset}/card.pdf', ['secretary', 'director', 'officer', 'head']),
  line('POST /assets/:id/plans', '/assets/{asset}/plans', committee, { attack: { title: '浇水', every: '1', unit: 'week', firstDay: '2027-05-01' } }),
  line('POST /assets/:id/plans/:one/end', '/assets/{asset}/plans/{upkeepPlan}/end', committee, { attack: { reason: '不用了' } }),
  line('POST /assets/:id/costs', '/assets/{asset}/costs', ['keeper', 'secretary', 'director']),
  line('POST /assets/:id/costs/:one/back', '/assets/{asset}/costs/{nothing}/back', []),
  line('POST /assets/:id/correct', '/assets/{asset}/correct', committee, { attack: { place: '别处' } }),
  line('POST /assets/:id/abandon', '/assets/{asset}/abandon', ['secretary', 'director', 'officer', 'head']),
  line('GET /projects/:id/assets/new', '/projects/{project}/assets/new', committee),
  line('POST /projects/:id/assets/new', '/projects/{project}/assets/new', committee),
];

/** The showcase: anybody reads, searches and takes the data along; the community agrees, the office publishes. */
export const showcase: Line[] = [
  same('GET /showcase', everyone),
  same('GET /showcase/schema.json', everyone),
  same('GET /showcase/export.json', everyone),
  same('GET /showcase/export.csv', everyone),
  same('POST /showcase/licence', ['officer', 'head'], { attack: { licence: 'CC0' } }),
  same('POST /showcase/import', ['officer', 'head']),
  line('GET /showcase/:id', '/showcase/{case}', everyone),
  line('GET /showcase/:id/edit', '/showcase/{case}/edit', ['secretary', 'director', 'officer', 'head']),
  line('POST /showcase/:id/edit', '/showcase/{case}/edit', ['secretary', 'director', 'officer', 'head'], {
    attack: { title: '改了', kind: 'old', problem: '改', method: '改', copyable: '改', lessons: '改' },
  }),
  line('POST /showcase/:id/agree', '/showcase/{case}/agree', ['secretary', 'director'], { idle: ['secretaryElsewhere'] }),
  line('POST /showcase/:id/publish', '/showcase/{case}/publish', ['officer', 'head']),
  line('POST /showcase/:id/withdraw', '/showcase/{case}/withdraw', ['secretary', 'director', 'officer', 'head'], { attack: { reason: '不要了' } }),
  line('GET /showcase/:id/start', '/showcase/{case}/start', ['secretary', 'director', 'secretaryElsewhere']),
  line('POST /showcase/:id/start', '/showcase/{case}/start', ['secretary', 'director', 'secretaryElsewhere']),
  line('GET /projects/:id/case', '/projects/{project}/case', ['secretary', 'director', 'officer', 'head']),
  line('POST /projects/:id/case', '/projects/{project}/case', ['secretary', 'director', 'officer', 'head']),
];
