import { committee, everyone, type Line, line, same, signedIn } from './matrix-lines.ts';

/** Inside a meeting and after: running it, taking part, signing, following what was resolved. */
export const proceedings: Line[] = [
  // Those who record the meetings of 蔡路; before the meeting begins they are told so.
  line('GET /meetings/:id/run', '/meetings/{meetingToCome}/run', committee),
  line('POST /meetings/:id/run/:what', '/meetings/{meetingToCome}/run/decide', committee, {
    fields: { text: '先装样灯' },
  }),
  // Whoever is signed in may look; what they may do depends on whether they came.
  line('GET /meetings/:id/floor', '/meetings/{meetingToCome}/floor', signedIn),
  line('POST /meetings/:id/floor/:what', '/meetings/{meetingToCome}/floor/word', signedIn),
  // The one who must sign, and the recorder who holds out the screen.
  line('GET /meetings/:id/sign', '/meetings/{meeting}/sign', committee),
  line('POST /meetings/:id/sign', '/meetings/{meeting}/sign', committee, { idle: signedIn }),
  line('POST /meetings/:id/sign/ask', '/meetings/{meeting}/sign/ask', committee),
  same('GET /n/:place/resolutions', everyone),
  line('POST /resolutions/:id/ballot', '/resolutions/{resolution}/ballot', committee),
];
