import { everyone, type Line, line, office } from './matrix-lines.ts';

const round = '/rounds/{round}';
const committeesAndOffice = ['secretary', 'director', 'officer', 'head', 'auditor'] as const;

/** A round's year: call, calendar, briefings, quotas, who has applied, help, changes. */
export const roundsYear: Line[] = [
  ...['call', 'call.pdf', 'call.docx', 'calendar', 'calendar.ics', 'briefings', 'quotas'].map((what) =>
    line(`GET /rounds/:id/${what}`, `${round}/${what}`, everyone),
  ),
  line('GET /rounds/:id/call/new', `${round}/call/new`, office),
  line('POST /rounds/:id/call/new', `${round}/call/new`, office, { attack: { title: '别人的通知', body: '都来报。' } }),
  line('POST /rounds/:id/documents', `${round}/documents`, office, { attack: { title: '附件' } }),
  line('POST /round-documents/:id/withdraw', '/round-documents/{roundDocument}/withdraw', office, { attack: { reason: '不要了' } }),
  line('POST /rounds/:id/calendar', `${round}/calendar`, office, {
    attack: { step: 'new-review', 'from-new-review': '2026-12-01', 'to-new-review': '2026-12-02' },
  }),
  line('POST /rounds/:id/briefings', `${round}/briefings`, office, { attack: { title: '会', day: '2099-01-01', starts: '10:00', place: '某处' } }),
  line('POST /round-briefings/:id/held', '/round-briefings/{roundBriefing}/held', office),
  line('POST /round-briefings/:id/cancel', '/round-briefings/{roundBriefing}/cancel', office, { attack: { text: '不办了' } }),
  line('POST /rounds/:id/questions', `${round}/questions`, ['secretary', 'director', 'steward', 'supervisor', 'keeper', 'partner', 'officer', 'head'], {
    fields: { text: '能报几个？', place: '{placeId}' },
    idle: ['secretaryElsewhere'],
  }),
  line('POST /round-questions/:id/answer', '/round-questions/{roundQuestion}/answer', office, { attack: { answer: '随便' } }),
  line('POST /rounds/:id/quotas', `${round}/quotas`, office, { attack: { binds: 'award', over: 'name', 'amount-{placeId}': '1' } }),
  line('GET /rounds/:id/places', `${round}/places`, ['officer', 'head', 'auditor']),
  line('GET /rounds/:id/mine', `${round}/mine`, [...committeesAndOffice, 'secretaryElsewhere']),
  line('GET /rounds/:id/places/:place', `${round}/places/{place}`, committeesAndOffice),
  line('POST /rounds/:id/places/:place/say', `${round}/places/{place}/say`, ['secretary', 'director'], { fields: { plan: 'will-apply' } }),
  line('POST /rounds/:id/places/:place/nudge', `${round}/places/{place}/nudge`, office, { attack: { text: '快报', again: '再催' } }),
  line('POST /rounds/:id/places/:place/help', `${round}/places/{place}/help`, office, { attack: { kind: 'expert', person: '{staff}', offer: '帮忙' } }),
  line('POST /round-help/:id/answer', '/round-help/{roundHelp}/answer', ['secretary', 'director'], { attack: { accept: 'yes' } }),
  line('GET /round-help/:id', '/round-help/{roundHelp}', ['secretary', 'director', 'officer', 'head']),
  line('POST /round-help/:id/note', '/round-help/{roundHelp}/note', ['secretary', 'director', 'officer', 'head'], { attack: { text: '插话' } }),
  line('GET /rounds/:id/change', `${round}/change`, office),
  line('POST /rounds/:id/change/extend', `${round}/change/extend`, office, { attack: { lastDay: '2099-01-01', reason: '再等等' } }),
  line('POST /rounds/:id/change/close-early', `${round}/change/close-early`, office, { attack: { reason: '不等了' } }),
  line('POST /rounds/:id/change/reopen', `${round}/change/reopen`, ['head'], { attack: { lastDay: '2099-01-01', reason: '再等等' } }),
  line('POST /rounds/:id/change/cancel', `${round}/change/cancel`, ['head'], { attack: { reason: '不办了' } }),
  line('POST /rounds/:id/change/refuse', `${round}/change/refuse`, ['head'], { attack: { reason: '不行' } }),
  line('POST /rounds/:id/change/ask-reopen', `${round}/change/ask-reopen`, office, { attack: { lastDay: '2099-01-01', reason: '再等等' } }),
  line('POST /rounds/:id/change/ask-cancel', `${round}/change/ask-cancel`, office, { attack: { reason: '不办了' } }),
];
