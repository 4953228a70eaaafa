import { z } from 'zod';
import { type Result, err, ok } from '#libs/result';
import type { ReviewInput } from './review-scores.ts';

const id = z.string().min(1);
const text = z.union([z.string(), z.number().transform(String)]);
const pair = { reviewer: id, application: id };
const inputSchema = z.object({
  rubric: z.array(z.object({ id, weight: z.number().int().min(0).max(1_000_000), most: z.number().int().min(1).max(1_000_000) })).min(1),
  applications: z.array(id).min(1),
  reviewers: z.array(id).min(1),
  reviews: z.array(z.object({ ...pair, marks: z.record(id, text) })),
  recusals: z.array(z.object(pair)).default([]),
  outlierBeyond: text,
});

/** Reads the JSON of `decide scores`. Errors: `bad-input` with what is wrong where. */
export function parseReviews(json: unknown): Result<ReviewInput, { code: 'bad-input'; issues: string[] }> {
  const parsed = inputSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return err({ code: 'bad-input', issues: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) });
}
