import { noticeState } from '#modules/notices';
import { maskPhonesIn } from '#modules/people';
import {
  Actions,
  Button,
  ButtonLink,
  Calendar,
  dataTable,
  Day,
  type DutyItem,
  DutyList,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  Money,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  shanghaiParts,
  Soft,
  State,
  Story,
  TextField,
} from '../ui/index.ts';
import { Checklist } from './checklist-table.tsx';
import { statementText } from '../statements/text.ts';
import { disclosureText } from './disclosure-text.ts';
import type { Disclosure, DisclosedNotice } from './disclosure-view.ts';
import { ballotWords, redCount, resolutionWords } from './disclosure-words.ts';
import { kindWords, noticeText } from './text.ts';
import { periodWords, stateWords } from './view.ts';

/** The disclosure page of a neighbourhood. */
export interface DisclosureView {
  page: PageFrame;
  today: string;
  data: Disclosure;
  may: { publish: boolean; exempt: boolean };
  back?: { errors: FormErrors; values: FormValues };
}

export function DisclosurePage(view: DisclosureView) {
  const { page, data } = view;
  const { lang, base } = page;
  const t = disclosureText[lang];
  const at = `${base}/n/${data.place.code}`;
  const reds = redCount(data.checklist);
  return (
    <Layout page={page} title={t.of(data.place.name)} description={t.lead}>
      <Lead>{t.lead}</Lead>
      <Actions>
        <ButtonLink href={`${at}/disclosure.pdf`} word>
          {t.print}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${at}/disclosure.atom`}>
          {t.feed}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${at}/disclosure.json`}>
          {t.data}
        </ButtonLink>
        {view.may.publish && (
          <ButtonLink kind="quiet" href={`${at}/notices/new`}>
            {t.publish}
          </ButtonLink>
        )}
      </Actions>
      <Notices {...view} />
      <Accounts {...view} />
      <Resolutions {...view} />
      <Ballots {...view} />
      <Section title={t.calendar} id="calendar" action={<a href={`${at}/meetings.ics`}>{t.subscribe}</a>}>
        {data.calendar.length === 0 ? (
          <Soft>{t.calendarNone}</Soft>
        ) : (
          <Calendar
            items={data.calendar.slice(0, 30).map((one) => ({
              day: one.day,
              ...(one.at ? { time: shanghaiParts(one.at).time } : {}),
              title: maskPhonesIn(one.title),
              href: `${base}${one.path}`,
              badge: { tone: one.kind === 'meeting' ? 'act' : 'wait', text: t[one.kind] },
            }))}
          />
        )}
      </Section>
      <Section title={t.checklist} id="checklist">
        <p>
          <State tone={reds > 0 ? 'bad' : 'good'}>{reds > 0 ? t.reds(reds) : t.noReds}</State>
        </p>
        <Soft>{t.checklistLead}</Soft>
        <Checklist page={page} place={data.place} lines={data.checklist} mayPublish={view.may.publish} />
        {view.may.exempt && <ExemptForm {...view} />}
      </Section>
    </Layout>
  );
}

function Notices({ page, today, data }: DisclosureView) {
  const { lang, base } = page;
  const t = disclosureText[lang];
  const open = data.notices.filter((notice) => noticeState(notice, today) === 'open' && notice.endDay !== null);
  const objected = data.notices
    .flatMap((notice) => notice.objections.map((one) => ({ notice, one })))
    .sort((a, b) => b.one.at.getTime() - a.one.at.getTime())
    .slice(0, 10);
  return (
    <Section title={t.notices} id="notices" action={<a href={`${base}/n/${data.place.code}/notices`}>{t.board}</a>}>
      {open.length === 0 ? <Soft>{t.noticesNone}</Soft> : <DutyList items={open.map((notice) => noticeItem(page, today, notice))} />}
      {objected.length > 0 && (
        <>
          <h3>{t.recent}</h3>
          <Story
            items={objected.map(({ notice, one }) => ({
              state: one.answer === null ? 'now' : 'done',
              title: one.by,
              when: instantText(one.at, lang, 'short'),
              datetime: one.at.toISOString(),
              badge: one.answer === null ? { tone: 'wait', text: t.waitingAnswer } : { tone: 'good', text: noticeText[lang][one.answer.outcome] },
              body: (
                <>
                  <p>{one.text}</p>
                  {one.answer !== null && (
                    <p>
                      <b>{t.answered}</b> {maskPhonesIn(one.answer.text)}
                    </p>
                  )}
                  <p class="soft">
                    <a href={`${base}/notices/${notice.id}#objections`}>{notice.title}</a>
                  </p>
                </>
              ),
            }))}
          />
        </>
      )}
    </Section>
  );
}

function noticeItem(page: PageFrame, today: string, notice: DisclosedNotice): DutyItem {
  const { lang, base } = page;
  const t = disclosureText[lang];
  const state = stateWords(notice, today, lang);
  const waiting = notice.objections.filter((one) => one.answer === null).length;
  const objections = notice.acceptsObjections ? ` · ${notice.objections.length === 0 ? t.noObjections : t.objections(notice.objections.length, waiting)}` : '';
  return {
    title: notice.title,
    href: `${base}/notices/${notice.id}`,
    detail: `${kindWords(notice.kind, lang)} · ${periodWords(notice, lang)}${objections}`,
    due: state.text,
    tone: state.tone,
  };
}

