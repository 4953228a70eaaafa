import { z } from 'zod';
import { type ApplicationDraft, applicationDraft, type DraftList, draftLists, type DraftMarks, withoutBlankEnd, withoutRow, withRow } from '#modules/projects';

/** The longest list that a posted form may carry. */
const maxRows = 100;

/**
 * Reads the editor's fields (`title`, `lines.0.name`, `lines.0.shares.s1`) back into a draft. Unknown names are left out;
 * what was typed is kept as typed; rows at the end of a list in which nothing was typed are no rows.
 */
export function draftFromForm(values: Readonly<Record<string, string | readonly string[]>>): ApplicationDraft {
  const read: Record<string, unknown> = {};
  const rows: Record<string, Record<string, unknown>[]> = {};
  for (const [name, value] of Object.entries(values)) {
    const [list, at, key, sub] = name.split('.');
    if (list === undefined) continue;
    if (at === undefined) {
      read[list] = list === 'resolutionIds' || list === 'ballotIds' ? (typeof value === 'string' ? [value] : [...value]) : one(value);
      continue;
    }
    const index = /^\d{1,3}$/.test(at) ? Number(at) : maxRows;
    if (index >= maxRows || key === undefined) continue;
    const all = (rows[list] ??= []);
    while (all.length <= index) all.push({});
    const row = all[index];
    if (!row) continue;
    if (key === 'shares' && sub !== undefined) row['shares'] = { ...(typeof row['shares'] === 'object' ? row['shares'] : {}), [sub]: one(value) };
    else row[key] = one(value);
  }
  return applicationDraft.parse({ ...read, ...Object.fromEntries(Object.entries(rows).map(([list, all]) => [list, withoutBlankEnd(all)])) });
}

const one = (value: string | readonly string[]): string => (typeof value === 'string' ? value : (value[0] ?? ''));

/** The draft with an empty first row where a list has none, so that there is something to fill in and to point at. */
export const withFirstRows = (draft: ApplicationDraft): ApplicationDraft =>
  draftLists.reduce((filled, list) => (filled[list].length === 0 ? withRow(filled, list) : filled), draft);

/** How many empty rows stand ready below each list; the form opens them one after another, also without script. */
const spares: Readonly<Record<DraftList, number>> = { indicators: 3, members: 4, sources: 3, lines: 6, raised: 3, risks: 3 };

/** The draft with the empty rows that stand ready below one of its lists. */
export const withSpareRows = (draft: ApplicationDraft, list: DraftList): ApplicationDraft =>
  Array.from({ length: Math.min(spares[list], maxRows - draft[list].length) }).reduce<ApplicationDraft>((filled) => withRow(filled, list), draft);

/** What the pressed button asks for. */
export type EditorDeed = { kind: 'save' | 'submit' } | { kind: 'add'; list: DraftList } | { kind: 'remove'; list: DraftList; index: number };

/** Reads the pressed button (`save`, `submit`, `add:lines`, `remove:lines:2`); anything else saves. */
export function deedOf(pressed: string): EditorDeed {
  if (pressed === 'submit') return { kind: 'submit' };
  const [verb, name, at] = pressed.split(':');
  const list = draftLists.find((known) => known === name);
  if (verb === 'add' && list) return { kind: 'add', list };
  if (verb === 'remove' && list && /^\d{1,3}$/.test(at ?? '')) return { kind: 'remove', list, index: Number(at) };
  return { kind: 'save' };
}

/** The draft after a row was taken away. More empty rows need nothing to be kept: they stand ready (`withSpareRows`). */
export function afterDeed(draft: ApplicationDraft, deed: EditorDeed): ApplicationDraft {
  switch (deed.kind) {
    case 'remove':
      return withoutRow(draft, deed.list, deed.index);
    default:
      return draft;
  }
}

/** Labels of the editor's fields by list and field name; `lines.2.quantity` is the third row's quantity. */
export type FieldLabels = Readonly<Record<string, string>>;

/** Puts the name of its field before each message, so that the summary on top says which field it means. */
export function namedErrors(errors: Readonly<Record<string, string>>, labels: FieldLabels): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, message]) => {
      const [list, at, key] = field.split('.');
      const label = at === undefined ? labels[field] : `${labels[list ?? ''] ?? ''} ${Number(at) + 1} ${labels[`${list}.${key}`] ?? ''}`.trim();
      return [field, label ? `${label}：${message}` : message];
    }),
  );
}

/**
 * The marks that an editor's form carries, for the parts it shows; null when it carries none (a form from before, or a program): then the whole draft is
 * what was posted.
 */
export function marksFromForm(text: string, parts: readonly string[] | null): DraftMarks | null {
  const read = marksSchema.safeParse(parse(text));
  if (!read.success) return parts === null ? null : {};
  const entries = Object.entries(read.data);
  return parts === null ? read.data : Object.fromEntries(entries.filter(([field]) => parts.includes(field.replace(/[.#].*$/s, ''))));
}

const marksSchema = z.record(z.string().max(80), z.string().max(12));

function parse(text: string): unknown {
  try {
    return text === '' || text.length > 100_000 ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
