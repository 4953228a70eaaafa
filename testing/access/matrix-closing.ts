import { committee, everyone, type Line, line, office, same } from './matrix-lines.ts';
import type { Player } from './whole-site.ts';

const staff: readonly Player[] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'reviewer', 'admin'];
const reviewing: readonly Player[] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'reviewer'];

/** Closing: the acceptance list, promises and what was done, satisfaction, grades told, the year-end value review. */
export const closing: Line[] = [
  line('GET /projects/:id/acceptance-list', '/projects/{project}/acceptance-list', everyone),
  line('POST /projects/:id/acceptance-list', '/projects/{project}/acceptance-list', ['secretary', 'director', 'supervisor', 'officer', 'head']),
  // The list being checked is 胜利's.
  line('POST /acceptance-items/:id/check', '/acceptance-items/{acceptanceItem}/check', office, { attack: { result: 'ok' }, elsewhere: true }),
  line('POST /acceptance-findings/:id/recheck', '/acceptance-findings/{acceptanceFinding}/recheck', office, { attack: { result: 'mended' }, elsewhere: true }),
  ...['pdf', 'docx'].flatMap((form) => [
    line(`GET /projects/:id/acceptance-certificate.${form}`, `/projects/{project}/acceptance-certificate.${form}`, staff),
    line(`GET /projects/:id/closing-report.${form}`, `/projects/{project}/closing-report.${form}`, staff),
  ]),
  line('GET /projects/:id/closing', '/projects/{project}/closing', everyone),
  line('POST /projects/:id/closing/drift', '/projects/{project}/closing/drift', office, { attack: { item: 'x', state: 'kept', reason: '看过' } }),
  line('POST /projects/:id/closing/satisfaction', '/projects/{project}/closing/satisfaction', [...committee, 'officer', 'head'], { attack: { margin: '10' } }),
  line('POST /projects/:id/closing/reach', '/projects/{project}/closing/reach', committee, { attack: { households: '9', how: '数过' } }),
  line('POST /projects/:id/closing/lesson', '/projects/{project}/closing/lesson', [...committee, 'supervisor', 'keeper', 'officer', 'head'], {
    attack: { kind: 'again', text: '好' },
  }),
  line('POST /projects/:id/grade/tell', '/projects/{project}/grade/tell', office),
  line('POST /projects/:id/grade/answer', '/projects/{project}/grade/answer', committee, { attack: { how: 'take' } }),
  line('POST /projects/:id/grade/objection', '/projects/{project}/grade/objection', office, { attack: { grade: 'keep', reason: '维持' } }),
  line('POST /surveys/:id/letters', '/surveys/{survey}/letters', ['steward', 'secretary', 'director', 'officer', 'head']),
  line('GET /surveys/:id/by-code', '/surveys/{survey}/by-code', everyone),
  line('POST /surveys/:id/by-code', '/surveys/{survey}/by-code', everyone, { attack: { code: 'AAAA-BBBB-CCCC', q1: '满意' } }),
  same('GET /lessons', everyone),
  same('GET /value-reviews', [...reviewing, 'secretaryElsewhere']),
  same('POST /value-reviews', office),
  line('GET /value-reviews/:id', '/value-reviews/{valueSession}', [...reviewing, 'secretaryElsewhere']),
  // While it is open, what others said is the office's alone.
  ...['pdf', 'docx'].map((form) => line(`GET /value-reviews/:id/protocol.${form}`, `/value-reviews/{valueSession}/protocol.${form}`, office)),
  line('GET /value-reviews/:id/projects/:one', '/value-reviews/{valueSession}/projects/{project}', [...reviewing, 'secretaryElsewhere']),
  // The panel: 沈若谷 and 陆建国.
  line('POST /value-reviews/:id/projects/:one', '/value-reviews/{valueSession}/projects/{project}', ['reviewer', 'head'], {
    attack: { worth: 'yes', grade: 'good', reason: '值' },
  }),
  line('POST /value-reviews/:id/projects/:one/recuse', '/value-reviews/{valueSession}/projects/{project}/recuse', ['reviewer', 'head'], {
    attack: { why: '认识' },
  }),
  line('POST /value-reviews/:id/renew', '/value-reviews/{valueSession}/renew', office),
  line('POST /value-reviews/:id/grade', '/value-reviews/{valueSession}/grade', office),
  line('POST /value-reviews/:id/close', '/value-reviews/{valueSession}/close', office),
  same('GET /grade-effects', ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'secretaryElsewhere']),
];
