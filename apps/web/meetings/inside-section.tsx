import { type PageFrame, Soft } from '../ui/index.ts';
import { signText } from './sign-text.ts';
import type { MeetingView } from './view.ts';

/** Who signed the last version that the reader may see; for those who record, the way to the signatures. */
export function InsideSection({ page, view }: { page: PageFrame; view: MeetingView }) {
  const t = signText[page.lang];
  const last = view.minutes.at(-1);
  if (!last) return null;
  const signed = view.signatures.filter((one) => one.version === last.version);
  const link = view.may.record || view.mustSign;
  return (
    <p id="signatures">
      <Soft>
        {signed.length === 0
          ? t.unsigned
          : `${t.signatures}${page.lang === 'zh' ? '：' : ': '}${signed.map((one) => `${t[one.capacity]} ${one.name}`).join(page.lang === 'zh' ? '、' : ', ')}`}
      </Soft>
      {link && (
        <a class="button quiet" href={`${page.base}/meetings/${view.meeting.id}/sign`}>
          {t.link}
        </a>
      )}
    </p>
  );
}
