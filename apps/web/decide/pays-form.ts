import { z } from 'zod';
import type { Lang } from '#platform/i18n';
import { field, type Form } from '../kit/index.ts';
import { err, ok, type Result } from '#libs/result';
import { type Coefficients, coefficientSources, exampleCoefficients, readCoefficients, type Within } from './floor-shares.ts';
import { mostHomes, readHomes, type RowFault } from './homes.ts';
import { paysText } from './pays-text.ts';
import type { CostQuestion } from './who-pays.ts';

/** Most faults that are listed by name. */
const mostFaults = 12;

function faultText({ row, code, cell }: RowFault, lang: Lang): string {
  const t = paysText[lang];
  const what = {
    'no-home': () => t.rowNoHome,
    twice: () => t.rowTwice(cell),
    floor: () => t.rowFloor(cell),
    area: () => t.rowArea(cell),
    cost: () => t.rowCost(cell),
    'too-many': () => t.rowMany(cell),
  }[code]();
  return t.row(row, what);
}

function listed(texts: readonly string[], lang: Lang): string {
  const rest = texts.length - mostFaults;
  return [...texts.slice(0, mostFaults), ...(rest > 0 ? [paysText[lang].more(rest)] : [])].join(lang === 'zh' ? '；' : '; ');
}

const questionFields = z.object({
  what: field.text(60).optional(),
  total: field.amount().refine((fen) => fen > 0n, 'no-total'),
  homes: field.text(50_000),
  source: z.enum(coefficientSources).optional(),
  own: field.text(2000).optional(),
  byArea: field.tick(),
});

/** Reads the form; errors by field are codes, or whole sentences where rows are named. */
export function readQuestion(form: Form, lang: Lang): Result<CostQuestion, Record<string, string>> {
  const parsed = form.parse(questionFields);
  const errors: Record<string, string> = parsed.ok ? {} : { ...parsed.error };
  // Rows are read as typed: the first of them may begin with an empty cell.
  const typed = form.values.homes;
  const { homes, faults } = readHomes(typeof typed === 'string' ? typed : '');
  if (!errors.homes && homes.length === 0) errors.homes = 'no-homes';
  if (!errors.homes && homes.length > mostHomes) errors.homes = 'too-many-homes';
  if (!errors.homes && faults.length > 0)
    errors.homes = listed(
      faults.map((fault) => faultText(fault, lang)),
      lang,
    );
  const source = parsed.ok ? (parsed.value.source ?? 'none') : 'none';
  const own = readCoefficients(form.text('own'));
  if (form.text('source') === 'own' && !errors.own) {
    if (own.faults.length > 0)
      errors.own = listed(
        own.faults.map(({ row, cell }) => paysText[lang].row(row, paysText[lang].rowCoefficient(cell))),
        lang,
      );
    else if (own.coefficients.size === 0) errors.own = 'no-coefficients';
  }
  if (!parsed.ok || Object.keys(errors).length > 0) return err(errors);
  const { what, total, byArea } = parsed.value;
  const coefficients: Coefficients | null = source === 'none' ? null : source === 'own' ? own.coefficients : exampleCoefficients(source, homes);
  const within: Within = source === 'guangzhou' ? 'floor-first' : source === 'industry' || (source === 'own' && byArea) ? 'times-area' : 'each';
  return ok({ what: what ?? '', totalFen: total, homes, source, coefficients, within });
}