function Accounts({ page, data }: DisclosureView) {
  const { lang, base } = page;
  const t = disclosureText[lang];
  return (
    <Section title={t.accounts} id="accounts">
      <Soft>
        {t.accountsLead} <a href={`${base}/n/${data.place.code}/statement/public`}>{statementText[lang].communityTitle(data.place.name)}</a>
      </Soft>
      {dataTable({
        rows: data.accounts,
        query: {},
        lang,
        base: `${base}/n/${data.place.code}/disclosure`,
        caption: t.accounts,
        tools: false,
        empty: <Empty title={t.accountsNone} />,
        columns: [
          {
            key: 'project',
            label: t.project,
            value: (one) => one.project.title,
            render: (one) => <a href={`${base}/projects/${one.project.id}/account`}>{one.project.title}</a>,
          },
          { key: 'received', label: t.received, value: (one) => Number(one.receivedFen), render: (one) => <Money fen={one.receivedFen} />, numeric: true },
          { key: 'spent', label: t.spent, value: (one) => Number(one.spentFen), render: (one) => <Money fen={one.spentFen} />, numeric: true },
          { key: 'returned', label: t.returned, value: (one) => Number(one.returnedFen), render: (one) => <Money fen={one.returnedFen} />, numeric: true },
          { key: 'left', label: t.left, value: (one) => Number(one.availableFen), render: (one) => <Money fen={one.availableFen} />, numeric: true },
          {
            key: 'settled',
            label: t.settledOn,
            value: (one) => one.settledOn ?? t.running,
            render: (one) => (one.settledOn === null ? t.running : <Day day={one.settledOn} style="short" />),
          },
        ],
      })}
    </Section>
  );
}

function Resolutions({ page, data }: DisclosureView) {
  const { lang, base } = page;
  const t = disclosureText[lang];
  return (
    <Section title={t.resolutions} id="resolutions">
      {dataTable({
        rows: data.resolutions.slice(0, 100),
        query: {},
        lang,
        base: `${base}/n/${data.place.code}/disclosure`,
        caption: t.resolutions,
        tools: false,
        empty: <Soft>{t.resolutionsNone}</Soft>,
        columns: [
          {
            key: 'text',
            label: t.resolution,
            value: (one) => maskPhonesIn(one.text),
            render: (one) => <a href={`${base}/resolutions/${one.id}`}>{maskPhonesIn(one.text)}</a>,
          },
          { key: 'decided', label: t.decidedOn, value: (one) => one.decidedOn, render: (one) => <Day day={one.decidedOn} style="short" /> },
          { key: 'deadline', label: t.deadline, value: (one) => one.deadline, render: (one) => <Day day={one.deadline} style="short" /> },
          {
            key: 'state',
            label: t.state,
            value: (one) => resolutionWords(one, lang).text,
            render: (one) => {
              const state = resolutionWords(one, lang);
              return <State tone={state.tone}>{state.text}</State>;
            },
          },
        ],
      })}
    </Section>
  );
}

function Ballots({ page, data }: DisclosureView) {
  const { lang, base } = page;
  const t = disclosureText[lang];
  return (
    <Section title={t.ballots} id="ballots">
      {dataTable({
        rows: data.ballots.slice(0, 100),
        query: {},
        lang,
        base: `${base}/n/${data.place.code}/disclosure`,
        caption: t.ballots,
        tools: false,
        empty: <Soft>{t.ballotsNone}</Soft>,
        columns: [
          {
            key: 'question',
            label: t.ballot,
            value: (one) => one.question,
            render: (one) => <a href={`${base}/ballots/${one.id}`}>{maskPhonesIn(one.question)}</a>,
          },
          { key: 'closes', label: t.closes, value: (one) => one.closesAt, render: (one) => instantText(one.closesAt, lang, 'short') },
          {
            key: 'state',
            label: t.state,
            value: (one) => ballotWords(one, lang).text,
            render: (one) => {
              const state = ballotWords(one, lang);
              return <State tone={state.tone}>{state.text}</State>;
            },
          },
        ],
      })}
    </Section>
  );
}

function ExemptForm({ page, data, back }: DisclosureView) {
  const { lang, base } = page;
  const t = disclosureText[lang];
  return (
    <details class="fold" open={back !== undefined}>
      <summary>{t.exemptTitle}</summary>
      <p class="hint">{t.exemptHint}</p>
      <Form id="exempt" action={`${base}/n/${data.place.code}/disclosure/exempt`} errors={back?.errors} values={back?.values}>
        <SelectField
          name="requirement"
          label={t.whichRequirement}
          required
          options={data.checklist.map((line) => ({ value: line.rule.id, label: line.rule.title[lang] }))}
        />
        <RadioField
          name="applies"
          label={t.exemptApplies}
          required
          options={[
            { value: 'no', label: t.notHere },
            { value: 'yes', label: t.appliesAgain },
          ]}
        />
        <TextField name="reason" label={t.exemptReason} required maxLength={300} size="long" />
        <Button>{t.exemptSave}</Button>
      </Form>
    </details>
  );
}
