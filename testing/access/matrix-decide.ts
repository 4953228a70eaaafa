import { everyone, type Line, line, office, same } from './matrix-lines.ts';

/** How a round was shared is shown to all once an award stands; only the office brings in a vote. Sharing a cost is a tool for everybody. */
export const decisions: Line[] = [
  line('GET /rounds/:id/shared', '/rounds/{round}/shared', everyone),
  line('POST /rounds/:id/shared', '/rounds/{round}/shared', office, { attack: { source: '别人的投票' } }),
  same('GET /who-pays', everyone),
  same('POST /who-pays', everyone),
  same('POST /who-pays/paper.pdf', everyone),
];
