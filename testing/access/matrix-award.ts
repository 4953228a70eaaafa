import { committee, everyone, type Line, line, locals, office } from './matrix-lines.ts';

const readers: Line['through'] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'];

/** The award of a round: the office works out, chooses and proposes, the head confirms, committees take their letters and sign; results are public. */
export const roundAward: Line[] = [
  line('GET /rounds/:id/allocation', '/rounds/{round}/allocation', ['officer', 'head', 'auditor', 'reviewer']),
  line('GET /rounds/:id/allocation/:run/input.json', '/rounds/{round}/allocation/{nothing}/input.json', []),
  line('POST /rounds/:id/allocation', '/rounds/{round}/allocation', office, { attack: { minimum: '60' } }),
  line('POST /rounds/:id/allocation/choose', '/rounds/{round}/allocation/choose', office, { attack: { scenario: '{nothing}', reason: '就选这个' } }),
  line('GET /rounds/:id/decision', '/rounds/{round}/decision', everyone),
  line('POST /rounds/:id/decision', '/rounds/{round}/decision', office, { attack: { reason: '我来定' } }),
  line('POST /rounds/:id/decision/:one/confirm', '/rounds/{round}/decision/{nothing}/confirm', ['head'], { attack: { decision: 'confirmed' } }),
  line('POST /rounds/:id/waiting/up', '/rounds/{round}/waiting/up', office, { attack: { project: '{project}', reason: '先给我' } }),
  line('POST /rounds/:id/waiting/end', '/rounds/{round}/waiting/end', ['head'], { attack: { reason: '不等了' } }),
  line('GET /rounds/:id/letters.pdf', '/rounds/{round}/letters.pdf', ['officer', 'head', 'auditor']),
  line('GET /projects/:id/letter', '/projects/{project}/letter', readers),
  line('GET /projects/:id/letter.pdf', '/projects/{project}/letter.pdf', readers),
  line('POST /projects/:id/letter', '/projects/{project}/letter', committee, { attack: { accepts: 'yes' } }),
  line('GET /rounds/:id/agreements', '/rounds/{round}/agreements', ['officer', 'head', 'auditor']),
  line('POST /rounds/:id/agreements', '/rounds/{round}/agreements', office),
  line('POST /projects/:id/award/sign', '/projects/{submitted}/award/sign', committee),
  line('POST /projects/:id/award/amend', '/projects/{submitted}/award/amend', office, { attack: { reason: '改一改' } }),
  line('GET /rounds/:id/objections', '/rounds/{round}/objections', everyone),
  line('POST /rounds/:id/objections', '/rounds/{round}/objections', [...locals, 'secretaryElsewhere'], { fields: { project: 'round', text: '不公平。' } }),
  line('POST /rounds/:id/objections/:objection/keep', '/rounds/{round}/objections/{objection}/keep', ['officer', 'head'], { attack: { reason: '不改。' } }),
  line('POST /rounds/:id/objections/paper', '/rounds/{round}/objections/paper', ['officer'], { attack: { project: 'round', text: '不公平。', name: '某人' } }),
];
