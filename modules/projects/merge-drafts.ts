import { type ApplicationDraft, applicationDraft, withoutBlankEnd } from './application-draft.ts';

/** Marks of the values that an editor saw: by field a short mark of its text, by list (`lines#`) how many rows it had. What has no mark was not in the form. */
export type DraftMarks = Readonly<Record<string, string>>;

/** A field that two people changed to different things. `field` is a list's name where rows were added or taken away by both. */
export interface DraftConflict {
  field: string;
  theirs: string;
  mine: string;
}

type Row = Record<string, unknown>;

/** A short mark of a text (FNV-1a, 32 bits): enough to see that it is not the same any more. */
export function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36);
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : Array.isArray(value) ? value.map(textOf).toSorted().join(' ') : '');
/** Rows of a list, without those at its end in which nothing was typed. */
const rowsOf = (value: unknown): Row[] | null => (Array.isArray(value) && value.every(isRow) ? withoutBlankEnd(value) : null);
const isList = (key: string, value: unknown): boolean => rowsOf(value) !== null && key !== 'resolutionIds' && key !== 'ballotIds';

/** The texts of a row by field; shares by the source they come from. */
function fieldsOf(row: Row): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]): [string, string][] =>
      isRow(value) ? Object.entries(value).map(([sub, text]) => [`${key}.${sub}`, textOf(text)]) : [[key, textOf(value)]],
    ),
  );
}

/** Marks of everything in a draft, or of some of its parts. */
export function draftMarks(draft: ApplicationDraft, parts: readonly string[] = Object.keys(draft)): Record<string, string> {
  const marks: Record<string, string> = {};
  for (const [key, value] of Object.entries(draft)) {
    if (!parts.includes(key)) continue;
    if (!isList(key, value)) marks[key] = markOf(textOf(value));
    else {
      marks[`${key}#`] = String(rowsOf(value)?.length ?? 0);
      for (const [at, row] of (rowsOf(value) ?? []).entries())
        for (const [field, text] of Object.entries(fieldsOf(row))) if (text !== '') marks[`${key}.${at}.${field}`] = markOf(text);
    }
  }
  return marks;
}

const empty = markOf('');
const changed = (marks: DraftMarks, field: string, text: string): boolean => (marks[field] ?? empty) !== markOf(text);

/** True when a list is no longer what was marked. */
const listChanged = (marks: DraftMarks, key: string, rows: readonly Row[]): boolean =>
  marks[`${key}#`] !== String(rows.length) ||
  rows.some((row, at) => Object.entries(fieldsOf(row)).some(([field, text]) => changed(marks, `${key}.${at}.${field}`, text))) ||
  Object.keys(marks).some(
    (field) => field.startsWith(`${key}.`) && fieldsOf(rows[Number(field.split('.')[1])] ?? {})[field.split('.').slice(2).join('.')] === undefined,
  );

const listText = (rows: readonly Row[]): string =>
  rows
    .map((row) =>
      Object.values(fieldsOf(row))
        .filter((text) => text !== '')
        .join(' '),
    )
    .join('；');

/**
 * Lays what one editor typed over what is saved now: what only one of them changed is taken from that one, what both changed alike stays, and what they
 * changed to different things is a conflict in which nothing is decided (`content` then holds what the editor typed). Fields without a mark were not in
 * the editor's form and stay as they are saved.
 */
export function mergeDrafts(marks: DraftMarks, saved: ApplicationDraft, mine: ApplicationDraft): { content: ApplicationDraft; conflicts: DraftConflict[] } {
  const conflicts: DraftConflict[] = [];
  const content: Row = {};
  const typed: Row = { ...mine };
  const choose = (field: string, theirs: string, own: string): 'theirs' | 'mine' => {
    const [byThem, byMe] = [changed(marks, field, theirs), changed(marks, field, own)];
    if (!byMe || theirs === own) return 'theirs';
    if (byThem) conflicts.push({ field, theirs, mine: own });
    return 'mine';
  };
  for (const [key, value] of Object.entries(saved)) {
    const own = typed[key];
    if (!isList(key, value)) {
      const inForm = marks[key] !== undefined;
      content[key] = inForm && choose(key, textOf(value), textOf(own)) === 'mine' ? own : value;
      continue;
    }
    const [theirRows, myRows] = [rowsOf(value) ?? [], rowsOf(own) ?? []];
    if (marks[`${key}#`] === undefined) content[key] = theirRows;
    else if (theirRows.length === myRows.length && marks[`${key}#`] === String(myRows.length))
      content[key] = theirRows.map((row, at) => mergeRow(row, myRows[at] ?? {}, `${key}.${at}`, choose));
    else {
      const [byThem, byMe] = [listChanged(marks, key, theirRows), listChanged(marks, key, myRows)];
      if (byThem && byMe && listText(theirRows) !== listText(myRows)) conflicts.push({ field: key, theirs: listText(theirRows), mine: listText(myRows) });
      content[key] = byMe ? myRows : theirRows;
    }
  }
  return { content: applicationDraft.parse(content), conflicts };
}

function mergeRow(theirs: Row, mine: Row, path: string, choose: (field: string, theirs: string, own: string) => 'theirs' | 'mine'): Row {
  const row: Row = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [their, own] = [theirs[key], mine[key]];
    row[key] =
      isRow(their) || isRow(own)
        ? mergeRow(isRow(their) ? their : {}, isRow(own) ? own : {}, `${path}.${key}`, choose)
        : choose(`${path}.${key}`, textOf(their), textOf(own)) === 'mine'
          ? own
          : their;
  }
  return row;
}
