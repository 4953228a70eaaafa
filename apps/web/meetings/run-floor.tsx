import { secondsSpoken, spokeTooLong } from '#modules/meetings';
import { ActionForm, Actions, Button, FieldRow, Form, instantText, type Option, Section, SelectField, Soft, State, TextArea, TextField } from '../ui/index.ts';
import type { RunPart } from './run-page.tsx';
import { runText } from './run-text.ts';
import { spanText } from './run-view.ts';

const limits = [1, 2, 3, 5, 10];

/** Who speaks, who waits, who has spoken and how long. */
export function FloorSection({ page, view, here, kept }: RunPart) {
  const { lang } = page;
  const t = runText[lang];
  const { words } = view.record;
  const speaking = words.find((word) => word.state === 'speaking');
  const waiting = words.filter((word) => word.state === 'waiting');
  const spoken = words.filter((word) => word.state === 'spoken').reverse();
  const limitOptions: Option[] = limits.map((n) => ({ value: String(n * 60), label: t.minutes(n) }));
  const lastLimit = words.findLast((word) => word.startedAt !== null)?.limitSeconds ?? null;
  return (
    <Section title={t.floor} id="floor">
      {speaking && (
        <>
          <p>
            <b>{t.speaking(speaking.name)}</b> <span class="soft">{spanText(secondsSpoken(speaking, view.now), lang)}</span>{' '}
            {speaking.limitSeconds !== null && <span class="soft">{t.limitOf(spanText(speaking.limitSeconds, lang))}</span>}{' '}
            {spokeTooLong(speaking, view.now) && <State tone="bad">{t.tooLong}</State>}
          </p>
          <Form action={`${here}/end-word`} {...kept('end-word')}>
            <input type="hidden" name="word" value={speaking.id} />
            <TextArea name="said" label={t.point} hint={t.pointHint} rows={3} maxLength={2000} />
            <Button>{t.endWord}</Button>
          </Form>
        </>
      )}
      <h3>{t.waiting}</h3>
      {waiting.length === 0 ? (
        <Soft>{t.nobodyWaits}</Soft>
      ) : (
        <ol>
          {waiting.map((word, index) => (
            <li>
              <b>{word.name}</b> <span class="soft">{t.asked(word.how)}</span>
              <Form action={`${here}/give-word`} id={`give-${word.id}`}>
                <input type="hidden" name="word" value={word.id} />
                <SelectField name="limit" label={t.limit} emptyLabel={t.limitNone} value={lastLimit === null ? '' : String(lastLimit)} options={limitOptions} />
                <Actions>
                  <Button kind={index === 0 && !speaking ? 'primary' : 'quiet'}>{t.giveWord}</Button>
                  <Button kind="quiet" formaction={`${here}/drop-word`}>
                    {t.drop}
                  </Button>
                </Actions>
              </Form>
            </li>
          ))}
        </ol>
      )}
      <details class="fold" open={kept('word').errors !== undefined || undefined}>
        <summary>{t.addSpeaker}</summary>
        <Form action={`${here}/word`} {...kept('word')}>
          <WhoFields people={view.people} lang={lang} />
          <Button kind="quiet">{t.add}</Button>
        </Form>
      </details>
      {spoken.length > 0 && (
        <details class="fold">
          <summary>{`${t.spoken} ${spoken.length}`}</summary>
          <ul>
            {spoken.map((word) => (
              <li>
                <p>
                  <b>{word.name}</b> <span class="soft">{spanText(secondsSpoken(word, view.now), lang)}</span>{' '}
                  {spokeTooLong(word, view.now) && <span class="soft">{t.tooLong}</span>}{' '}
                  {word.startedAt && <span class="soft">{t.since(instantText(word.startedAt, lang).slice(-5))}</span>}
                </p>
                <Form action={`${here}/end-word`} {...kept(`said-${word.id}`)}>
                  <input type="hidden" name="word" value={word.id} />
                  <TextArea name="said" label={t.point} rows={2} maxLength={2000} value={word.said} />
                  <Button kind="quiet">{t.savePoint}</Button>
                </Form>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

/** Somebody who signed in, or a name that the list does not know. */
export function WhoFields({ people, lang, label }: { people: readonly Option[]; lang: 'zh' | 'en'; label?: string }) {
  const t = runText[lang];
  return (
    <FieldRow>
      {people.length > 0 && <SelectField name="who" label={label ?? t.who} options={people} together />}
      <TextField name="name" label={people.length > 0 ? t.orName : (label ?? t.orName)} maxLength={80} together />
    </FieldRow>
  );
}

/** Takes the word off the list by an `ActionForm`; kept apart for the participants' page. */
export const dropButton = (here: string, wordId: string, words: string) => (
  <ActionForm kind="quiet" action={`${here}/drop-word`} fields={{ word: wordId }}>
    {words}
  </ActionForm>
);
