import { everyone, type Line, line, locals, same, signedIn } from './matrix-lines.ts';

/** Matters on the plan, passed on and followed, judged by those who asked, compared across neighbourhoods. */
const following: Line[] = [
  same('GET /n/:place/matters/plan', everyone),
  line('GET /n/:place/matters/similar', '/n/{place}/matters/similar?text=%E6%A5%BC%E9%81%93', everyone),
  // Its raiser, or the committee: for the others it depends on whose it is.
  line('POST /matters/:id/place', '/matters/{matter}/place', ['resident', 'secretary', 'director'], { idle: locals, attack: { spot: 'common:{compound}' } }),
  ...['chase', 'receiver-answer'].map((what) =>
    line(`POST /matters/:id/${what}`, `/matters/{matter}/${what}`, ['secretary', 'director', 'officer'], {
      idle: ['secretaryElsewhere'],
      attack: { text: '不用再问了', outcome: 'done', day: '2026-01-01' },
    }),
  ),
  // Whoever raised or supports it.
  ...['settled', 'not-settled'].map((what) =>
    line(`POST /matters/:id/${what}`, `/matters/{matter}/${what}`, ['resident'], { idle: signedIn, attack: { text: '不关我的事' } }),
  ),
  same('GET /matters/repeats', ['officer', 'head', 'auditor']),
];

/** All that a neighbourhood makes public, and what is said not to apply there. */
const published: Line[] = [
  ...['', '.atom', '.json', '.pdf'].map((what) => same(`GET /n/:place/disclosure${what}`, everyone)),
  same('POST /n/:place/disclosure/exempt', ['secretary', 'director', 'officer', 'head'], {
    attack: { requirement: 'law-disclose-repair-fund', applies: 'no', reason: '不想公布' },
  }),
];

/** Everything of this file. */
export const disclosure: Line[] = [...following, ...published];
