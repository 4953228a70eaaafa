import { z } from 'zod';

/** What somebody said, in the recorder's words; `item` is the item of the agenda, counting from 1. */
export const saidSchema = z.object({
  who: z.string().max(80),
  text: z.string().min(1, 'required').max(2000, 'too-long'),
  item: z.int().min(1).optional(),
});

/** A question on which hands were counted. */
export const handsSchema = z.object({
  question: z.string().min(1, 'required').max(300, 'too-long'),
  yes: z.int().min(0),
  no: z.int().min(0),
  abstain: z.int().min(0),
});

/** Facts of the meeting as they stood when the version was written: they are signed with it. */
export const minutesHeadSchema = z.object({
  chair: z.string(),
  recorder: z.string(),
  present: z.number(),
  entitled: z.number().nullable(),
  room: z.number(),
  away: z.number(),
  breaches: z.array(z.object({ rule: z.string(), clause: z.string(), numbers: z.record(z.string(), z.number()) })),
  /** The counters found more heads in the room than had signed in. */
  foundMore: z.number().default(0),
});
export type MinutesHead = z.output<typeof minutesHeadSchema>;

const outcome = z.enum(['open', 'withdrawn', 'ballot', 'passed', 'not-passed', 'no-quorum']);
/** One proposal with every version of its words. */
export const minutedProposalSchema = z.object({
  no: z.number(),
  item: z.number().nullable(),
  author: z.string(),
  outcome,
  ballotId: z.string().nullable(),
  versions: z.array(
    z.object({ version: z.number(), text: z.string(), /** Number of the amendment that made it; null as it was put. */ amendment: z.number().nullable() }),
  ),
  amendments: z.array(
    z.object({ no: z.number(), author: z.string(), text: z.string(), state: z.enum(['open', 'accepted', 'carried', 'rejected', 'withdrawn']) }),
  ),
});
export type MinutedProposal = z.output<typeof minutedProposalSchema>;

const minutedCount = z.object({
  yes: z.number(),
  no: z.number(),
  abstain: z.number(),
  room: z.number(),
  onlineYes: z.number(),
  onlineNo: z.number(),
  onlineAbstain: z.number(),
  onlinePresent: z.number(),
  counters: z.array(z.string()),
  reason: z.string(),
});
/** One question with every count of its hands. */
export const minutedHandsSchema = z.object({
  item: z.number().nullable(),
  question: z.string(),
  proposal: z.number().nullable(),
  amendment: z.number().nullable(),
  need: z.object({ num: z.number(), den: z.number(), strict: z.boolean() }).nullable(),
  clause: z.string(),
  counts: z.array(minutedCount),
});
export type MinutedHands = z.output<typeof minutedHandsSchema>;

/** What was recorded while the meeting ran, as the minutes tell it. */
export const minutedRecordSchema = z.object({
  items: z.array(z.object({ item: z.number(), title: z.string(), seconds: z.number().nullable() })),
  speakers: z.array(z.object({ item: z.number().nullable(), name: z.string(), seconds: z.number(), limitSeconds: z.number().nullable() })),
  proposals: z.array(minutedProposalSchema),
  hands: z.array(minutedHandsSchema),
});
export type MinutedRecord = z.output<typeof minutedRecordSchema>;

/** The structured body of minutes, as stored with each version. */
export const minutesBodySchema = z.object({
  said: z.array(saidSchema),
  decisions: z.array(z.string().min(1).max(2000)),
  /** What was decided on an item of the agenda. */
  itemDecisions: z.array(z.object({ item: z.int().min(1), text: z.string().min(1).max(2000, 'too-long') })).default([]),
  notes: z.string().max(4000, 'too-long').default(''),
  head: minutesHeadSchema.optional(),
  record: minutedRecordSchema.optional(),
});
export type MinutesBody = z.output<typeof minutesBodySchema>;

/** One question with its counted hands; `passed` = enough of those present agreed, and there was a quorum. */
export interface Hands {
  question: string;
  yes: number;
  no: number;
  abstain: number;
  present: number;
  passed: boolean;
}

/** One version of the minutes; the last is the current one. */
export interface Minutes {
  version: number;
  body: MinutesBody;
  hands: Hands[];
  correction: string;
  recordedBy: string | null;
  recordedAt: Date;
}

/** No more hands than people: yes, no and abstentions together never exceed those present. */
export const handsNeverExceedThosePresent = (hands: { yes: number; no: number; abstain: number }, present: number): boolean =>
  hands.yes + hands.no + hands.abstain <= present;

/** The hands that were counted while the meeting ran stand first; what follows was written into the minutes by hand. */
export const handsOfTheRecord = (body: Pick<MinutesBody, 'record'>): number =>
  body.record?.hands.filter((one) => one.need !== null && one.counts.length > 0).length ?? 0;
