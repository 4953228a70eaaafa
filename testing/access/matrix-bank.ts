import type { Player } from './whole-site.ts';
import { committee, type Line, line, office, same } from './matrix-lines.ts';

// Bank and cash of the demo lie at 胜利: of the players its secretary is the one elsewhere, and nobody of 蔡路 sees them.
const here = { elsewhere: true } as const;
const seers: readonly Player[] = ['officer', 'head', 'auditor', 'secretaryElsewhere'];
const keepers: readonly Player[] = ['officer', 'head', 'secretaryElsewhere'];
const accountable: readonly Player[] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'];

/** Bank accounts, cash boxes, statements, the end of the year and its closing. */
export const bank: Line[] = [
  same('GET /accounts', [...accountable, 'secretaryElsewhere']),
  same('GET /accounts/new', [...committee, 'officer', 'head', 'secretaryElsewhere']),
  same('POST /accounts/new', [...committee, 'officer', 'head', 'secretaryElsewhere']),
  line('GET /accounts/:id', '/accounts/{bankAccount}', seers, here),
  line('GET /accounts/:id', '/accounts/{cashBox}', seers, here),
  ...['', '.pdf'].map((what) => line(`GET /accounts/:id/reconciliation${what}`, `/accounts/{bankAccount}/reconciliation${what}`, seers, here)),
  line('POST /accounts/:id/statements', '/accounts/{bankAccount}/statements', keepers, here),
  line('GET /bank-statements/:id', '/bank-statements/{bankStatement}', seers, here),
  ...['columns', 'confirm', 'drop'].map((what) => line(`POST /bank-statements/:id/${what}`, `/bank-statements/{bankStatement}/${what}`, keepers, here)),
  line('GET /bank-statements/:id/withdraw', '/bank-statements/{bankStatement}/withdraw', keepers, here),
  line('POST /bank-statements/:id/withdraw', '/bank-statements/{bankStatement}/withdraw', keepers, { ...here, attack: { reason: '导错了' } }),
  line('POST /accounts/:id/match', '/accounts/{bankAccount}/match', keepers, here),
  line('GET /accounts/:id/explain', '/accounts/{bankAccount}/explain?row={bankRow}', keepers, here),
  line('POST /accounts/:id/explain', '/accounts/{bankAccount}/explain', keepers, {
    ...here,
    fields: { row: '{bankRow}' },
    attack: { kind: 'other', text: '别人的钱' },
  }),
  line('GET /accounts/:id/undo', '/accounts/{bankAccount}/undo?link={bankLink}', keepers, here),
  line('POST /accounts/:id/undo', '/accounts/{bankAccount}/undo', keepers, { ...here, fields: { link: '{bankLink}' }, attack: { reason: '拆开' } }),
  line('POST /accounts/:id/transfer', '/accounts/{bankAccount}/transfer', keepers, {
    ...here,
    attack: { way: 'to {cashBox}', amount: '5', day: '2026-11-01' },
  }),
  line('POST /accounts/:id/keeper', '/accounts/{cashBox}/keeper', keepers, { ...here, attack: { keeper: '别人' } }),
  line('POST /accounts/:id/close', '/accounts/{bankAccount}/close', keepers, { ...here, attack: { reason: '销户' } }),
  line('GET /accounts/:id/count', '/accounts/{cashBox}/count', keepers, here),
  line('POST /accounts/:id/count', '/accounts/{cashBox}/count', keepers, here),
  line('GET /accounts/:id/count-sheet.pdf', '/accounts/{cashBox}/count-sheet.pdf', keepers, here),
  ...['', '/sheet.pdf'].map((what) => line(`GET /counts/:id${what}`, `/counts/{cashCount}${what}`, seers, here)),
  line('POST /counts/:id/sign', '/counts/{cashCount}/sign', keepers, here),
  line('POST /counts/:id/explain', '/counts/{cashCount}/explain', keepers, { ...here, attack: { text: '少了一张' } }),
  line('POST /counts/:id/undo', '/counts/{cashCount}/undo', keepers, { ...here, attack: { reason: '点错了' } }),
  same('GET /year-end', [...accountable, 'secretaryElsewhere']),
  line('GET /projects/:id/year-end', '/projects/{project}/year-end', accountable),
  line('POST /awards/:id/return', '/awards/{award}/return', committee, { attack: { amount: '1', way: 'transfer' } }),
  line('GET /returns/:id/slip.pdf', '/returns/{returned}/slip.pdf', accountable),
  line('POST /projects/:id/settlement/publish', '/projects/{project}/settlement/publish', ['secretary', 'director', 'officer', 'head']),
  same('GET /year-close', ['officer', 'head', 'auditor']),
  // The running year is never closed; nobody asked for the other.
  same('POST /year-close', office, { fields: { year: '2199' } }),
  same('POST /year-close/confirm', office, { fields: { year: '2020' } }),
  same('POST /year-close/end', office, { fields: { year: '2020', reason: '打开看看' } }),
];
