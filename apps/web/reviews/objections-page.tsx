import { maskName, maskPhonesIn } from '#modules/people';
import type { AwardObjection } from '#modules/reviews';
import {
  Button,
  dayText,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { decisionText } from './decision-text.ts';

/** What the page of a round's objections shows. */
export interface ObjectionsView {
  page: PageFrame;
  today: string;
  round: { id: string; name: string };
  objections: readonly AwardObjection[];
  /** Last day to answer by notice. */
  dueBy: ReadonlyMap<string, string | null>;
  /** Projects on notice now. */
  projects: readonly { id: string; title: string; placeName: string }[];
  titles: ReadonlyMap<string, string>;
  /** Notices of decisions that the reader proposed: somebody else answers. */
  ownNotices: ReadonlySet<string>;
  may: { object: boolean; enter: boolean; answer: boolean; see: boolean; keep: boolean };
  /** Objections found right, altogether or in part, that wait for the office. */
  waiting: ReadonlySet<string>;
  back?: { form: string; errors: FormErrors; values: FormValues };
}

/** Objections to what was proposed, with their answers; the forms to object, by oneself or on paper. */
export function ObjectionsPage(view: ObjectionsView) {
  const { page, round } = view;
  const { lang, base } = page;
  const t = decisionText[lang];
  const at = `${base}/rounds/${round.id}`;
  const tone = { accepted: 'act', partly: 'wait', rejected: 'plain' } as const;
  return (
    <Layout
      page={page}
      title={t.objections}
      crumbs={[
        { label: t.rounds, href: `${base}/rounds` },
        { label: round.name, href: at },
        { label: t.title, href: `${at}/decision` },
        { label: t.objections },
      ]}
    >
      <Lead>{t.objectLead}</Lead>
      {view.objections.length === 0 ? (
        <Empty title={t.noObjections}>{t.noObjectionsBody}</Empty>
      ) : (
        <ul class="plain">
          {view.objections.map((one) => {
            const due = view.dueBy.get(one.noticeId) ?? null;
            return (
              <li class="rule" id={`o-${one.id}`}>
                <p>
                  <b>{one.projectId === null ? t.wholeRound : (view.titles.get(one.projectId) ?? '')}</b> · {maskName(one.personName)}{' '}
                  {instantText(one.at, lang)}
                  {one.channel === 'paper' && ` · ${t.byPaper(one.enteredByName ?? '')}`}{' '}
                  {one.outcome ? (
                    <State tone={tone[one.outcome]}>{t[one.outcome]}</State>
                  ) : (
                    <State tone={due !== null && due < view.today ? 'bad' : 'act'}>{due !== null && due < view.today ? t.overdue : t.unanswered}</State>
                  )}
                </p>
                <p>{view.may.see ? one.text : maskPhonesIn(one.text)}</p>
                {one.fileId && view.may.see && (
                  <p>
                    <a href={`${base}/files/${one.fileId}`}>{t.seeEvidence}</a>
                  </p>
                )}
                {one.answer !== null && one.answeredAt ? (
                  <p>
                    <b>{one.answeredByName}</b> {instantText(one.answeredAt, lang)}
                    {lang === 'zh' ? '：' : ': '}
                    {one.answer}
                  </p>
                ) : (
                  <p>
                    {due && <Soft>{t.answerDue(dayText(due, lang))}</Soft>}
                    {view.may.answer && !view.ownNotices.has(one.noticeId) && <a href={`${base}/notices/${one.noticeId}#objections`}>{t.toAnswer}</a>}
                  </p>
                )}
                <Kept view={view} one={one} />
              </li>
            );
          })}
        </ul>
      )}
      {view.projects.length === 0 ? (
        <Soft>{t.objectionsClosed}</Soft>
      ) : (
        <>
          {view.may.object && <ObjectForm view={view} form="object" />}
          {view.may.enter && <ObjectForm view={view} form="paper" />}
        </>
      )}
    </Layout>
  );
}

/** What was right in part: why the result stays, or the form that says it. */
function Kept({ view, one }: { view: ObjectionsView; one: AwardObjection }) {
  const { page, round } = view;
  const { lang } = page;
  const t = decisionText[lang];
  if (one.kept)
    return (
      <p>
        <b>{t.keptAs}</b> {one.kept.byName} {instantText(one.kept.at, lang)}
        {lang === 'zh' ? '：' : ': '}
        {one.kept.reason}
      </p>
    );
  if (!view.waiting.has(one.id)) return null;
  const form = `keep-${one.id}`;
  const back = view.back?.form === form ? view.back : undefined;
  return (
    <>
      <Soft>{one.outcome === 'partly' ? t.partlyWaits : t.upheldState}</Soft>
      {one.outcome === 'partly' && view.may.keep && (
        <Form id={form} action={`${page.base}/rounds/${round.id}/objections/${one.id}/keep`} errors={back?.errors} values={back?.values}>
          <TextArea name="reason" label={t.keepReason} hint={t.keepHint} rows={3} maxLength={2000} required />
          <Button kind="quiet">{t.keepIt}</Button> <a href={`${page.base}/rounds/${round.id}/decision`}>{t.proposeAnew}</a>
        </Form>
      )}
    </>
  );
}

function ObjectForm({ view, form }: { view: ObjectionsView; form: 'object' | 'paper' }) {
  const { page, round } = view;
  const t = decisionText[page.lang];
  const back = view.back?.form === form ? view.back : undefined;
  const at = `${page.base}/rounds/${round.id}/objections`;
  return (
    <Section title={form === 'paper' ? t.paperTitle : t.objectTitle} id={`${form}-section`}>
      <Form action={form === 'paper' ? `${at}/paper` : at} id={form} multipart errors={back?.errors} values={back?.values}>
        {form === 'paper' && (
          <>
            <TextField name="name" label={t.signedName} required maxLength={60} />
            <TextField name="phone" label={t.phone} type="tel" />
          </>
        )}
        <SelectField
          name="project"
          label={t.about}
          required
          value="round"
          options={[
            { value: 'round', label: t.wholeRound },
            ...view.projects.map(({ id, title, placeName }) => ({ value: id, label: `${title}（${placeName}）` })),
          ]}
        />
        <TextArea name="text" label={t.objectText} rows={4} maxLength={2000} required />
        <FileField name="evidence" label={t.evidence} accept="image/*,application/pdf" />
        <Button>{form === 'paper' ? t.paperTitle : t.object}</Button>
      </Form>
    </Section>
  );
}
