import { invitationsOf } from '#modules/meetings';
import type { Routes, Web } from '../kit/index.ts';
import { signInPath } from './attendance-routes.tsx';
import { meetingPaperText } from './paper-text.ts';
import { minutesPaper, noticePaper, type PrintedFor, sheetPaper } from './papers.ts';
import { meetingText } from './text.ts';
import { loadMeeting, type MeetingView } from './view.ts';

/** The papers of a meeting: notice, sign-in sheet, minutes. */
export function paperRoutes(r: Routes): void {
  const print = (what: string, make: (w: Web, view: MeetingView, about: PrintedFor) => Promise<Uint8Array | null> | null) => async (w: Web) => {
    const id = w.id();
    const view = id ? await loadMeeting(w, id) : null;
    if (!view) return w.notFound();
    const bytes = await make(w, view, {
      lang: w.lang,
      issuer: `${w.subdistrict.name} ${view.place.name}`,
      today: w.today,
      address: w.absolute(`/meetings/${view.meeting.id}`),
      signInAddress: w.absolute(signInPath(view.meeting.id, view.meeting.signInCode)),
    });
    return bytes ? w.download(bytes, 'application/pdf', `${view.meeting.title} ${what}.pdf`, true) : w.notFound();
  };
  r.get(
    '/meetings/:id/notice.pdf',
    'meeting.read',
    print(meetingText.zh.notice, (_w, view, about) => noticePaper(view, about)),
  );
  r.get(
    '/meetings/:id/minutes.pdf',
    'meeting.read',
    print(meetingText.zh.minutes, (_w, view, about) => minutesPaper(view, about)),
  );
  r.get(
    '/meetings/:id/sheet.pdf',
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
