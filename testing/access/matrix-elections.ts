import { committee, everyone, type Line, line, office, same, signedIn } from './matrix-lines.ts';

const at = '/elections/{election}';
const station = ['secretary', 'director', 'steward'] as const;

/** Elections of 蔡路: anybody reads, the committee prepares, the roll decides who nominates, named counters count, the office confirms. */
export const elections: Line[] = [
  same('GET /n/:place/elections', everyone),
  same('GET /n/:place/elections/new', committee),
  same('POST /n/:place/elections/new', committee, { attack: { title: '别人的选举', members: '5', day: '2099-01-01', time: '17:00' } }),
  same('GET /elections/settings', office),
  same('POST /elections/settings', office, { attack: { 'election-nominators': '1', reason: '随便' } }),
  line('GET /elections/:id', at, everyone),
  // Nothing to print before the list is made.
  line('GET /elections/:id/papers.pdf', `${at}/papers.pdf`, [], { idle: signedIn }),
  line('GET /elections/:id/result.pdf', `${at}/result.pdf`, [], { hidden: true }),
  ...['roll', 'nominations', 'nominate-for', 'officials', 'relieve', 'list', 'open', 'cancel', 'runoff', 'begin-count', 'finish-count', 'declare'].map((what) =>
    line(`POST /elections/:id/${what}`, `${at}/${what}`, committee, {
      attack: {
        until: '2099-01-01',
        elector: '1',
        post: '1',
        name: '王小英',
        person: '{person} {household}',
        duty: 'counter',
        reason: '不选了',
        day: '2099-01-01',
        time: '17:00',
      },
      idle: ['secretaryElsewhere'],
    }),
  ),
  line('POST /elections/:id/check', `${at}/check`, ['secretary', 'director', 'officer'], {
    attack: { candidate: '{electionCandidate}', eligible: 'no', note: '不行' },
    idle: ['secretaryElsewhere'],
  }),
  line('POST /elections/:id/take-office', `${at}/take-office`, ['officer'], { attack: { fromDay: '2099-01-01' } }),
  // Who nominates and who stands is decided by the roll and the list, who counts by the election itself.
  line('POST /elections/:id/nominate', `${at}/nominate`, ['resident'], { fields: { post: '1', name: '没有这个人' }, idle: signedIn }),
  line('POST /elections/:id/stand', `${at}/stand`, [], { fields: { candidate: '{nothing}', stands: 'yes' }, idle: signedIn }),
  line('GET /elections/:id/station', `${at}/station`, station, { idle: ['secretaryElsewhere'] }),
  ...['station', 'box'].map((what) =>
    line(`POST /elections/:id/${what}`, `${at}/${what}`, station, { fields: { elector: '{nothing}', place: 'station' }, idle: ['secretaryElsewhere'] }),
  ),
  line('GET /elections/:id/count', `${at}/count`, ['secretary'], { idle: signedIn }),
  line('POST /elections/:id/count', `${at}/count`, ['secretary'], { fields: { no: '1', finding: 'blank' }, idle: signedIn }),
  line('POST /elections/:id/decide', `${at}/decide`, ['secretary'], { fields: { no: '1', finding: 'blank', note: '看过' }, idle: signedIn }),
  line('GET /elections/:id/screen', `${at}/screen`, everyone),
];
