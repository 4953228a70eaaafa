import { expect, test } from 'vitest';
import type { MinutesBody } from '#modules/meetings';
import { maskRecord } from './masked-record.ts';

const body = (name: string): MinutesBody => ({
  said: [{ who: '王小英', text: '同意' }],
  decisions: [],
  itemDecisions: [],
  notes: '',
  record: {
    items: [],
    speakers: [{ item: null, name, seconds: 3, limitSeconds: null }],
    proposals: [
      { no: 1, item: null, author: name, outcome: 'open', ballotId: null, versions: [], amendments: [{ no: 1, author: name, text: '改', state: 'open' }] },
    ],
    hands: [],
  },
});

test('who signed in is masked in the record, not in what the recorder wrote; a guest named in words stays', () => {
  const names = (read: MinutesBody) => [read.record?.speakers[0]?.name, read.record?.proposals[0]?.author, read.record?.proposals[0]?.amendments[0]?.author];
  const public_ = maskRecord(body('王小英'), new Set(['王小英']));
  expect(names(public_)).toEqual(['王*英', '王*英', '王*英']);
  expect(public_.said[0]?.who).toBe('王小英');
  expect(names(maskRecord(body('区房管局'), new Set(['王小英'])))).toEqual(['区房管局', '区房管局', '区房管局']);
});
