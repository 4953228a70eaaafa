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

/** One entry on paper; neighbouring facts and places for the pen are put together by {@link partBlocks}. */
function entryBlocks(entry: Exclude<Entry, { kind: 'fact' | 'hand' }>, files: PaperFiles, lang: Lang): Block[] {
  const t = dossierPageText[lang];
  switch (entry.kind) {
    case 'text': return [heading(entry.label, { level: 2 }), ...(entry.value ?? dash).split('\n').map((line) => paragraph(line))];
    case 'table':
      if (entry.rows.length === 0) return [heading(entry.label, { level: 2 }), paragraph(t.nothing, { soft: true })];
      return [heading(entry.label, { level: 2 }), table({
        // The widest column takes what is left.
        columns: entry.columns.map((column, index) => ({
          label: column.label, ...(column.right ? { align: 'right' as const } : {}), width: index === widest(entry.rows) ? '*' as const : 'auto' as const,
        })),
        rows: entry.rows.map((row) => row.map((cell) => cell ?? dash)), ...(entry.total ? { total: entry.total } : {}),
      })];
    case 'files': {
      const pictures = entry.items.flatMap((item) => {
        const photo = files.photos.get(item.fileId);
        return photo ? [{ photo, caption: item.caption }] : [];
      });
      const others = entry.items.filter((item) => !files.photos.has(item.fileId));
      return [
        heading(entry.label, { level: 2 }),
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

/** Position of the column with the longest text. */
function widest(rows: readonly (readonly (string | null)[])[]): number {
  const lengths: number[] = [];
  for (const row of rows) for (const [index, cell] of row.entries()) lengths[index] = Math.max(lengths[index] ?? 0, cell?.length ?? 0);
  return lengths.indexOf(Math.max(...lengths));
}

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
      if (entry.kind === 'fact') { pairs.push([entry.label, entry.value ?? dash]); continue; }
      flush();
      if (entry.kind !== 'hand') blocks.push(...entryBlocks(entry, files, lang));
    }
    flush();
    const hands = group.entries.flatMap((entry) => (entry.kind === 'hand' ? [{ label: entry.label }] : []));
    if (hands.length > 0) blocks.push(signatures(hands, t.date));
  }
  return blocks.length > 0 ? blocks : [paragraph(t.nothing, { soft: true })];
}
