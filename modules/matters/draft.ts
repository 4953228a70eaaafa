import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { indexOldMatters } from './similar-matters.ts';
import { spotShape } from './spot.ts';

/** What somebody has typed, and the photos already stored, before the matter is raised. */
const draftShape = z.object({
  text: z.string().max(20_000),
  category: z.string().max(40),
  anonymous: z.boolean(),
  doorCode: z.string().max(20).nullable(),
  spot: spotShape.nullish(),
  photos: z.array(z.object({ sha256: z.string(), sizeBytes: z.number(), mediaType: z.string(), name: z.string() })).max(3),
});
export type MatterDraft = z.output<typeof draftShape>;

/** Keeps a draft across the way to sign-in or to the page of similar matters. Returns its token. Errors: `too-long`. */
export function keepDraft(context: CommandContext, draft: MatterDraft): Promise<Result<string, 'too-long' | 'key-reused'>> {
  return runCommand({ ...context, key: undefined }, 'keep-matter-draft', async (tx): Promise<Result<string, 'too-long'>> => {
    const parsed = draftShape.safeParse(draft);
    // The table takes 20,000 bytes; a matter has 2,000 characters, so whatever fits a matter fits here.
    const fields = JSON.stringify(parsed.success ? parsed.data : null);
    if (!parsed.success || Buffer.byteLength(fields) > 18_000) return err('too-long');
    const token = Buffer.from(tx.randomBytes(16)).toString('hex');
    await tx.exec(sql`insert into matter_draft (subdistrict_id, token, fields, at) values (${tx.subdistrictId}, ${token}, ${fields}::jsonb, ${tx.now})`);
    return ok(token);
  });
}

const fieldsRow = z.object({ fields: draftShape });

/** The draft behind a token, or null when there is none (any more). */
export async function findDraft(tx: Tx, token: string): Promise<MatterDraft | null> {
  const found = await tx.maybe(sql`select fields from matter_draft where subdistrict_id = ${tx.subdistrictId} and token = ${token}`, fieldsRow);
  return found?.fields ?? null;
}

/** Deletes drafts older than a week; returns how many. */
export const forgetOldDrafts = (tx: CommandTx): Promise<number> =>
  tx.exec(sql`delete from matter_draft where subdistrict_id = ${tx.subdistrictId} and at < ${new Date(tx.now.getTime() - 7 * 86_400_000)}`);

/** The matters' part of the daily round of one subdistrict: old drafts go, matters that are not yet found by their words are. Returns how many drafts went. */
export const dailyMatters = (context: CommandContext) =>
  runCommand(context, 'forget-matter-drafts', async (tx) => {
    await indexOldMatters(tx);
    return ok(await forgetOldDrafts(tx));
  });
