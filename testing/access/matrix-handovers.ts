import { everyone, type Line, line, same } from './matrix-lines.ts';

/** Deputies for absence, and hand-overs of a role. The scene's hand-over is from 蔡路's secretary to somebody from 长岛路. */
export const handovers: Line[] = [
  same('GET /deputies', everyone),
  same('POST /deputies', ['secretary', 'director', 'officer', 'head', 'admin', 'secretaryElsewhere'], {
    attack: { role: '{role}', deputy: '{staff}', from: '2099-01-01', to: '2099-01-02', reason: '顶替' },
  }),
  line('POST /deputies/:id/end', '/deputies/{deputyship}/end', ['officer', 'head', 'admin'], {
    idle: ['secretary', 'director', 'secretaryElsewhere'],
    attack: { reason: '不用了' },
  }),
  same('GET /handovers', ['officer', 'head', 'auditor', 'admin']),
  same('POST /handovers', ['officer', 'admin'], { attack: { role: '{role}', to: '{staff}', day: '2099-01-01', reason: '换人' } }),
  line('GET /handovers/:id', '/handovers/{handover}', ['secretary', 'officer', 'head', 'auditor', 'admin']),
  ...['pdf', 'docx'].map((form) =>
    line(`GET /handovers/:id/paper.${form}`, `/handovers/{handover}/paper.${form}`, ['secretary', 'officer', 'head', 'auditor', 'admin']),
  ),
  // The secretary signs what is theirs; the office enters what was signed on paper. An old list is answered in words.
  line('POST /handovers/:id/sign', '/handovers/{handover}/sign', ['secretary', 'officer', 'admin'], {
    fields: { side: 'from', list: 'an older list', witness: '某某在场' },
  }),
  ...['sign-anew', 'finish', 'drop'].map((what) => line(`POST /handovers/:id/${what}`, `/handovers/{handover}/${what}`, ['officer', 'admin'])),
  // Only the successor has something to take over.
  line('POST /handover-items/:id/taken', '/handover-items/{handover}/taken', []),
];
