import { createHash } from 'node:crypto';
import { z } from 'zod';
import { redact } from '#libs/redact';
import { parseYuan, plainYuan } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { caseFigures, caseKinds, caseTexts, searchIndexOf } from './case.ts';
import { casesOfCsv } from './read-exchange-csv.ts';
import type { Case } from './store.ts';

/** Name and version of the exchange format; `caseSchema` describes it. */
export const caseFormat = 'zhidian-cases/1';

const exchanged = z.object({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{2,199}$/),
  title: caseTexts.shape.title,
  compoundKind: z.enum(caseKinds),
  households: z.number().int().min(1).max(1_000_000).nullable(),
  costYuan: z.string().regex(/^\d{1,13}(\.\d{1,2})?$/),
  publishedOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  texts: caseTexts,
  figures: caseFigures,
});
/** One case as it travels. */
export type ExchangedCase = z.output<typeof exchanged>;

const file = z.object({
  format: z.literal(caseFormat),
  licence: z.string().trim().min(1).max(200),
  source: z.string().trim().min(1).max(100),
  cases: z.array(z.unknown()).max(20_000),
});

/** The format in JSON Schema, for whoever reads the data without this program. */
export const caseSchema = (): unknown => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: '社区自治案例 (community self-governance cases)',
  description: 'Money is yuan in decimal text; days are YYYY-MM-DD in Shanghai; id stays the same for as long as the case exists.',
  ...z.toJSONSchema(file.extend({ cases: z.array(exchanged) })),
});

const dayOfInstant = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** A published case as it travels; null of one that is not. */
export function exchangeOf(one: Case): ExchangedCase | null {
  if (one.state !== 'published' || !one.texts || !one.figures || !one.publishedAt) return null;
  return {
    id: one.stableId,
    title: one.title,
    compoundKind: one.compoundKind,
    households: one.households,
    costYuan: plainYuan(one.costFen),
    publishedOn: dayOfInstant(one.publishedAt),
    texts: one.texts,
    figures: one.figures,
  };
}

/** The whole export as a file of the format. */
export const exportJson = (cases: readonly Case[], about: { source: string; licence: string }): string =>
  JSON.stringify({ format: caseFormat, licence: about.licence, source: about.source, cases: cases.map(exchangeOf).filter((one) => one !== null) }, null, 1);

/** A case of a file that was not taken, and why. */
export interface Rejected {
  row: number;
  id: string;
  reason: 'not-the-format' | 'known' | 'twice' | 'personal-data' | 'sums';
  /** Which field, or what was found. */
  detail: string;
}

const idRow = z.object({ id: z.string() });

/** Reads a file of cases in either form of the export: those that can be taken, and all others with their reason. Errors: `not-json` (no CSV either), `not-the-format`. */
export function readExchange(
  text: string,
  known: ReadonlySet<string>,
): Result<{ source: string; licence: string; cases: ExchangedCase[]; rejected: Rejected[] }, 'not-json' | 'not-the-format'> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    const table = casesOfCsv(text);
    if (table === null) return err('not-json');
    parsed = { format: caseFormat, ...table };
  }
  const whole = file.safeParse(parsed);
  if (!whole.success) return err('not-the-format');
  const cases: ExchangedCase[] = [];
  const rejected: Rejected[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of whole.data.cases.entries()) {
    const row = index + 1;
    const one = exchanged.safeParse(raw);
    if (!one.success) {
      const named = idRow.safeParse(raw);
      const [issue] = one.error.issues;
      rejected.push({ row, id: named.success ? named.data.id.slice(0, 200) : '', reason: 'not-the-format', detail: issue ? issue.path.join('.') : '' });
      continue;
    }
    const { id } = one.data;
    const words = [one.data.title, ...Object.values(one.data.texts), ...one.data.figures.lines.map((line) => line.name)];
    const personal = words.flatMap((text) => redact(text).marks.map((mark) => mark.kind));
    const spent = one.data.figures.lines.reduce((sum, line) => sum + fenOf(line.yuan), 0n);
    if (known.has(id)) rejected.push({ row, id, reason: 'known', detail: '' });
    else if (seen.has(id)) rejected.push({ row, id, reason: 'twice', detail: '' });
    else if (personal.length > 0) rejected.push({ row, id, reason: 'personal-data', detail: [...new Set(personal)].join(', ') });
    else if (one.data.figures.lines.some((line) => !linesAddUp(line)) || (spent === 0n && fenOf(one.data.costYuan) > 0n && one.data.figures.lines.length > 0))
      rejected.push({ row, id, reason: 'sums', detail: one.data.figures.lines.find((line) => !linesAddUp(line))?.name ?? '' });
    else cases.push(one.data);
    seen.add(id);
  }
  return ok({ source: whole.data.source, licence: whole.data.licence, cases, rejected });
}

