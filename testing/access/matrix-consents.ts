import { committee, everyone, type Line, line, office, same, signedIn } from './matrix-lines.ts';
import type { Player } from './whole-site.ts';

const consent = '/consents/{consent}';
const checkers: readonly Player[] = ['secretary', 'director', 'officer', 'head', 'auditor'];
/** Signed in, but not one of these: the campaign's own lists decide, so the answer is in words. */
const others = (through: readonly Player[]): readonly Player[] => signedIn.filter((who) => !through.includes(who));

/** Owners' written consents: anybody reads how they stand, the committee runs them, named collectors call at doors, owners answer. */
export const consents: Line[] = [
  same('GET /n/:place/consents', everyone),
  line('GET /consents/new', '/consents/new?place={place}', committee),
  line('POST /consents/new', '/consents/new?place={place}', committee, {
    fields: { place: '{placeId}' },
    attack: { question: '别人的事', plan: '随便', kind: 'owners-general', phone: 'yes', day: '2099-01-01', time: '20:00' },
  }),
  same('GET /consents/settings', office),
  same('POST /consents/settings', office, { attack: { split: 'not-counted', reason: '随便' } }),
  line('GET /consents/:id', consent, everyone),
  ...['roll', 'open', 'close', 'cancel'].map((what) =>
    line(`POST /consents/:id/${what}`, `${consent}/${what}`, committee, { attack: { until: '2099-01-01', reason: '不办了' } }),
  ),
  // Who is an owner is on the roll: of the players only 王小英.
  line('POST /consents/:id/sign', `${consent}/sign`, ['resident'], {
    fields: { home: '{consentHome}', choice: 'yes', speaks: 'sole' },
    idle: others(['resident']),
  }),
  line('POST /consents/:id/entries/:entry/contest', `${consent}/entries/{consentEntry}/contest`, ['resident', 'secretary', 'director'], {
    fields: { text: '这不是我签的。' },
    idle: others(['resident', 'secretary', 'director']),
  }),
  line('POST /consents/:id/contests/:contest/settle', `${consent}/contests/{consentContest}/settle`, ['secretary', 'director', 'officer', 'head'], {
    attack: { outcome: 'dismissed', reason: '我说了算' },
  }),
  line('GET /consents/:id/collectors', `${consent}/collectors`, committee),
  line('POST /consents/:id/collectors', `${consent}/collectors`, committee, { attack: { person: '{person}', entrances: '{nothing}' } }),
  line('POST /consents/:id/collectors/:collector/end', `${consent}/collectors/{consentCollector}/end`, committee, { once: true }),
  line('POST /consents/:id/devices/:device/revoke', `${consent}/devices/{consentDevice}/revoke`, committee, { idle: others(committee) }),
  // The collector of the demo is none of the players: everybody else gets nothing, whatever their role.
  same('GET /consents/worker.js', signedIn),
  line('GET /consents/:id/door', `${consent}/door`, [], { idle: signedIn }),
  line('GET /consents/:id/door/data.json', `${consent}/door/data.json?device={consentDevice}`, [], { idle: signedIn }),
  line('POST /consents/:id/door/device', `${consent}/door/device`, [], { fields: { device: '{consentDevice}', name: '别人的手机' }, idle: signedIn }),
  line('POST /consents/:id/door/entry', `${consent}/door/entry`, [], {
    fields: {
      id: '0190b1f0-aaaa-7000-8000-00000000000a',
      device: '{consentDevice}',
      home: '{consentHome}',
      saidAt: '2026-01-01T00:00:00.000Z',
      now: '2026-01-01T00:00:00.000Z',
      choice: 'no',
      speaks: 'sole',
      signer: '别人',
    },
    idle: signedIn,
  }),
  line('POST /consents/:id/door/visit', `${consent}/door/visit`, [], {
    fields: {
      id: '0190b1f0-aaaa-7000-8000-00000000000b',
      device: '{consentDevice}',
      home: '{consentHome}',
      saidAt: '2026-01-01T00:00:00.000Z',
      now: '2026-01-01T00:00:00.000Z',
      what: 'nobody',
    },
    idle: signedIn,
  }),
  line('POST /consents/:id/door/wiped', `${consent}/door/wiped`, [], { fields: { device: '{consentDevice}' }, idle: signedIn }),
  line('GET /consents/:id/papers', `${consent}/papers`, committee),
  line('POST /consents/:id/papers', `${consent}/papers`, committee, {
    attack: { home: '{consentHome}', choice: 'no', speaks: 'sole', signer: '别人', day: '2026-01-01', time: '10:00' },
  }),
  line('POST /consents/:id/proxies', `${consent}/proxies`, committee, { attack: { home: '{consentHome}', owner: '甲', proxy: '乙' } }),
  line('GET /consents/:id/forms.pdf', `${consent}/forms.pdf`, committee, { idle: others(committee) }),
  line('GET /consents/:id/annex.pdf', `${consent}/annex.pdf`, checkers),
];
