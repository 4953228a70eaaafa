import { type ConsentEntry, homesOfOwner } from '#modules/consents';
import { cards, heading, paper, paragraph, preparePhoto, photos, qrBlock, type PdfDocument, signatures, table } from '#platform/documents';
import type { FileInfo } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { instantText } from '../ui/index.ts';
import { staffText } from './staff-text.ts';
import { consentText } from './text.ts';
import { choiceText, type ConsentView, m2 } from './view.ts';

interface PrintedFor {
  lang: Lang;
  issuer: string;
  today: string;
  address: string;
}

/** What is needed of a home to print its form. */
export interface FormFor {
  no: number;
  code: string;
  label: string;
  owners: readonly string[];
  areaCentiM2: bigint;
}

/** A consent form for each owner, two on an A4 sheet: question, plan, boxes, who speaks, signature, code. */
export function consentForms(view: ConsentView, forms: readonly FormFor[], about: PrintedFor): PdfDocument {
  const { lang } = about;
  const t = consentText[lang];
  const s = staffText[lang];
  const [first] = view.parts;
  const boxes = (first?.options.length ?? 0) > 0 ? (first?.options ?? []).map((option) => option.label) : [t.yes, t.no];
  const plan = view.consent.plan.length > 260 ? `${view.consent.plan.slice(0, 260)}……` : view.consent.plan;
  return cards(
    forms.map((form) => [
      {
        columns: [
          {
            width: '*',
            stack: [
              paragraph(`${about.issuer}　${s.formTitle}`, { bold: true }),
              heading(view.consent.question),
              paragraph(form.label, { bold: true }),
              paragraph(s.ownerLine(form.owners.join('、') || '____________', m2(form.areaCentiM2))),
            ],
          },
          { width: 110, stack: [paragraph(s.formNo(form.no, form.code)), qrBlock(about.address, { size: 84 })] },
        ],
      },
      { text: plan, fontSize: 9.5, margin: [0, 4, 0, 6] as [number, number, number, number] },
      paragraph(s.tick),
      {
        text: [...boxes, t.abstain].map((box) => `□ ${box}`).join('      '),
        fontSize: boxes.length > 2 ? 11 : 15,
        margin: [0, 4, 0, 8] as [number, number, number, number],
      },
      paragraph(`${s.coOwners}______________________`),
      {
        text: `${s.signHere} ____________________　　${s.signDate} ______________`,
        fontSize: 12,
        margin: [0, 16, 0, 10] as [number, number, number, number],
      },
      paragraph(s.handIn(first ? instantText(first.part.ballot.closesAt, lang) : '')),
      { text: view.parts.map((part) => `${part.title}：${part.part.ballot.clause}`).join('；'), fontSize: 8 },
    ]),
    2,
  );
}

/** What stands behind an answer in the list of signatures. */
export interface AnnexLine {
  entry: ConsentEntry;
  label: string;
  areaCentiM2: bigint;
  counts: boolean;
  void: boolean;
  collectedBy: string;
  file: FileInfo | null;
  bytes: Uint8Array | null;
}

/** Every signed answer with way, times, who collected it and the hash of its picture; then the pictures themselves. */
export async function annexPaper(view: ConsentView, lines: readonly AnnexLine[], about: PrintedFor): Promise<PdfDocument> {
  const { lang } = about;
  const t = consentText[lang];
  const s = staffText[lang];
  const options = view.parts[0]?.options ?? [];
  const counts = (line: AnnexLine) => (line.counts ? s.annexCounted : line.void ? s.annexVoid : line.entry.choice === 'split' ? s.annexSplit : s.annexEarlier);
  const pictures: { photo: NonNullable<Awaited<ReturnType<typeof preparePhoto>>>; caption: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const photo = line.bytes && line.file?.mediaType.startsWith('image/') ? await preparePhoto(line.bytes) : undefined;
    if (photo)
      pictures.push({
        photo,
        caption: `${index + 1}. ${line.label}　${line.entry.signerName}　${choiceText(line.entry.choice, options, lang)}　SHA-256 ${line.file?.sha256.slice(0, 16)}…`,
      });
  }
  return paper({
    title: s.annexTitle,
    subtitle: view.consent.question,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    landscape: true,
    body: [
      paragraph(s.annexLead),
      ...view.parts.map((part) => paragraph(`${part.title}：${t.owners(part.all.heads, m2(part.all.areaCentiM2))}。${t.clause}：${part.part.ballot.clause}`)),
      table({
        columns: [
          { label: '#', width: 18 },
          { label: t.home, width: 96 },
          { label: t.area, width: 50 },
          { label: t.choice, width: 44 },
          { label: `${t.signer}／${t.how}`, width: 64 },
          { label: `${t.when}／${s.received}`, width: 78 },
          { label: s.collectedBy, width: 42 },
          { label: s.hash },
          { label: s.counting, width: 42 },
        ],
        rows: lines.map((line, index) => [
          String(index + 1),
          line.label,
          m2(line.areaCentiM2),
          choiceText(line.entry.choice, options, lang),
          `${line.entry.signerName}\n${t[line.entry.channel]}`,
          `${instantText(line.entry.signedAt, lang, 'short')}\n${instantText(line.entry.receivedAt, lang, 'short')}`,
          line.collectedBy,
          line.file?.sha256.replace(/(.{32})/g, '$1 ').trim() ?? '',
          counts(line),
        ]),
      }),
      signatures([{ label: s.counter }, { label: s.watcher }, { label: s.committee }], s.date),
      ...(pictures.length > 0 ? [heading(s.signatureList), photos(pictures)] : []),
    ],
  });
}

/** One form for each owner on the widest roll, limited to some entrances for a collector. */
export function formsFor(view: ConsentView, ownerNames: ReadonlyMap<string, readonly string[]>, entranceIds: readonly string[] | null): FormFor[] {
  const widest = view.parts.at(-1);
  if (!widest) return [];
  return widest.roll
    .filter((line) => {
      if (entranceIds === null) return true;
      const own = homesOfOwner(view.homes, line.electorId);
      return view.homes.some((home) => own.has(home.homeId) && entranceIds.includes(home.entranceId));
    })
    .map((line) => {
      const own = homesOfOwner(view.homes, line.electorId);
      return {
        no: line.no,
        code: line.code,
        label: line.label,
        owners: [...new Set([...own].flatMap((homeId) => ownerNames.get(homeId) ?? []))],
        areaCentiM2: line.areaCentiM2 ?? 0n,
      };
    });
}