function fenOf(yuan: string): bigint {
  const fen = parseYuan(yuan);
  return fen.ok ? fen.value : 0n;
}

/** Quantity × price is the amount of a line, to the fen. */
function linesAddUp(line: ExchangedCase['figures']['lines'][number]): boolean {
  const [whole = '0', part = ''] = line.quantity.split('.');
  const hundredths = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0') || '0');
  return (hundredths * fenOf(line.unitPriceYuan) + 50n) / 100n === fenOf(line.yuan);
}

const stableIdRow = z.object({ stable_id: z.string() });

/**
 * Takes cases that another place exported, under that place's licence and with its ids; what cannot be taken is kept with its reason.
 * Returns the import's id. Errors: `not-allowed`, `not-json`, `not-the-format`.
 */
export const importCases = (
  context: CommandContext,
  input: { fileName: string; text: string },
): Promise<Result<{ id: string; accepted: number; rejected: Rejected[] }, 'not-allowed' | 'not-json' | 'not-the-format' | 'key-reused'>> =>
  runCommand(context, 'import-cases', async (tx) => {
    if (!tx.can('case.import', { neighbourhoodId: null })) return err('not-allowed');
    // Two imports at once wait for each other, so that the same case is not taken twice.
    await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 871))', [tx.subdistrictId]);
    const known = await tx.all(sql`select stable_id from showcase_case where subdistrict_id = ${tx.subdistrictId}`, stableIdRow);
    const made = readExchange(input.text, new Set(known.map((one) => one.stable_id)));
    if (!made.ok) return made;
    const { source, licence, cases, rejected } = made.value;
    const id = tx.newId();
    await tx.exec(sql`insert into showcase_import (subdistrict_id, id, file_name, sha256, source_place, licence, accepted, rejected, by_person_id, by_name, at)
      values (${tx.subdistrictId}, ${id}, ${input.fileName.slice(0, 200)}, ${createHash('sha256').update(input.text).digest('hex')}, ${source}, ${licence},
      ${cases.length}, ${JSON.stringify(rejected)}::jsonb, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
    for (let from = 0; from < cases.length; from += 200) {
      const rows = cases.slice(from, from + 200).map((one) => ({
        id: tx.newId(),
        stable_id: one.id,
        compound_kind: one.compoundKind,
        households: one.households,
        texts: { ...one.texts, title: one.title },
        figures: one.figures,
        title: one.title,
        cost_fen: String(fenOf(one.costYuan)),
        bigrams: searchIndexOf({ ...one.texts, title: one.title }, one.figures),
        published_on: one.publishedOn,
      }));
      await tx.exec(sql`insert into showcase_case (subdistrict_id, id, stable_id, origin, import_id, state, compound_kind, households, draft, public_texts, figures, title,
          cost_fen, source_place, licence, bigrams, made_by, made_by_name, made_at, published_by_name, published_at)
        select ${tx.subdistrictId}, r.id, r.stable_id, 'imported', ${id}, 'published', r.compound_kind, r.households, '{}'::jsonb, r.texts, r.figures, r.title, r.cost_fen::bigint,
          ${source}, ${licence}, array(select jsonb_array_elements_text(r.bigrams)), ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}, ${tx.actor.name},
          (r.published_on::date + time '12:00') at time zone 'Asia/Shanghai'
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, stable_id text, compound_kind text, households int, texts jsonb, figures jsonb, title text,
          cost_fen text, bigrams jsonb, published_on text)`);
    }
    tx.audit({ action: 'case.import', subjectKind: 'case', subjectId: null, text: { source, licence, accepted: cases.length, rejected: rejected.length } });
    await tx.emit('case.imported', { importId: id, accepted: cases.length });
    return ok({ id, accepted: cases.length, rejected });
  });
