import type { ApplicationVersion, Asset, Project, UpkeepTask } from '#modules/projects';
import { assetKinds } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  Calendar,
  DateField,
  Empty,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type Option,
  type PageFrame,
  Photos,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { upkeepText } from './upkeep-text.ts';
import { assetState, holderWords, taskTitle } from './upkeep-words.ts';
import { type PublicNames, shownName, upkeepState } from './words.ts';

/** How many days to come a page shows: a weekly watering has hundreds. */
const shownAhead = 12;
const shownPast = 24;

/** A project's upkeep: its things and who holds them, what comes, what was found, and the form with which it begins. */
export function UpkeepPage(props: {
  page: PageFrame;
  project: Project;
  place: { code: string; name: string };
  application: ApplicationVersion | null;
  assets: Asset[];
  tasks: UpkeepTask[];
  names: PublicNames;
  today: string;
  persons: Option[];
  organisations: Option[];
  mayStart: boolean;
  /** The keeper of the application said yes to it themself. */
  saidYes: boolean;
  mayRegister: boolean;
  /** The checks that can be made now, by this viewer. */
  due: UpkeepTask[];
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, project, tasks, application } = props;
  const { lang } = page;
  const t = upkeepText[lang];
  const at = `${page.base}/projects/${project.id}`;
  const done = tasks.filter((task) => task.check !== null);
  const open = tasks.filter((task) => task.check === null);
  const shown = [
    ...done.slice(-shownPast),
    ...open.filter((task) => task.dueDay < props.today).slice(-shownPast),
    ...open.filter((task) => task.dueDay >= props.today).slice(0, shownAhead),
  ];
  const pictures = done.filter((task) => task.check?.photoFileId).slice(-12);
  return (
    <Layout
      page={page}
      title={t.upkeepTitle}
      crumbs={[{ label: props.place.name, href: `${page.base}/n/${props.place.code}` }, { label: project.title, href: at }, { label: t.upkeepTitle }]}
    >
      {application && <Lead>{application.upkeepPlan}</Lead>}
      {props.due.length > 0 && (
        <Section title={t.coming}>
          {props.due.map((task) => (
            <p>
              <ButtonLink href={`${at}/upkeep/${task.id}`}>{`${t.doCheck}：${taskTitle(task, lang)}`}</ButtonLink> <span class="soft">{task.dueDay}</span>
            </p>
          ))}
        </Section>
      )}
      {props.mayStart && application && <StartForm {...props} application={application} at={at} />}
      {props.assets.length > 0 && (
        <Section title={t.assets} action={props.mayRegister ? <a href={`${at}/assets/new`}>{t.addAsset}</a> : undefined}>
          <ul class="plain">
            {props.assets.map((asset) => {
              const state = assetState(asset, lang);
              return (
                <li>
                  <p>
                    <State tone={state.tone}>{state.text}</State> <a href={`${page.base}/assets/${asset.id}`}>{asset.name}</a>
                    <span class="soft">
                      {' '}
                      {t[asset.kind]} · {asset.place} · {yuanText(asset.valueFen)} {lang === 'zh' ? '元' : 'yuan'}
                    </span>
                  </p>
                  <Soft>
                    {holderWords(asset, lang, props.names)}
                    {asset.offer && (lang === 'zh' ? '；' : '; ')}
                    {asset.offer && t.asked(shownName(asset.offer.name, asset.offer.personId, props.names))}
                  </Soft>
                </li>
              );
            })}
          </ul>
        </Section>
      )}
      {tasks.length === 0 && props.assets.length === 0 && !props.mayStart && <Empty title={t.noUpkeep}>{t.noUpkeepHint}</Empty>}
      {shown.length > 0 && (
        <Section title={t.calendar}>
          <Calendar
            items={shown.map((task) => ({
              day: task.dueDay,
              title: `${taskTitle(task, lang)}${task.check ? `：${task.check.note}` : ''}`,
              badge: upkeepState(task, props.today, lang),
              who: task.check ? shownName(task.check.byName, null, props.names) : shownName(task.keeperName, task.keeperPersonId, props.names),
              ...(task.check && task.check.costFen > 0n ? { detail: `${yuanText(task.check.costFen)} ${lang === 'zh' ? '元' : 'yuan'}` } : {}),
            }))}
          />
        </Section>
      )}
      {pictures.length > 0 && (
        <Photos
          items={pictures.map((task) => ({
            src: `${page.base}/files/${task.check?.photoFileId}`,
            alt: task.check?.note ?? '',
            caption: `${task.dueDay} ${task.check?.note ?? ''}`,
          }))}
        />
      )}
    </Layout>
  );
}

function StartForm(props: Parameters<typeof UpkeepPage>[0] & { application: ApplicationVersion; at: string }) {
  const { application, page } = props;
  const t = upkeepText[page.lang];
  return (
    <Section title={t.startUpkeep}>
      <p>{(props.saidYes ? t.startLeadYes : t.startLead)(application.upkeepMonths, application.keeperName)}</p>
      <Form action={`${props.at}/upkeep`} errors={props.errors} values={props.values}>
        <DateField name="firstDay" label={t.firstDay} min={props.today} required />
        <FieldRow>
          <SelectField name="keeperPersonId" label={t.keeperPerson} value={application.keeperPersonId ?? ''} options={props.persons} />
          {props.organisations.length > 0 && <SelectField name="keeperOrganisationId" label={t.keeperOrganisation} options={props.organisations} />}
          <TextField name="keeperName" label={t.keeperName} value={application.keeperName} hint={t.keeperNameHint} maxLength={60} />
        </FieldRow>
        <SelectField name="deputyPersonId" label={t.deputy} options={props.persons} />
        <Fieldset legend={t.whatIsKept} hint={t.whatIsKeptHint}>
          {application.lines.map((line, index) => (
            <FieldRow>
              <SelectField
                name={`kind${index}`}
                label={`${line.name}（${yuanText(line.amountFen)}）`}
                emptyLabel={t.notRegistered}
                options={assetKinds.map((kind) => ({ value: kind, label: t[kind] }))}
              />
              <NumberField name={`survives${index}`} label={t.survives} unit={t.days} />
            </FieldRow>
          ))}
          <p class="hint">{t.survivesHint}</p>
          <TextField name="place" label={t.place} value={props.place.name} maxLength={200} />
        </Fieldset>
        <Actions>
          <Button>{t.startUpkeep}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
