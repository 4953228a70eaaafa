import { expect, test } from 'vitest';
import { partsOf } from './evidence-view.ts';

test.each([
  ['need', '需求', 'Need', ['why', 'meetings']],
  ['participation', '居民参与', 'Participation', ['meetings']],
  ['feasibility', '可行性', 'Feasibility', ['plan', 'check']],
  ['sustainability', '可持续', 'Sustainability', ['upkeep']],
  ['budget', '预算合理', 'Sound budget', ['money']],
  ['x1', '经费测算', 'Costs', ['money']],
  ['x2', '党建引领', 'Party', []],
])('%s %s: what speaks of it stands beside it', (code, zh, en, parts) => expect(partsOf({ code, title: { zh, en } })).toEqual(parts));
