import type { DossierPart, Entry } from '#modules/dossier';
import { type Block, facts, heading, type PaperPhoto, paragraph, photos, signatures, table } from '#platform/documents';
import type { FileInfo } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { dossierPageText } from './text.ts';

/** Pictures of the files that are pictures, and the rows of all files. */
export interface PaperFiles {
  photos: ReadonlyMap<string, PaperPhoto>;
  files: ReadonlyMap<string, FileInfo>;
}

const dash = '—';

/** One entry on paper under its label; `said` is the heading above, which is not said twice. */
function entryBlocks(entry: Exclude<Entry, { kind: 'fact' | 'hand' }>, said: string | undefined, files: PaperFiles, lang: Lang): Block[] {
  const t = dossierPageText[lang];
  const label = entry.label === said ? [] : [heading(entry.label, { level: 2 })];
  switch (entry.kind) {
    case 'text':
      return [...label, ...(entry.value ?? dash).split('\n').map((line) => paragraph(line))];
    case 'table': {
      if (entry.rows.length === 0) return [...label, paragraph(t.nothing, { soft: true })];
      const { columns, rows } = sideBySide(
        entry.columns,
        entry.rows.map((row) => row.map((cell) => cell ?? dash)),
        entry.total !== undefined,
      );
      const widths = widthsOf(
        columns.map((column) => column.label),
        entry.total ? [...rows, entry.total] : rows,
      );
      return [
        ...label,
        table({
          columns: columns.map((column, index) => ({
            label: column.label,
            ...(column.right ? { align: 'right' as const } : {}),
            width: widths[index] ?? 'auto',
          })),
          rows,
          ...(entry.total ? { total: entry.total } : {}),
        }),
      ];
    }
    case 'files': {
      const pictures = entry.items.flatMap((item) => {
        const photo = files.photos.get(item.fileId);
        return photo ? [{ photo, caption: item.caption }] : [];
      });
      const others = entry.items.filter((item) => !files.photos.has(item.fileId));
      return [
        ...label,
        ...(pictures.length > 0 ? [photos(pictures)] : []),
        ...others.map((item) => {
          const file = files.files.get(item.fileId);
          return paragraph(`${t.attached(item.caption || file?.name || '')}${file ? `（${t.hash(file.sha256.slice(0, 16))}）` : ''}`, { soft: true });
        }),
        ...(entry.items.length === 0 ? [paragraph(t.nothing, { soft: true })] : []),
      ];
    }
  }
}

type Columns = { label: string; right?: boolean }[];

/** Long lists of short lines (a sign-in sheet) stand in two columns beside each other. */
function sideBySide(columns: Columns, rows: string[][], hasTotal: boolean): { columns: Columns; rows: string[][] } {
  const short = columns.length <= 3 && rows.length > 12 && !hasTotal && rows.every((row) => row.reduce((sum, cell) => sum + cell.length, 0) <= 26);
  if (!short) return { columns, rows };
  const half = Math.ceil(rows.length / 2);
  return { columns: [...columns, ...columns], rows: rows.slice(0, half).map((row, index) => [...row, ...(rows[half + index] ?? columns.map(() => ''))]) };
}

/** Width of each column in points: short ones get what they need, so that dates stay whole; long ones share the rest. */
function widthsOf(labels: readonly string[], rows: readonly (readonly string[])[]): number[] {
  const room = 475 - labels.length * 11;
  const longest = labels.map((label, index) => Math.max(label.length, ...rows.map((row) => Math.max(0, ...(row[index] ?? '').split('\n').map(visualLength)))));
  const need = longest.map((length) => Math.ceil(length * 10.5) + 3);
  const narrow = need.filter((_, index) => (longest[index] ?? 0) <= 10).reduce((all, one) => all + one, 0);
  const wide = longest.filter((length) => length > 10).reduce((all, length) => all + Math.min(length, 40), 0);
  const left = room - narrow;
  if (wide === 0 || left < 70 * longest.filter((length) => length > 10).length) {
    const sum = longest.reduce((all, length) => all + Math.min(length + 1, 26), 0);
    return longest.map((length) => Math.floor((room * Math.min(length + 1, 26)) / sum));
  }
  return longest.map((length, index) => (length > 10 ? Math.floor((left * Math.min(length, 40)) / wide) : (need[index] ?? 40)));
}

/** Chinese characters are as wide as two Latin ones. */
const visualLength = (text: string): number => [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 1 : 0.6), 0);

/** A part of the dossier on paper. */
export function partBlocks(part: DossierPart, files: PaperFiles, lang: Lang): Block[] {
  const t = dossierPageText[lang];
  const blocks: Block[] = [];
  for (const group of part.groups) {
    if (group.heading !== undefined) blocks.push(heading(group.heading));
    let pairs: (readonly [string, string])[] = [];
    const flush = () => {
      if (pairs.length > 0) blocks.push(facts(pairs, pairs.length > 3 ? 2 : 1));
      pairs = [];
    };
    for (const entry of group.entries) {
      if (entry.kind === 'fact') {
        pairs.push([entry.label, entry.value ?? dash]);
        continue;
      }
      flush();
      if (entry.kind !== 'hand') blocks.push(...entryBlocks(entry, group.heading ?? part.title, files, lang));
    }
    flush();
    const hands = group.entries.flatMap((entry) => (entry.kind === 'hand' ? [{ label: entry.label }] : []));
    if (hands.length > 0) blocks.push(signatures(hands, t.date));
  }
  return blocks.length > 0 ? blocks : [paragraph(t.nothing, { soft: true })];
}
