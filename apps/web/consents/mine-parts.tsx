import { Actions, Button, ButtonLink, Form, instantText, RadioField, Section, Soft, TextField } from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import type { ConsentPageView } from './consent-page.tsx';
import { consentText } from './text.ts';
import { choiceText, type OwnLine } from './view.ts';

/** The reader's own answers, to be looked at, changed or contested. */
export function MineSection(props: ConsentPageView) {
  const { page, view } = props;
  const t = consentText[page.lang];
  if (!props.signedIn)
    return view.state === 'open' ? (
      <Section title={t.mine} id="mine">
        <Actions>
          <ButtonLink href={page.links?.signIn ?? '/sign-in'}>{t.signIn}</ButtonLink>
        </Actions>
      </Section>
    ) : null;
  if (view.mine.length === 0) return null;
  return (
    <Section title={t.mine} id="mine">
      {view.mine.map((line) => (
        <Mine {...props} line={line} />
      ))}
    </Section>
  );
}

function Mine(props: ConsentPageView & { line: OwnLine }) {
  const { page, view, line } = props;
  const { lang } = page;
  const t = consentText[lang];
  const options = view.parts[0]?.options ?? [];
  const words = (answer: OwnLine['answers'][number]) =>
    t.mineIs(line.label, choiceText(answer.entry.choice, options, lang), instantText(answer.entry.signedAt, lang, 'short'), t[answer.entry.channel]);
  const current = line.answers.find((answer) => answer.counts);
  const others = line.answers.filter((answer) => !answer.counts);
  return (
    <>
      {current ? (
        <Note tone="good" title={words(current)}>
          <p>{t.entryIs(current.entry.signerName, t[current.entry.channel], instantText(current.entry.signedAt, lang, 'short'))}</p>
          <Contest {...props} answer={current} />
        </Note>
      ) : (
        <p>
          <b>{t.mineNone(line.label)}</b>
        </p>
      )}
      {others.length > 0 && (
        <>
          <Soft>{t.mineOther}</Soft>
          <ul>
            {others.map((answer) => (
              <li>
                {words(answer)} {answer.contest?.outcome === 'upheld' && t.upheld}
              </li>
            ))}
          </ul>
        </>
      )}
      {view.state === 'open' && (view.consent.phoneAllowed ? <SignForm {...props} /> : <Soft>{t.noPhone}</Soft>)}
    </>
  );
}

function Contest(props: ConsentPageView & { answer: OwnLine['answers'][number] }) {
  const { page, view, answer } = props;
  const t = consentText[page.lang];
  if (answer.contest && answer.contest.outcome === null) return <p>{t.contestOpen}</p>;
  if (answer.contest)
    return (
      <p>
        {t[answer.contest.outcome === 'upheld' ? 'upheld' : 'dismissed']}
        {page.lang === 'zh' ? '：' : ': '}
        {answer.contest.reason}
      </p>
    );
  if (view.state !== 'open') return null;
  const mine = props.back?.form === `contest ${answer.entry.id}` ? props.back : undefined;
  return (
    <details class="fold" open={mine !== undefined || undefined}>
      <summary>{t.contest}</summary>
      <Form
        id={`contest-${answer.entry.id}`}
        action={`${page.base}/consents/${view.consent.id}/entries/${answer.entry.id}/contest`}
        errors={mine?.errors}
        values={mine?.values}
      >
        <TextField name="text" label={t.contestText} hint={t.contestLead} required maxLength={500} />
        <Button kind="quiet">{t.contest}</Button>
      </Form>
    </details>
  );
}

/** The answer on the own phone: radio buttons and one press, no typing where there is one owner. */
function SignForm(props: ConsentPageView & { line: OwnLine }) {
  const { page, view, line } = props;
  const t = consentText[page.lang];
  const options = view.parts[0]?.options ?? [];
  const mine = props.back?.form === `sign ${line.homeId}` ? props.back : undefined;
  const choices =
    options.length > 0
      ? options.map((option) => ({ value: `option-${option.no}`, label: option.label, ...(option.note ? { hint: option.note } : {}) }))
      : (['yes', 'no'] as const).map((value) => ({ value, label: t[value] }));
  return (
    <Form id={`sign-${line.homeId}`} action={`${page.base}/consents/${view.consent.id}/sign`} errors={mine?.errors} values={mine?.values}>
      <input type="hidden" name="home" value={line.homeId} />
      <RadioField name="choice" label={t.signTitle(line.label)} required options={[...choices, { value: 'abstain', label: t.abstain }]} />
      {line.owners > 1 ? (
        <>
          <RadioField
            name="speaks"
            label={t.speaks}
            required
            options={[
              { value: 'agreed', label: t.forAll },
              { value: 'split', label: t.differ },
            ]}
          />
          <TextField name="agreement" label={t.agreeNames} hint={t.agreeHint} required maxLength={300} />
        </>
      ) : (
        <input type="hidden" name="speaks" value="sole" />
      )}
      <Button>{t.send}</Button>
    </Form>
  );
}
