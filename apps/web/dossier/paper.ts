import { type DossierFacts, dossierParts, filledOf } from '#modules/dossier';
import { dossier, facts, type PaperPhoto, preparePhoto, qrBlock, type PdfDocument } from '#platform/documents';
import type { FileStore } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { partBlocks } from './blocks.ts';
import { dossierPageText } from './text.ts';

/** Reads the pictures of a dossier, small enough for paper; what is no picture is named with its hash instead. */
async function picturesOf(view: DossierFacts, store: FileStore): Promise<Map<string, PaperPhoto>> {
  const found = new Map<string, PaperPhoto>();
  const byHash = new Map<string, PaperPhoto | undefined>();
  for (const file of view.files.values()) {
    if (!file.mediaType.startsWith('image/')) continue;
    if (!byHash.has(file.sha256)) {
      const bytes = await store.get(file.sha256);
      byHash.set(file.sha256, bytes ? await preparePhoto(bytes) : undefined);
    }
    const photo = byHash.get(file.sha256);
    if (photo) found.set(file.id, photo);
  }
  return found;
}

/** The whole dossier as one PDF: cover, contents with page numbers, the parts in order. */
export async function dossierPaper(
  view: DossierFacts,
  store: FileStore,
  about: { lang: Lang; issuer: string; address: string; today: string; stepName: (action: string) => string },
): Promise<PdfDocument> {
  const t = dossierPageText[about.lang];
  const parts = dossierParts(view, about.lang, about.stepName);
  const files = { photos: await picturesOf(view, store), files: view.files };
  const { fields, filled } = filledOf(parts);
  return dossier({
    title: view.project.title,
    subtitle: `${t.subtitle} ${view.project.serial}`,
    meta: { lang: about.lang, issuer: about.issuer, code: view.project.serial, printedDay: about.today },
    cover: [
      facts(
        parts
          .flatMap((part) => (part.key === 'cover' ? part.groups : []))
          .flatMap((group) => group.entries)
          .flatMap((entry) => (entry.kind === 'fact' ? [[entry.label, entry.value ?? '—'] as const] : [])),
      ),
      facts([[t.fields, t.filled(filled, fields)]]),
      qrBlock(about.address, { caption: t.scan }),
    ],
    parts: parts.filter((part) => part.state !== 'not-needed').map((part) => ({ title: part.title, body: partBlocks(part, files, about.lang) })),
  });
}
