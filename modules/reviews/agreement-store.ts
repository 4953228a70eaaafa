import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { digestOf } from './allocation.ts';

const fen = z.string().regex(/^\d+$/);

/** The words and figures of an agreement, complete: the paper is drawn from them alone. */
export const agreementContent = z.strictObject({
  office: z.string(),
  committee: z.string(),
  title: z.string(),
  number: z.string(),
  goal: z.string(),
  periodStart: z.string(),
  periodEnd: z.string(),
  keeper: z.string(),
  upkeep: z.string(),
  grantFen: fen,
  totalFen: fen,
  sources: z.array(z.strictObject({ name: z.string(), kind: z.string(), fen })),
  lines: z.array(z.strictObject({ name: z.string(), quantity: z.string(), unit: z.string(), unitPriceFen: fen, amountFen: fen })),
  indicators: z.array(z.strictObject({ name: z.string(), baseline: z.string(), target: z.string(), unit: z.string() })),
  /** How the grant is paid, as far as policy and office have said it. */
  tranches: z.array(z.strictObject({ no: z.number().int(), percent: z.number().int(), fen, condition: z.string() })),
  policy: z.string().nullable(),
  clauses: z.array(z.string()),
});
/** The parsed content. */
export type AgreementContent = z.infer<typeof agreementContent>;

/** The two sides of an agreement. */
export const agreementSides = ['office', 'committee'] as const;
export type AgreementSide = (typeof agreementSides)[number];

/** One side's signature. */
export interface AgreementSignature {
  side: AgreementSide;
  channel: 'own' | 'paper';
  signedOn: string;
  recordedByName: string;
  fileId: string | null;
}

/** One version of an agreement. */
export interface Agreement {
  id: string;
  projectId: string;
  version: number;
  content: AgreementContent;
  contentSha256: string;
  reason: string | null;
  drawnByName: string;
  drawnAt: Date;
  signatures: AgreementSignature[];
}

const row = z.object({
  id: z.string(),
  project_id: z.string(),
  version: z.number(),
  content: z.string(),
  content_sha256: z.string(),
  reason: z.string().nullable(),
  drawn_by_name: z.string(),
  drawn_at: z.date(),
});
const signatureRow = z.object({
  agreementId: z.string(),
  side: z.enum(agreementSides),
  channel: z.enum(['own', 'paper']),
  signedOn: z.string(),
  recordedByName: z.string(),
  fileId: z.string().nullable(),
});

/** Every version of the agreements of these projects, newest first in each. */
export async function agreementsOf(tx: Tx, projectIds: readonly string[]): Promise<Map<string, Agreement[]>> {
  const versions = await tx.all(
    sql`select id, project_id, version, content, content_sha256, reason, drawn_by_name, drawn_at from agreement
    where subdistrict_id = ${tx.subdistrictId} and project_id = any(${[...projectIds]}::uuid[]) order by version desc`,
    row,
  );
  const signed = await tx.all(
    sql`select agreement_id as "agreementId", side, channel, signed_on as "signedOn", recorded_by_name as "recordedByName", file_id as "fileId"
    from agreement_signature where subdistrict_id = ${tx.subdistrictId} and agreement_id = any(${versions.map(({ id }) => id)}::uuid[]) order by side desc`,
    signatureRow,
  );
  const found = new Map<string, Agreement[]>();
  for (const one of versions)
    found.set(one.project_id, [
      ...(found.get(one.project_id) ?? []),
      {
        id: one.id,
        projectId: one.project_id,
        version: one.version,
        content: agreementContent.parse(JSON.parse(one.content)),
        contentSha256: one.content_sha256,
        reason: one.reason,
        drawnByName: one.drawn_by_name,
        drawnAt: one.drawn_at,
        signatures: signed.filter(({ agreementId }) => agreementId === one.id).map(({ agreementId: _, ...signature }) => signature),
      },
    ]);
  return found;
}

/** Both sides have signed it. */
export const bothHaveSigned = ({ signatures }: Pick<Agreement, 'signatures'>): boolean =>
  agreementSides.every((side) => signatures.some((one) => one.side === side));

export async function insertAgreement(tx: CommandTx, projectId: string, version: number, content: AgreementContent, reason: string | null): Promise<string> {
  const id = tx.newId();
  const text = JSON.stringify(content);
  await tx.exec(sql`insert into agreement (subdistrict_id, id, project_id, version, content, content_sha256, reason, drawn_by, drawn_by_name, drawn_at)
    values (${tx.subdistrictId}, ${id}, ${projectId}, ${version}, ${text}, ${digestOf(text)}, ${reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

export async function insertSignature(
  tx: CommandTx,
  signature: { agreementId: string; side: AgreementSide; channel: 'own' | 'paper'; signedOn: string; fileId: string | null },
): Promise<void> {
  await tx.exec(sql`insert into agreement_signature (subdistrict_id, agreement_id, side, channel, signed_on, recorded_by, recorded_by_name, recorded_at, file_id)
    values (${tx.subdistrictId}, ${signature.agreementId}, ${signature.side}, ${signature.channel}, ${signature.signedOn}, ${tx.actor.personId},
    ${tx.actor.name}, ${tx.now}, ${signature.fileId})`);
}
