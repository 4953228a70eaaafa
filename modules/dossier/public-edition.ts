import { createHash } from 'node:crypto';
import { type Mark, redactor, type RedactRules } from '#libs/redact';
import type { FileInfo } from '#platform/files';
import type { ProjectState } from '#modules/projects';
import type { DossierPart, Entry, Value } from './part.ts';

/** One covered place of a dossier: in which part, what stood there, what stands there now, and the words around it. */
export interface Covered {
  part: string;
  kind: Mark['kind'];
  original: string;
  shown: string;
  before: string;
  after: string;
}

/** A dossier for everybody, and all that was covered in it. */
export interface PublicEdition {
  parts: DossierPart[];
  covered: Covered[];
}

/** Parts that stay with those who answer for the project: who did what at which minute. */
const innerParts = new Set(['audit']);

/** States in which a dossier may be shown to everybody: the money is decided. */
const decided: ReadonlySet<ProjectState> = new Set(['agreed', 'doing', 'appraisal', 'accepted', 'settled', 'closed', 'upkeep', 'stopped']);
export const theDossierMayBePublished = (state: ProjectState): boolean => decided.has(state);

/**
 * The parts as everybody may read them: personal data covered by rule in every value, only files that are public anyway, no audit trail. Labels are the
 * platform's own words and stay.
 */
export function publicEdition(
  parts: readonly DossierPart[],
  rules: RedactRules & { added?: readonly string[] },
  files: ReadonlyMap<string, FileInfo>,
): PublicEdition {
  const covered: Covered[] = [];
  const redactText = redactor(rules);
  const added = (rules.added ?? []).filter((word) => word.trim() !== '');
  const cover = (part: DossierPart, value: Value): Value => {
    if (value === null) return null;
    const made = redactText(value);
    for (const mark of made.marks)
      covered.push({
        part: part.title,
        kind: mark.kind,
        original: value.slice(mark.from, mark.to),
        shown: mark.shown,
        before: value.slice(Math.max(0, mark.from - 12), mark.from),
        after: value.slice(mark.to, mark.to + 12),
      });
    let text = made.text;
    for (const word of added) {
      if (!text.includes(word)) continue;
      text = text.replaceAll(word, '***');
      covered.push({ part: part.title, kind: 'name', original: word, shown: '***', before: '', after: '' });
    }
    return text;
  };
  const entryOf = (part: DossierPart, entry: Entry): Entry => {
    switch (entry.kind) {
      case 'fact':
      case 'text':
        return { ...entry, value: cover(part, entry.value) };
      case 'table':
        return { ...entry, rows: entry.rows.map((row) => row.map((cell) => cover(part, cell))) };
      case 'files':
        return {
          ...entry,
          items: entry.items
            .filter((item) => files.get(item.fileId)?.visibility === 'public')
            .map((item) => ({ ...item, caption: cover(part, item.caption) ?? '' })),
        };
      case 'hand':
        return entry;
    }
  };
  const shown = parts
    .filter((part) => part.state !== 'not-needed' && !innerParts.has(part.key))
    .map((part) => ({
      ...part,
      groups: part.groups.map((group) => ({
        ...group,
        ...(group.heading === undefined ? {} : { heading: cover(part, group.heading) ?? '' }),
        entries: group.entries.filter((entry) => entry.kind !== 'hand').map((entry) => entryOf(part, entry)),
      })),
    }));
  return { parts: shown, covered };
}

/** What ties a preview to what is published: SHA-256 over the parts as they were shown. */
export const editionDigest = (parts: unknown): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
