import type { MinutesBody } from '#modules/meetings';
import { maskName } from '#modules/people';

/** Minutes as the public reads them: whoever the sign-in list names is masked in the record too; what the recorder wrote stands as written. */
export function maskRecord(body: MinutesBody, signedIn: ReadonlySet<string>): MinutesBody {
  if (!body.record) return body;
  const shown = (name: string) => (signedIn.has(name.trim()) ? maskName(name) : name);
  return {
    ...body,
    record: {
      ...body.record,
      speakers: body.record.speakers.map((one) => ({ ...one, name: shown(one.name) })),
      proposals: body.record.proposals.map((one) => ({
        ...one,
        author: shown(one.author),
        amendments: one.amendments.map((amendment) => ({ ...amendment, author: shown(amendment.author) })),
      })),
      hands: body.record.hands.map((one) => ({ ...one, counts: one.counts.map((count) => ({ ...count, counters: count.counters.map(shown) })) })),
    },
  };
}
