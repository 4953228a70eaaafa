import { Button, Form, instantText, RadioField, Section, Soft, State, TextField } from '../ui/index.ts';
import type { ConsentPageView } from './consent-page.tsx';
import { consentText } from './text.ts';

/** Contested signatures, for those who settle them; each with its picture and how it was settled. */
export function ContestsSection(props: ConsentPageView) {
  const { page, view } = props;
  const { lang } = page;
  const t = consentText[lang];
  if (view.contests.length === 0) return null;
  return (
    <Section title={t.contests} id="contests">
      {view.contests.map(({ contest, entry, label }) => {
        const file = entry.signatureFileId ?? entry.scanFileId;
        const mine = props.back?.form === `settle ${contest.id}` ? props.back : undefined;
        return (
          <div class="rule">
            <p>
              <b>{label}</b>{' '}
              {contest.outcome === null ? (
                <State tone="wait">{t.contestOpen}</State>
              ) : (
                <State tone={contest.outcome === 'upheld' ? 'bad' : 'good'}>{t[contest.outcome]}</State>
              )}
            </p>
            <p>
              {contest.text} <span class="soft">{t.contestBy(contest.raisedName, instantText(contest.raisedAt, lang, 'short'))}</span>
            </p>
            <Soft>
              {t.entryIs(entry.signerName, t[entry.channel], instantText(entry.signedAt, lang, 'short'))}{' '}
              {file && <a href={`${page.base}/files/${file}`}>{t.seeSignature}</a>}
            </Soft>
            {contest.outcome !== null && <p>{contest.reason}</p>}
            {contest.outcome === null && view.state === 'open' && entry.recordedBy !== null && entry.recordedBy === props.personId && (
              <Soft>{t['own-entry']}</Soft>
            )}
            {contest.outcome === null && view.state === 'open' && view.may.settle && entry.recordedBy !== props.personId && (
              <Form
                id={`settle-${contest.id}`}
                action={`${page.base}/consents/${view.consent.id}/contests/${contest.id}/settle`}
                errors={mine?.errors}
                values={mine?.values}
              >
                <RadioField
                  name="outcome"
                  label={t.outcome}
                  required
                  options={[
                    { value: 'upheld', label: t.uphold },
                    { value: 'dismissed', label: t.dismiss },
                  ]}
                />
                <TextField name="reason" label={t.reason} hint={t.reasonHint} required maxLength={500} />
                <Button kind="quiet">{t.settle}</Button>
              </Form>
            )}
          </div>
        );
      })}
    </Section>
  );
}
