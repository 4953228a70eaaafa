import { committee, type Line, line, office, same, signedIn } from './matrix-lines.ts';
import type { Player } from './whole-site.ts';

/** The office, and whoever audits by standing role. */
const overseers: readonly Player[] = ['officer', 'head', 'auditor'];
/** Everybody signed in may ask whether there is something for them; what there is not for them is not there. */
const others: readonly Player[] = signedIn.filter((who) => !overseers.includes(who));

/** The named auditor of both audits is the standing auditor of the demo. */
const named: readonly Player[] = ['auditor'];

/**
 * Of `{audit}` the report is not issued, so that samples, ticks and drafts are the named auditor's alone, the office's not; `{auditReported}` has its report;
 * `{auditFinding}` was issued to 蔡路.
 */
export const audits: Line[] = [
  same('GET /audits', signedIn),
  same('GET /audits/new', office),
  same('POST /audits/new', office),
  line('GET /audits/:id', '/audits/{audit}', overseers, { idle: others }),
  line('POST /audits/:id/term', '/audits/{audit}/term', office, { attack: { to: '2030-01-01', reason: '没有理由' } }),
  ...['GET', 'POST'].map((method) =>
    line(`${method} /audits/:id/draw`, '/audits/{audit}/draw', named, {
      idle: signedIn,
      attack: { unit: 'payment', method: 'all', seed: '1', checklist: '一' },
    }),
  ),
  line('GET /audits/:id/samples/:sample', '/audits/{audit}/samples/{auditSample}', named, { idle: signedIn }),
  line('GET /audits/:id/samples/:sample/population.csv', '/audits/{audit}/samples/{auditSample}/population.csv', named, { idle: signedIn }),
  line('GET /audits/:id/samples/:sample', '/audits/{auditReported}/samples/{auditSampleReported}', overseers, { idle: others }),
  line('GET /audits/:id/items/:item', '/audits/{audit}/items/{auditItem}', named, { idle: signedIn }),
  line('POST /audits/:id/items/:item/ticks', '/audits/{audit}/items/{auditItem}/ticks', named, { idle: signedIn, attack: { r1: 'good', n1: '好' } }),
  line('GET /audits/:id/items/:item/files/:file', '/audits/{audit}/items/{auditItem}/files/{nothing}', [], { idle: signedIn }),
  ...['pdf', 'docx'].map((form) =>
    line(`GET /audits/:id/items/:item/dossier.${form}`, `/audits/{audit}/items/{auditItem}/dossier.${form}`, named, { idle: signedIn }),
  ),
  line('POST /audits/:id/report', '/audits/{audit}/report', named, { idle: signedIn, attack: { opinion: '好', summary: '好' } }),
  ...['pdf', 'docx'].map((form) => line(`GET /audits/:id/report.${form}`, `/audits/{auditReported}/report.${form}`, overseers, { idle: others })),
  line('POST /audits/:id/publish', '/audits/{auditReported}/publish', office),
  line('POST /audits/:id/setting', '/audits/{auditReported}/setting', office, { attack: { publish: 'no' } }),
  ...['GET', 'POST'].map((method) =>
    line(`${method} /audits/:id/findings/new`, '/audits/{audit}/findings/new', named, {
      idle: signedIn,
      attack: { place: 'office', severity: 'slight', clause: '一', body: '二' },
    }),
  ),
  line('GET /audit-findings/:id', '/audit-findings/{auditFinding}', [...committee, ...overseers], { idle: others }),
  line('GET /audit-findings/:id/files/:file', '/audit-findings/{auditFinding}/files/{nothing}', [], { idle: signedIn }),
  ...['issue', 'drop'].map((what) =>
    line(`POST /audit-findings/:id/${what}`, `/audit-findings/{auditFinding}/${what}`, named, { idle: signedIn, attack: { body: '不发' } }),
  ),
  line('POST /audit-findings/:id/answer', '/audit-findings/{auditFinding}/answer', [...committee, 'officer', 'head'], {
    idle: ['secretaryElsewhere'],
    attack: { body: '答复' },
  }),
  ...['object', 'plan'].map((what) =>
    line(`POST /audit-findings/:id/${what}`, `/audit-findings/{auditFinding}/${what}`, [...committee, 'officer', 'head'], {
      idle: ['secretaryElsewhere'],
      attack: { body: '不对', due: '2030-01-01' },
    }),
  ),
  // Judging is for the named auditor, and for the head when the auditor is no longer there; answering and proving is never theirs.
  ...[
    ['rule', 'kept'],
    ['settle', ''],
    ['recheck', 'good'],
  ].map(([what, kind]) =>
    line(`POST /audit-findings/:id/${what}`, `/audit-findings/{auditFinding}/${what}`, ['head', 'auditor'], {
      idle: signedIn,
      attack: { kind: kind ?? '', body: '可以' },
    }),
  ),
  line('POST /audit-findings/:id/prove', '/audit-findings/{auditFinding}/prove', [...committee, 'officer', 'head'], {
    idle: signedIn,
    attack: { body: '改好了' },
  }),
];

/** The office's year and problems referred upwards. */
export const officeYear: Line[] = [
  same('GET /office/year', overseers),
  line('GET /office/year/:year', '/office/year/2026', overseers),
  ...['projects', 'places', 'duties', 'stays'].map((what) => line(`GET /office/year/:year/${what}`, `/office/year/2026/${what}`, overseers)),
  same('GET /office/alarms', overseers),
  same('GET /office/referrals', overseers),
  same('GET /office/referrals/new', office),
  same('POST /office/referrals/new', office),
  line('GET /office/referrals/:id', '/office/referrals/{upwardReferral}', overseers),
  ...['pdf', 'docx'].map((form) => line(`GET /office/referrals/:id/file.${form}`, `/office/referrals/{upwardReferral}/file.${form}`, overseers)),
  ...['sent', 'chased', 'answered', 'ended'].map((kind) =>
    line(`POST /office/referrals/:id/${kind}`, `/office/referrals/{upwardReferral}/${kind}`, office, {
      attack: { day: '2026-11-02', body: '话', outcome: 'refused' },
    }),
  ),
];
