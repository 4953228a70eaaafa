import { invitationsOf, minutesDigest, signaturesOf, signersOf } from '#modules/meetings';
import { maskName } from '#modules/people';
import { type PdfDocument, preparePhoto } from '#platform/documents';
import { findFiles } from '#platform/files';
import type { Routes, Web } from '../kit/index.ts';
import { signInPath } from './attendance-routes.tsx';
import { meetingPaperText } from './paper-text.ts';
import { minutesPaper, type SignedBy } from './minutes-paper.ts';
import { noticePaper, type PrintedFor, sheetPaper } from './papers.ts';
import { meetingText } from './text.ts';
import { loadMeeting, type MeetingView } from './view.ts';

/** The papers of a meeting: notice, sign-in sheet, minutes. */
export function paperRoutes(r: Routes): void {
  const print = (what: string, make: (w: Web, view: MeetingView, about: PrintedFor) => Promise<PdfDocument | null> | PdfDocument | null) => async (w: Web) => {
    const id = w.id();
    const view = id ? await loadMeeting(w, id) : null;
    if (!view) return w.notFound();
    const document = await make(w, view, {
      lang: w.lang,
      issuer: `${w.subdistrict.name} ${view.place.name}`,
      today: w.today,
      address: w.absolute(`/meetings/${view.meeting.id}`),
      signInAddress: w.absolute(signInPath(view.meeting.id, view.meeting.signInCode)),
    });
    return document ? w.paper(document, `${view.meeting.title} ${what}`) : w.notFound();
  };
  r.paper(
    '/meetings/:id/notice',
    'meeting.read',
    print(meetingText.zh.notice, (_w, view, about) => noticePaper(view, about)),
  );
  r.paper(
    '/meetings/:id/minutes',
    'meeting.read',
    print(meetingText.zh.minutes, async (w, view, about) => minutesPaper(view, about, await signedBy(w, view))),
  );
  r.paper(
    '/meetings/:id/sheet',
    'meeting.attend',
    print(meetingPaperText.zh.sheet, async (w, view, about) => {
      const { meeting } = view;
      if (!w.can('meeting.attend', { neighbourhoodId: meeting.neighbourhoodId })) return null;
      // Everybody on the list has a line with a code; whoever comes besides signs on a blank one.
      const list = await w.read((tx) => invitationsOf(tx, meeting.id));
      return sheetPaper(
        view,
        list.map((one) => ({
          code: one.code,
          door: one.householdId === null ? one.door : one.name,
          name: one.householdId === null ? (one.deputyName ?? one.name) : '',
        })),
        about,
      );
    }),
  );
}

/** Who signed the last version; the drawn hands only for those who may see the office's files, so that nobody copies a signature off a public paper. */
async function signedBy(w: Web, view: MeetingView): Promise<SignedBy> {
  const version = view.minutes.at(-1)?.version;
  const { id } = view.meeting;
  const full = w.can('file.read.office', { neighbourhoodId: view.meeting.neighbourhoodId });
  const found = await w.read(async (tx) => {
    const signatures = (await signaturesOf(tx, id)).filter((one) => one.version === version);
    const files = await findFiles(
      tx,
      signatures.map((one) => one.fileId),
    );
    return { signers: await signersOf(tx, view.meeting), signatures, files, digest: version === undefined ? null : await minutesDigest(tx, id, version) };
  });
  const shown = (name: string, known: boolean) => (full || known ? name : maskName(name));
  const official = (capacity: string) => capacity === 'chair' || capacity === 'recorder';
  const signatures: SignedBy['signatures'][number][] = [];
  for (const one of found.signatures) {
    const file = full ? found.files.find((each) => each.id === one.fileId) : undefined;
    const bytes = file?.mediaType.startsWith('image/') ? await w.files.get(file.sha256) : null;
    signatures.push({ ...one, name: shown(one.name, official(one.capacity)), picture: bytes ? await preparePhoto(bytes) : undefined });
  }
  const signers = found.signers.map((one) => ({ ...one, name: shown(one.name, official(one.capacity)) }));
  return { signers, signatures, digest: found.digest };
}
