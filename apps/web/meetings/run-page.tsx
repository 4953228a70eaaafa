import { currentItem, secondsOfItems } from '#modules/meetings';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  Section,
  Soft,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { Note } from './note.tsx';
import { Present } from './parts.tsx';
import { FloorSection } from './run-floor.tsx';
import { HandsSection } from './run-hands.tsx';
import { ProposalsSection } from './run-proposals.tsx';
import { runText } from './run-text.ts';
import { type RunView, spanText } from './run-view.ts';

/** A form of the page that came back: which one, with what was typed and what is wrong. */
export interface RunBack {
  form: string;
  errors: FormErrors;
  values: FormValues;
}

export interface RunPageView {
  page: PageFrame;
  view: RunView;
  laws: readonly Option[];
  today: string;
  back?: RunBack | undefined;
}

/** What each part of the page needs; `kept(name)` is what the form of that name came back with. */
export interface RunPart extends RunPageView {
  here: string;
  kept: (form: string) => { id: string; errors?: FormErrors | undefined; values?: FormValues | undefined };
}

/** The recorder's page of a meeting that runs: works on a phone and without script. */
export function RunPage(props: RunPageView) {
  const { page, view } = props;
  const { meeting } = view;
  const t = runText[page.lang];
  const at = `${page.base}/meetings/${meeting.id}`;
  const part: RunPart = {
    ...props,
    here: `${at}/run`,
    kept: (form) => ({ id: form, ...(props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {}) }),
  };
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: meeting.title, href: at }]}>
      <Lead>{meeting.title}</Lead>
      <Soft>{t.lead}</Soft>
      <Present view={view} />
      {!view.quorate && (
        <Note tone="ask" title={t.quorumWait} clause={meeting.quorum?.clause ?? ''}>
          {undefined}
        </Note>
      )}
      <AgendaSection {...part} />
      <HandsSection {...part} />
      <FloorSection {...part} />
      <ProposalsSection {...part} />
      <DecisionsSection {...part} />
      <Section title={t.end} id="end">
        <p>{t.endLead}</p>
        <Actions>
          {meeting.state === 'called' && (
            <ActionForm kind="quiet" action={`${at}/hold`}>
              {t.end}
            </ActionForm>
          )}
          <ButtonLink kind={meeting.state === 'called' ? 'quiet' : 'primary'} href={`${at}/minutes`}>
            {t.toMinutes}
          </ButtonLink>
          <ButtonLink kind="quiet" href={part.here}>
            {t.refresh}
          </ButtonLink>
        </Actions>
      </Section>
    </Layout>
  );
}

/** The items with how long each took; the one under discussion stands out, the next is one tap away. */
function AgendaSection({ page, view, here }: RunPart) {
  const t = runText[page.lang];
  const current = currentItem(view.record.opened);
  const seconds = secondsOfItems(view.record.opened, view.now);
  const next = current === null ? 1 : current + 1;
  return (
    <Section title={current === null ? t.noneOpen : `${t.item(current)}${page.lang === 'zh' ? '：' : ': '}${view.agenda[current - 1] ?? ''}`} id="agenda">
      <ol>
        {view.agenda.map((title, index) => {
          const position = index + 1;
          const took = seconds.get(position);
          return (
            <li>
              {position === current ? <b>{title}</b> : title} {position === current && <State tone="act">{t.now}</State>}{' '}
              {took !== undefined && <span class="soft">{t.took(spanText(took, page.lang))}</span>}
              {position !== current && position !== next && (
                <details>
                  <summary>{took === undefined ? t.open(position) : t.reopen(position)}</summary>
                  <ActionForm kind="quiet" action={`${here}/item`} fields={{ position: String(position) }}>
                    {t.open(position)}
                  </ActionForm>
                </details>
              )}
            </li>
          );
        })}
      </ol>
      {next <= view.agenda.length && (
        <Actions>
          <ActionForm action={`${here}/item`} fields={{ position: String(next) }}>
            {t.open(next)}
          </ActionForm>
        </Actions>
      )}
    </Section>
  );
}

/** What was decided without a vote. */
function DecisionsSection({ page, view, here, kept }: RunPart) {
  const t = runText[page.lang];
  return (
    <Section title={t.decisions} id="decisions">
      <ul>
        {view.record.decisions.map((decision) => (
          <li>
            {decision.position !== null && <span class="soft">{t.item(decision.position)} </span>}
            {decision.struck === null ? (
              <>
                {decision.text}
                <details>
                  <summary>{t.strike}</summary>
                  <Form action={`${here}/strike`} {...kept(`strike-${decision.id}`)}>
                    <input type="hidden" name="decision" value={decision.id} />
                    <TextField name="reason" label={t.strikeReason} required maxLength={300} />
                    <Button kind="quiet">{t.strike}</Button>
                  </Form>
                </details>
              </>
            ) : (
              <>
                <s>{decision.text}</s> <span class="soft">{t.struck(decision.struck)}</span>
              </>
            )}
          </li>
        ))}
      </ul>
      <Form action={`${here}/decide`} {...kept('decide')}>
        <TextArea name="text" label={t.text} hint={t.decisionHint} required rows={2} maxLength={2000} />
        <Button kind="quiet">{t.decide}</Button>
      </Form>
    </Section>
  );
}
