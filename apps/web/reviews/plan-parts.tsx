import { barredKey } from '#modules/reviews';
import {
  ActionForm,
  Actions,
  Button,
  dataTable,
  DateField,
  Empty,
  FieldRow,
  Form,
  instantText,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { of as kept } from './back.ts';
import { panelText } from './panel-text.ts';
import type { NamedProject, PanelPageView } from './panel-view.ts';
import { reviewText } from './text.ts';

/** Sharing out: the draft or standing plan, its loads, who was barred, and the forms that change it. */
export function PlanSection({ view }: { view: PanelPageView }) {
  const { lang } = view.page;
  const t = panelText[lang];
  const { plan } = view;
  const open = view.panel.projects.some(({ wanted }) => wanted > 0);
  const draft = plan?.state === 'draft';
  return (
    <Section title={t.share} id="plan">
      <Soft>{t.shareLead}</Soft>
      {view.checked > 0 && view.runs && view.may.assign && (
        <ActionForm action={`${view.page.base}/rounds/${view.round.id}/review/send`}>{t.sendAll(view.checked)}</ActionForm>
      )}
      {!plan && !open && view.checked === 0 && <Empty title={t.nothingToShare}>{t.nothingToShareBody}</Empty>}
      {plan && (
        <p>
          <State tone={draft ? 'act' : 'good'}>{draft ? t.draft(plan.no, plan.seed) : t.standing(plan.no, plan.seed, plan.settledByName ?? '')}</State>
        </p>
      )}
      {plan && <Seats view={view} />}
      {plan && plan.changes.length > 0 && (
        <>
          <h3>{t.changes}</h3>
          <ul>
            {plan.changes.map((change) => (
              <li>
                {titleOf(view, change.projectId)}
                {lang === 'zh' ? '：' : ': '}
                {[change.outPersonId && `− ${view.names.get(change.outPersonId) ?? ''}`, change.inPersonId && `＋ ${view.names.get(change.inPersonId) ?? ''}`]
                  .filter(Boolean)
                  .join(' ')}
                {lang === 'zh' ? '，' : ', '}
                {change.reason}{' '}
                <small class="soft">
                  {change.changedByName} {instantText(change.changedAt, lang, 'short')}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
      {view.may.assign && view.runs && draft && <DraftForms view={view} />}
      {view.may.assign && view.runs && (draft || open) && <DrawForm view={view} again={draft} />}
    </Section>
  );
}

const titleOf = (view: PanelPageView, projectId: string): string => view.projects.find(({ project }) => project.id === projectId)?.project.title ?? '—';

function Seats({ view }: { view: PanelPageView }) {
  const { page, plan, projects, panel } = view;
  const { lang, base } = page;
  const t = panelText[lang];
  const r = reviewText[lang];
  const seats = plan?.seats ?? [];
  const loads = panel.members.map(({ id, name, load }) => ({
    name,
    count: plan?.state === 'draft' ? load + seats.filter(({ personId }) => personId === id).length : load,
  }));
  const of = ({ project }: NamedProject) => seats.filter(({ projectId }) => projectId === project.id);
  const short = (row: NamedProject) =>
    plan?.state === 'draft'
      ? Math.max(0, (panel.projects.find(({ id }) => id === row.project.id)?.wanted ?? 0) - of(row).length)
      : (panel.projects.find(({ id }) => id === row.project.id)?.wanted ?? 0);
  const barred = (row: NamedProject) =>
    panel.members.flatMap(({ id, name }) => {
      const why = panel.barred.get(barredKey(row.project.id, id));
      return why ? [`${name}${lang === 'zh' ? '：' : ': '}${r[why]}`] : [];
    });
  return (
    <>
      <p>
        <b>{t.loads}</b>
        {lang === 'zh' ? '：' : ': '}
        {loads.map(({ name, count }) => t.loadOf(name, count)).join(lang === 'zh' ? '、' : ', ')}
      </p>
      {dataTable({
        rows: projects,
        query: view.query,
        lang,
        base: `${base}/rounds/${view.round.id}/review`,
        caption: t.share,
        columns: [
          {
            key: 'project',
            label: t.project,
            value: ({ project }) => project.title,
            render: ({ project }) => <a href={`${base}/projects/${project.id}/reviewers`}>{project.title}</a>,
          },
          { key: 'place', label: t.place, value: ({ placeName }) => placeName },
          {
            key: 'reviewers',
            label: t.reviewers,
            value: (row) =>
              of(row)
                .map(({ personId }) => view.names.get(personId) ?? '')
                .join('、'),
            render: (row) => (
              <>
                {of(row).map((seat) => (
                  <div>
                    {view.names.get(seat.personId) ?? ''} <small class="soft">{seat.changed ? t.changed : seat.byTopic ? t.byTopic : ''}</small>
                  </div>
                ))}
                {short(row) > 0 && <State tone="bad">{t.missing(short(row))}</State>}
              </>
            ),
          },
          {
            key: 'barred',
            label: t.barred,
            value: (row) => barred(row).join('；'),
            render: (row) => (
              <small class="soft">
                {barred(row).map((line) => (
                  <div>{line}</div>
                ))}
              </small>
            ),
          },
        ],
      })}
    </>
  );
}

function DraftForms({ view }: { view: PanelPageView }) {
  const { lang, base } = view.page;
  const t = panelText[lang];
  const { plan } = view;
  if (!plan) return null;
  const at = `${base}/rounds/${view.round.id}/review/plan`;
  const people = view.panel.members.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Actions>
        <ActionForm action={`${at}/stand`} fields={{ planId: plan.id }}>
          {t.stand}
        </ActionForm>
        <ActionForm action={`${at}/drop`} kind="quiet" fields={{ planId: plan.id }}>
          {t.drop}
        </ActionForm>
      </Actions>
      <details class="fold" open={view.back?.form === 'change'}>
        <summary>{t.change}</summary>
        <Form action={`${at}/change`} id="change-form" {...kept(view.back, 'change')}>
          <p class="hint">{t.changeLead}</p>
          <input type="hidden" name="planId" value={plan.id} />
          <SelectField
            name="projectId"
            label={t.project}
            required
            options={view.projects.map(({ project }) => ({ value: project.id, label: project.title }))}
          />
          <FieldRow>
            <SelectField name="out" label={t.out} options={people} />
            <SelectField name="in" label={t.in} options={people} />
          </FieldRow>
          <TextField name="reason" label={t.why} maxLength={300} required />
          <Button kind="quiet">{t.changeIt}</Button>
        </Form>
      </details>
    </>
  );
}

/** Who stepped aside from what, how and why. */
export function RecusalSection({ view }: { view: PanelPageView }) {
  const { lang, base } = view.page;
  const t = panelText[lang];
  return (
    <Section title={t.recusals} id="recusals">
      {dataTable({
        rows: view.recusals,
        query: {},
        lang,
        base: `${base}/rounds/${view.round.id}/review`,
        tools: false,
        caption: t.recusals,
        empty: <Empty title={t.noRecusals} />,
        columns: [
          { key: 'when', label: t.when, value: ({ recusedAt }) => instantText(recusedAt, lang, 'short') },
          { key: 'who', label: t.reviewer, value: ({ personName }) => personName },
          { key: 'project', label: t.project, value: ({ projectId }) => titleOf(view, projectId) },
          { key: 'how', label: t.how, value: ({ how }) => t[how] },
          { key: 'why', label: t.why, value: ({ reason }) => reason },
        ],
      })}
    </Section>
  );
}

/** The form by which a plan is drawn. */
function DrawForm({ view, again }: { view: PanelPageView; again: boolean }) {
  const t = panelText[view.page.lang];
  return (
    <Form action={`${view.page.base}/rounds/${view.round.id}/review/plan`} id="draw-form" {...kept(view.back, 'draw')}>
      <DateField name="dueDay" label={t.dueDay} min={view.today} value={view.plan?.dueDay ?? undefined} />
      <Button kind={again ? 'quiet' : 'primary'}>{again ? t.drawAgain : t.draw}</Button>
    </Form>
  );
}
