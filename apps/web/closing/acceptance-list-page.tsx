import { type Day, dayOf } from '#libs/civil-time';
import {
  checkCapacities,
  defectIsOpen,
  type Finding,
  type ListedItem,
  mendByNow,
  mendingIsLate,
  type Project,
  standsAgainstAcceptance,
} from '#modules/projects';
import { shownName } from '../projects/words.ts';
import type { PublicNames } from '../projects/words.ts';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  DateField,
  dayText,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  State,
  TextField,
} from '../ui/index.ts';
import { text } from './text.ts';

/** Everything the page of an acceptance list shows. */
export interface AcceptanceListView {
  page: PageFrame;
  project: Project;
  items: readonly ListedItem[];
  names: PublicNames;
  today: Day;
  may: { draw: boolean; check: boolean; recheck: boolean; accept: boolean; paper: boolean };
  /** The item or finding whose form was refused. */
  at?: string;
  errors?: FormErrors;
  values?: FormValues;
}

function FindingLine({ view, finding, item }: { view: AcceptanceListView; finding: Finding; item: ListedItem }) {
  const { page } = view;
  const t = text[page.lang];
  const open = defectIsOpen(finding);
  const photo = (fileId: string | null) =>
    fileId !== null &&
    view.names.staff && (
      <>
        {' '}
        <a href={`${page.base}/files/${fileId}`}>{t.photo}</a>
      </>
    );
  return (
    <li>
      <State tone={finding.defect ? (open ? 'bad' : 'good') : 'good'}>{finding.defect ? (open ? t.defect : t.mended) : t.inOrder}</State> {t[finding.capacity]}{' '}
      {shownName(finding.byName, finding.byPersonId, view.names)} · {dayText(dayOf(finding.at), page.lang, 'short')} {finding.note}
      {photo(finding.photoFileId)}
      {finding.defect && (
        <>
          {' '}
          <span class="soft">
            {finding.defect.blocking ? t.blocking : t.minor} · {t.mendBy} {dayText(mendByNow(finding) ?? '', page.lang, 'short')}
          </span>{' '}
          {mendingIsLate(finding, view.today) && <State tone="bad">{t.late}</State>}
          {finding.defect.rechecks.map((one) => (
            <p class="soft">
              {t.recheck}：{one.result === 'mended' ? t.mended : t.notMended} {one.note} {view.names.staff ? one.byName : ''} ·{' '}
              {dayText(dayOf(one.at), page.lang, 'short')}
              {photo(one.photoFileId)}
            </p>
          ))}
          {open && view.may.recheck && (
            <details open={view.at === finding.id}>
              <summary>{t.recheck}</summary>
              <Form
                id={`r${finding.id.slice(-8)}`}
                action={`${page.base}/acceptance-findings/${finding.id}/recheck`}
                multipart
                {...(view.at === finding.id ? { errors: view.errors ?? {}, values: view.values ?? {} } : {})}
              >
                <RadioField
                  name="result"
                  label={`${item.no}. ${t.recheck}`}
                  required
                  options={[
                    { value: 'mended', label: t.mended },
                    { value: 'not-mended', label: t.notMended },
                  ]}
                />
                <TextField name="note" label={t.what} maxLength={500} size="long" />
                <DateField name="mendBy" label={t.newDay} min={view.today} />
                <FileField name="photo" label={t.photo} accept="image/*" capture="environment" />
                <Actions>
                  <Button kind="quiet">{t.saveCheck}</Button>
                </Actions>
              </Form>
            </details>
          )}
        </>
      )}
    </li>
  );
}

function Item({ view, item }: { view: AcceptanceListView; item: ListedItem }) {
  const { page } = view;
  const t = text[page.lang];
  return (
    <article class="rule" id={String(item.no)}>
      <h3>
        {item.no}. {t[item.source]}：{item.promised}
      </h3>
      {item.findings.length > 0 && (
        <ul>
          {item.findings.map((finding) => (
            <FindingLine view={view} finding={finding} item={item} />
          ))}
        </ul>
      )}
      {checkCapacities
        .filter((capacity) => !item.findings.some((one) => one.capacity === capacity))
        .map((capacity) => (
          <p class="soft">
            {t[capacity]}：{t.notYet}
          </p>
        ))}
      {view.may.check && (
        <details open={view.at === item.id}>
          <summary>{t.checkIt}</summary>
          <Form
            id={`i${item.no}`}
            action={`${page.base}/acceptance-items/${item.id}/check`}
            multipart
            {...(view.at === item.id ? { errors: view.errors ?? {}, values: view.values ?? {} } : {})}
          >
            <RadioField
              name="result"
              label={`${t.verdict}（${item.no}）`}
              required
              options={[
                { value: 'ok', label: t.optOk },
                { value: 'minor', label: t.optMinor },
                { value: 'blocking', label: t.optBlocking },
              ]}
            />
            <TextField name="note" label={t.what} maxLength={500} size="long" />
            <DateField name="mendBy" label={t.mendBy} min={view.today} />
            <FileField name="photo" label={t.photo} accept="image/*" capture="environment" />
            <Actions>
              <Button kind="quiet">{t.saveCheck}</Button>
            </Actions>
          </Form>
        </details>
      )}
    </article>
  );
}

/** The acceptance list: each promise with who looked at it, and a form to look at it on the spot. */
export function AcceptanceListPage(view: AcceptanceListView) {
  const { page, project, items } = view;
  const t = text[page.lang];
  const against = standsAgainstAcceptance(items);
  const open = items.flatMap((item) => item.findings).filter(defectIsOpen).length;
  const crumbs = [{ label: project.title, href: `${page.base}/projects/${project.id}` }, { label: t.listTitle }];
  const over = !['agreed', 'doing', 'appraisal'].includes(project.state);
  return (
    <Layout page={page} title={t.listTitle} crumbs={crumbs}>
      <Lead>{t.listLead}</Lead>
      {project.state === 'stopped' && <p class="flash bad">{t.stoppedList}</p>}
      {items.length === 0 ? (
        <Empty
          title={over ? t.neverDrawn : t.noList}
          action={view.may.draw ? <ActionForm action={`${page.base}/projects/${project.id}/acceptance-list`}>{t.draw}</ActionForm> : undefined}
        >
          {over ? t.neverDrawnHint : t.noListHint}
        </Empty>
      ) : (
        <>
          <p>
            {t.summary(items.length - against.unchecked.length, items.length, open)}{' '}
            {against.unchecked.length === 0 && against.blocking.length === 0 && <State tone="good">{t.ready}</State>}
          </p>
          {against.blocking.length > 0 && !over && <p class="flash bad">{t.blockedBy(against.blocking.join('、'))}</p>}
          <Actions>
            {view.may.accept && (
              <ButtonLink
                href={`${page.base}/projects/${project.id}/acceptance`}
                kind={against.unchecked.length + against.blocking.length === 0 ? 'primary' : 'quiet'}
              >
                {t.toAcceptance}
              </ButtonLink>
            )}
            {view.may.paper && (
              <ButtonLink href={`${page.base}/projects/${project.id}/acceptance-certificate.pdf`} kind="quiet" word>
                {t.certificate}
              </ButtonLink>
            )}
          </Actions>
          <Section title={t.listTitle}>
            {items.map((item) => (
              <Item view={view} item={item} />
            ))}
          </Section>
        </>
      )}
    </Layout>
  );
}
