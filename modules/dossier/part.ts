/** A value of the dossier as it stands on paper; null = not there. */
export type Value = string | null;

/** A picture or paper that is stored. */
export interface DossierFile {
  fileId: string;
  caption: string;
}

/**
 * What a part is made of: a named value, a longer text, a table, pictures, or a place that is filled by hand on paper
 * (a signature, a stamp) and therefore never counts as filled.
 */
export type Entry =
  | { kind: 'fact'; label: string; value: Value }
  | { kind: 'text'; label: string; value: Value }
  | { kind: 'table'; label: string; columns: { label: string; right?: boolean }[]; rows: Value[][]; total?: string[] }
  | { kind: 'files'; label: string; items: DossierFile[] }
  | { kind: 'hand'; label: string };

/** A group of entries under a heading of their own. */
export interface Group {
  heading?: string;
  entries: Entry[];
}

/** Whether a part is there: `there` whole, `partly` something is missing, `missing` nothing is there, `not-needed` for this project. */
export type PartState = 'there' | 'partly' | 'missing' | 'not-needed';

/** One part of a dossier. */
export interface DossierPart {
  key: string;
  title: string;
  groups: Group[];
  state: PartState;
}

/** How many of some fields are filled from the work itself. */
export interface Filled {
  fields: number;
  filled: number;
}

/** A value, a text, a column of a table, a set of pictures and a place for the pen each count as one field. */
export function filledIn(entry: Entry): Filled {
  switch (entry.kind) {
    case 'fact':
    case 'text':
      return { fields: 1, filled: entry.value === null || entry.value === '' ? 0 : 1 };
    case 'table':
      return {
        fields: entry.columns.length,
        filled: entry.columns.filter((_, column) => entry.rows.length > 0 && entry.rows.every((row) => row[column] !== null)).length,
      };
    case 'files':
      return { fields: 1, filled: entry.items.length > 0 ? 1 : 0 };
    case 'hand':
      return { fields: 1, filled: 0 };
  }
}

/** Fields of parts that this project needs, and how many of them are filled already. */
export function filledOf(parts: readonly DossierPart[]): Filled {
  const entries = parts.filter((part) => part.state !== 'not-needed').flatMap((part) => part.groups.flatMap((group) => group.entries));
  return entries.map(filledIn).reduce((sum, one) => ({ fields: sum.fields + one.fields, filled: sum.filled + one.filled }), { fields: 0, filled: 0 });
}

/** Puts a part together; its state follows from what is in it. */
export function part(key: string, title: string, groups: Group[], needed = true): DossierPart {
  const counts = groups
    .flatMap((group) => group.entries)
    .filter((entry) => entry.kind !== 'hand')
    .map(filledIn);
  const filled = counts.some((count) => count.filled > 0);
  const whole = counts.length > 0 && counts.every((count) => count.filled === count.fields);
  return { key, title, groups, state: !needed ? 'not-needed' : whole ? 'there' : filled ? 'partly' : 'missing' };
}
