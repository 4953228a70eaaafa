import {
  Actions,
  Button,
  ButtonLink,
  dayText,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { type CallView, clausesOf, handInLines } from './round-call-view.ts';
import { roundCrumbs, RoundLinks } from './round-parts.tsx';
import { roundText } from './round-text.ts';
import { roundYearText } from './round-year-text.ts';

/** What a page below a round is told about who looks. */
export interface RoundMay {
  manage: boolean;
  follow: boolean;
  mine: boolean;
}

/** The call as everybody reads it, with its papers. */
export function CallPage({ page, view, may }: { page: PageFrame; view: CallView; may: RoundMay }) {
  const { lang, base } = page;
  const t = roundYearText[lang];
  const { round, call } = view;
  const at = `${base}/rounds/${round.id}`;
  const clauses = clausesOf(view.pack, lang);
  const open = round.state === 'open';
  return (
    <Layout page={page} title={call?.title ?? t.call} crumbs={roundCrumbs(base, round, lang, t.call)}>
      {call === null ? (
        <Empty title={t.notPublished} action={may.manage && open ? <ButtonLink href={`${at}/call/new`}>{t.publish}</ButtonLink> : undefined}>
          {t.notPublishedBody}
        </Empty>
      ) : (
        <>
          <Soft>
            {call.number !== '' && `${call.number}　`}
            {t.version(call.version, dayText(call.publishedOn, lang), call.publishedByName)}
          </Soft>
          {call.body.split(/\n\s*\n/).map((part) => (
            <p>{part}</p>
          ))}
          <KeyValues
            items={[
              [roundText[lang].period, `${dayText(round.opensOn, lang)}—${dayText(round.closesOn, lang)}`],
              [roundText[lang].pool, `${yuanText(round.poolFen, { whole: true })}${lang === 'zh' ? ' 元' : ' yuan'}`],
              [t.contact, call.contact],
            ]}
          />
          {call.handIn !== '' && (
            <Section title={t.handIn}>
              <ul>
                {call.handIn.split('\n').map((line) => (
                  <li>{line}</li>
                ))}
              </ul>
            </Section>
          )}
          <Actions>
            <ButtonLink kind="quiet" href={`${at}/call.pdf`} word>
              {t.print}
            </ButtonLink>
            <ButtonLink kind="quiet" href={`${base}/notices/${call.noticeId}`}>
              {t.seeNotice}
            </ButtonLink>
            {may.manage && open && (
              <ButtonLink kind="quiet" href={`${at}/call/new`}>
                {t.publishAgain}
              </ButtonLink>
            )}
          </Actions>
        </>
      )}
      <Documents page={page} view={view} manage={may.manage} />
      <Section title={t.rules} id="rules">
        {clauses.length === 0 ? (
          <p>{t.rulesNone}</p>
        ) : (
          <ul>
            {clauses.map((clause) => (
              <li>
                {clause.text} <small class="soft">{clause.cite}</small>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <RoundLinks base={base} round={round} lang={lang} {...may} here="call" />
    </Layout>
  );
}

function Documents({ page, view, manage }: { page: PageFrame; view: CallView; manage: boolean }) {
  const { lang, base } = page;
  const t = roundYearText[lang];
  const at = `${base}/rounds/${view.round.id}`;
  return (
    <Section title={t.documents} id="documents">
      {view.documents.length === 0 ? (
        <p>{t.noDocuments}</p>
      ) : (
        <ul>
          {view.documents.map((document) => (
            <li>
              {document.withdrawnReason === null ? <a href={`${base}/files/${document.fileId}`}>{document.title}</a> : <s>{document.title}</s>}{' '}
              <small class="soft">
                {document.withdrawnReason === null ? `${document.addedByName} ${dayText(document.addedOn, lang)}` : t.withdrawn(document.withdrawnReason)}
              </small>
              {manage && document.withdrawnReason === null && (
                <details>
                  <summary>{t.withdraw}</summary>
                  <Form action={`${base}/round-documents/${document.id}/withdraw`} id={`w${document.id}`}>
                    <TextField name="reason" label={t.withdrawReason} required maxLength={500} />
                    <Button kind="quiet">{t.withdraw}</Button>
                  </Form>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
      {manage && view.round.state !== 'cancelled' && (
        <details>
          <summary>{t.addDocument}</summary>
          <Form action={`${at}/documents`} multipart id="doc">
            <FileField name="file" label={t.file} required />
            <TextField name="title" label={t.documentTitle} hint={t.documentTitleHint} maxLength={120} />
            {view.briefings.length > 0 && (
              <SelectField
                name="briefing"
                label={t.forBriefing}
                emptyLabel={t.notForBriefing}
                options={view.briefings.map(({ id, title, startsAt }) => ({
                  value: id,
                  label: `${title} ${dayText(startsAt.toISOString().slice(0, 10), lang)}`,
                }))}
              />
            )}
            <Button kind="quiet">{t.addDocument}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}

/** The form that publishes the call; filled from the round and the policy. */
export function NewCallPage({ page, view, errors, values }: { page: PageFrame; view: CallView; errors?: FormErrors; values?: FormValues }) {
  const { lang, base } = page;
  const t = roundYearText[lang];
  const { round, call } = view;
  return (
    <Layout page={page} title={call ? t.publishAgain : t.publish} crumbs={roundCrumbs(base, round, lang, t.call)}>
      <Lead>{t.publishLead}</Lead>
      <Form action={`${base}/rounds/${round.id}/call/new`} errors={errors} values={values}>
        <TextField name="title" label={t.title} value={call?.title ?? t.titleValue(round.name)} maxLength={120} required />
        <TextField name="number" label={t.number} value={call?.number ?? ''} maxLength={60} />
        <TextArea name="body" label={t.body} hint={t.bodyHint} value={call?.body ?? round.callText} rows={8} maxLength={8000} required />
        <TextArea name="handIn" label={t.handIn} hint={t.handInHint} value={call?.handIn ?? handInLines(view.pack, lang)} rows={6} maxLength={4000} />
        <TextField name="contact" label={t.contact} value={call?.contact ?? ''} maxLength={300} />
        <Button>{call ? t.publishAgain : t.publish}</Button>
      </Form>
    </Layout>
  );
}
