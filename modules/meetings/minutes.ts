import { z } from 'zod';

/** What somebody said, in the recorder's words. */
export const saidSchema = z.object({ who: z.string().max(80), text: z.string().min(1, 'required').max(2000, 'too-long') });

/** A question on which hands were counted. */
export const handsSchema = z.object({
  question: z.string().min(1, 'required').max(300, 'too-long'),
  yes: z.int().min(0),
  no: z.int().min(0),
  abstain: z.int().min(0),
});

/** The structured body of minutes, as stored with each version. */
export const minutesBodySchema = z.object({
  said: z.array(saidSchema),
  decisions: z.array(z.string().min(1).max(2000)),
  notes: z.string().max(4000, 'too-long').default(''),
});
export type MinutesBody = z.output<typeof minutesBodySchema>;

/** One question with its counted hands; `passed` = more than half of those present (§9). */
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
