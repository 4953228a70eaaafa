import type { Asset, DamageReport, PastHolding, Project, UpkeepAlarm, UpkeepCost, UpkeepPlan, UpkeepTask } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  Calendar,
  dayText,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  type PageFrame,
  Photos,
  Section,
  shanghaiParts,
  Soft,
  State,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { projectText } from './text.ts';
import { upkeepText } from './upkeep-text.ts';
import { assetState, holderWords, rhythmWords, taskTitle } from './upkeep-words.ts';
import { type PublicNames, shownName, upkeepState } from './words.ts';

/** Everything the page of a thing shows. */
export interface AssetView {
  asset: Asset;
  project: Project;
  place: { code: string; name: string };
  tasks: UpkeepTask[];
  plans: UpkeepPlan[];
  alarms: UpkeepAlarm[];
  holdings: PastHolding[];
  costs: UpkeepCost[];
  reports: DamageReport[];
  names: PublicNames;
  may: { answer: boolean; manage: boolean; leave: boolean; decide: boolean; signed: boolean };
}

/** Why an alarm was raised. */
const causeWords = (t: { missed: string; sign_: string; report_: string }) => ({ missed: t.missed, sign: t.sign_, report: t.report_ });

/** A thing's public page, where its QR code leads: what it is, who keeps it, how it is, and the form by which anybody reports damage. */
export function AssetPage(props: {
  page: PageFrame;
  view: AssetView;
  today: string;
  form?: 'report' | 'answer' | 'decide';
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, view, today } = props;
  const { asset, names } = view;
  const { lang } = page;
  const t = upkeepText[lang];
  const at = `${page.base}/assets/${asset.id}`;
  const yuan = lang === 'zh' ? '元' : 'yuan';
  const state = assetState(asset, lang);
  const done = view.tasks.filter((task) => task.check !== null);
  const open = view.tasks.filter((task) => task.check === null);
  const pictures = done
    .filter((task) => task.check?.photoFileId)
    .slice(-4)
    .reverse();
  const errorsOf = (form: 'report' | 'answer' | 'decide') => (props.form === form ? { errors: props.errors, values: props.values } : {});
  return (
    <Layout
      page={page}
      title={asset.name}
      crumbs={[
        { label: view.place.name, href: `${page.base}/n/${view.place.code}` },
        { label: t.assets, href: `${page.base}/n/${view.place.code}/assets` },
        { label: t.assetNo(asset.no) },
      ]}
    >
      <p>
        <State tone={state.tone}>{state.text}</State>{' '}
        <span class="soft">
          {t[asset.kind]} · {asset.place}
        </span>
      </p>
      <p>
        <b>{holderWords(asset, lang, names)}</b>
        {asset.holding && <span class="soft"> {t.since(dayText(asset.holding.fromDay, lang))}</span>}
      </p>
      {asset.offer && <p>{t.asked(shownName(asset.offer.name, asset.offer.personId, names))}</p>}
      {asset.abandonment && <Abandoned asset={asset} page={page} />}
      {view.may.answer && (
        <Section title={t.accept}>
          <p>{t.acceptLead(asset.offer?.name ?? '')}</p>
          <Form action={`${at}/answer`} multipart id="answer" {...errorsOf('answer')}>
            <TextField name="word" label={t.acceptWord} maxLength={300} size="long" />
            {view.may.signed && <FileField name="paper" label={t.signedPaper} accept="image/*,application/pdf" />}
            <Actions>
              <Button name="yes" value="1">
                {view.may.signed ? t.signedYes : t.accept}
              </Button>
              <Button kind="quiet" name="yes" value="0">
                {view.may.signed ? t.signedNo : t.decline}
              </Button>
              {view.may.signed && (
                <ButtonLink kind="quiet" href={`${at}/keeper-sheet.pdf`} word>
                  {t.paperSheet}
                </ButtonLink>
              )}
            </Actions>
          </Form>
        </Section>
      )}
      {asset.alarm && (
        <Section title={t.alarmSince(dayText(asset.alarm.openedDay, lang))} id="alarm">
          <p class="flash bad">
            {causeWords(t)[asset.alarm.cause]}。{t.alarmHow}
          </p>
          {view.may.decide && (
            <Form action={`${at}/alarm`} id="decide" {...errorsOf('decide')}>
              <TextArea name="decision" label={t.decision} rows={2} maxLength={500} required />
              <Actions>
                <Button kind="quiet">{t.decideAlarm}</Button>
              </Actions>
            </Form>
          )}
        </Section>
      )}
      {!asset.abandonment && (
        <Section title={t.report} id="report">
          <p>{t.reportLead}</p>
          <Form action={`${at}/report`} multipart id="report" {...errorsOf('report')}>
            <FileField name="photo" label={t.photo} accept="image/*" capture="environment" />
            <TextArea name="text" label={t.reportText} rows={2} maxLength={500} required />
            <TextField name="name" label={t.reportName} maxLength={60} />
            <Actions>
              <Button>{t.reportSend}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {(view.may.manage || view.may.leave) && !asset.abandonment && (
        <Actions>
          <ButtonLink kind="quiet" href={`${at}/manage`}>
            {view.may.manage ? t.manage : t.iGo}
          </ButtonLink>
          {view.may.manage && (
            <ButtonLink kind="quiet" href={`${at}/card.pdf`} word>
              {t.card}
            </ButtonLink>
          )}
        </Actions>
      )}
      <KeyValues
        items={[
          [t.project, <a href={`${page.base}/projects/${asset.projectId}`}>{`${asset.serial} ${asset.projectTitle}`}</a>],
          [t.value, `${yuanText(asset.valueFen)} ${yuan}`],
          [t.money, asset.sourceKinds.map((kind) => projectText[lang][kind]).join('、')],
          [t.inUse, dayText(asset.inUseFrom, lang)],
          [t.life, asset.lifeMonths === null ? null : `${asset.lifeMonths} ${t.months}`],
          [t.warranty, asset.warrantyUntil === null ? null : `${dayText(asset.warrantyUntil, lang)} ${asset.warrantyBy}`],
          [t.survives, asset.survivesDays === null ? null : `${asset.survivesDays} ${t.days}`],
          [t.costTotal, view.costs.length === 0 ? null : `${yuanText(view.costs.reduce((sum, cost) => sum + cost.amountFen, 0n))} ${yuan}`],
        ]}
      />
      {view.plans.some((plan) => plan.endedDay === null) && (
        <Section title={t.plans}>
          <ul>
            {view.plans
              .filter((plan) => plan.endedDay === null)
              .map((plan) => (
                <li>
                  {plan.title}：{rhythmWords(plan, lang)}
                  {plan.rota.length > 0 && ` ${plan.rota.map((one) => shownName(one.name, one.personId, names)).join('、')}`}
                </li>
              ))}
          </ul>
        </Section>
      )}
      <Section title={t.calendar}>
        <Calendar
          items={[...done.slice(-6), ...open.slice(0, 6)].map((task) => ({
            day: task.dueDay,
            title: task.check?.note ?? taskTitle({ ...task, assetName: null }, lang),
            badge: upkeepState(task, today, lang),
          }))}
        />
      </Section>
      {pictures.length > 0 && (
        <Photos
          items={pictures.map((task) => ({
            src: `${page.base}/files/${task.check?.photoFileId}`,
            alt: task.check?.note ?? '',
            caption: `${task.dueDay} ${task.check?.note ?? ''}`,
          }))}
        />
      )}
      {names.staff && <StaffRecord view={view} page={page} />}
    </Layout>
  );
}

function Abandoned({ asset, page }: { asset: Asset; page: PageFrame }) {
  const t = upkeepText[page.lang];
  const given = asset.abandonment;
  if (!given) return null;
  return (
    <KeyValues
      items={[
        [t.abandonKind, t[given.kind]],
        [t.body, given.resolutionId ? <a href={`${page.base}/resolutions/${given.resolutionId}`}>{given.body}</a> : given.body],
        [t.decidedOn, dayText(given.decidedOn, page.lang)],
        [t.reason, given.reason],
        [t.fate, `${t[given.fate]}：${given.fateText}`],
        [t.moneyIn, given.moneyInFen > 0n ? `${yuanText(given.moneyInFen)}` : null],
        [t.moneyOut, given.moneyOutFen > 0n ? `${yuanText(given.moneyOutFen)}` : null],
        [t.moneyText, given.moneyText],
      ]}
    />
  );
}

/** What staff and auditors see besides: who held it, alarms, reports with their pictures, costs. */
function StaffRecord({ view, page }: { view: AssetView; page: PageFrame }) {
  const { lang } = page;
  const t = upkeepText[lang];
  const how = { check: t.byCheck, decision: t.byDecision, abandoned: t.byAbandon };
  return (
    <>
      <Section title={t.history}>
        <KeyValues
          items={view.holdings.map((one) => [
            `${dayText(one.fromDay, lang)}${one.endedDay ? ` — ${dayText(one.endedDay, lang)}` : ''}`,
            `${one.name}${one.reason ? `（${one.reason}）` : ''}${one.endReason ? `，${t[one.endReason as 'moved'] ?? one.endReason}${one.endNote ? `：${one.endNote}` : ''}` : ''}`,
          ])}
        />
      </Section>
      {view.alarms.length > 0 && (
        <Section title={t.alarms}>
          <KeyValues
            items={view.alarms.map((alarm) => [
              dayText(alarm.openedDay, lang),
              `${causeWords(t)[alarm.cause]}，${t.stateAlarm(alarm.level)}${
                alarm.closedHow
                  ? `；${dayText(alarm.closedDay ?? alarm.openedDay, lang)} ${t.endedBy(how[alarm.closedHow], alarm.closedByName ?? '')} ${alarm.decision}`
                  : ''
              }`,
            ])}
          />
        </Section>
      )}
      {view.reports.length > 0 && (
        <Section title={t.reports}>
          {view.reports.map((one) => (
            <p>
              {dayText(shanghaiParts(one.at).day, lang)} {one.text} <span class="soft">{one.name}</span>{' '}
              {one.photoFileId && <a href={`${page.base}/files/${one.photoFileId}`}>{t.photo}</a>}
            </p>
          ))}
        </Section>
      )}
      {view.costs.length > 0 && (
        <Section title={t.costs}>
          <KeyValues
            items={view.costs.map((cost) => [
              `${dayText(cost.day, lang)} ${cost.what}`,
              <>
                {yuanText(cost.amountFen)}（{projectText[lang][cost.payerKind]} {cost.payerName}）{' '}
                {cost.spendingRequestId && <a href={`${page.base}/spending/${cost.spendingRequestId}`}>{t.request}</a>}
                {cost.paperFileId && <a href={`${page.base}/files/${cost.paperFileId}`}>{t.paper}</a>} <Soft>{cost.noPaperReason}</Soft>
              </>,
            ])}
          />
        </Section>
      )}
    </>
  );
}
