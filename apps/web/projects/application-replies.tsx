import type { OpenRemark } from '#modules/projects';
import type { Form } from '../kit/index.ts';
import { Fieldset, Soft, State, TextArea, useLang } from '../ui/index.ts';
import { fieldName } from './versions-page.tsx';
import { guideText } from './application-guide-text.ts';

const prefix = 'reply-';

/** Name of the field in which a remark is answered. */
export const replyField = (remarkId: string): string => `${prefix}${remarkId}`;

/** What was typed to the remarks of the office. */
export const repliesFrom = (form: Form): { remarkId: string; text: string }[] =>
  Object.entries(form.values).flatMap(([name, value]) =>
    /^reply-[0-9a-f-]{36}$/.test(name) ? [{ remarkId: name.slice(prefix.length), text: typeof value === 'string' ? value : (value[0] ?? '') }] : [],
  );

/** Every remark of the office on the version that was sent back: taken up in its field, or answered with a word. */
export function RemarkReplies({ remarks }: { remarks: readonly OpenRemark[] }) {
  const lang = useLang();
  const g = guideText[lang];
  if (remarks.length === 0) return null;
  return (
    <Fieldset legend={g.remarksOfOffice} hint={g.remarksHint}>
      {remarks.map((one) => (
        <>
          <p>
            {one.field !== '' && <b>{`${fieldName(one.field, lang)}${lang === 'zh' ? '：' : ': '}`}</b>}
            {one.text} <State tone={one.takenUp ? 'good' : 'act'}>{one.takenUp ? (one.reply === '' ? g.remarkChanged : g.remarkAnswered) : g.remarkOpen}</State>
          </p>
          <TextArea name={replyField(one.id)} label={g.replyLabel} value={one.reply} rows={2} maxLength={500} />
          {one.replyByName !== '' && one.reply !== '' && <Soft>{g.replyBy(one.replyByName)}</Soft>}
        </>
      ))}
    </Fieldset>
  );
}
