import { explain, explainVerdict, type Outcome, type Reason as PolicyReason } from '#libs/policy';
import type { KeptRuling } from '#modules/funds';
import { compareApplications } from '#modules/projects';
import { aRulingSettles } from '#modules/reviews';
import { SettingFields } from '../funds/setting-fields.tsx';
import { stateName } from '../projects/words.ts';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  DateField,
  dayText,
  type DutyItem,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Reason,
  Section,
  Soft,
  State,
  TextArea,
  type Tone,
  useFrame,
  useLang,
} from '../ui/index.ts';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import { ApplicationSummary } from './application-summary.tsx';
import { CommentList, Changes } from '../projects/versions-page.tsx';
import { guideText } from '../projects/application-guide-text.ts';
import type { CheckView } from './check-view.ts';
import { Remarks } from './remarks.tsx';
import { reviewText } from './text.ts';

/** What the page of the check shows. */
export interface CheckPageView extends CheckView {
  page: PageFrame;
  turns: readonly DutyItem[];
  may: { check: boolean; rule: boolean; set: boolean; send: boolean };
  /** The form that was refused: `ruling-0`, `settings`, `return`, `decline`. */
  back?: { form: string; errors: FormErrors; values: FormValues };
}

const shown: Record<Outcome, 'passed' | 'ask' | 'blocked'> = { pass: 'passed', 'needs-ruling': 'ask', 'needs-setting': 'ask', block: 'blocked' };
const tones: Record<Outcome, Tone> = { pass: 'good', 'needs-ruling': 'wait', 'needs-setting': 'wait', block: 'bad' };
const order: readonly Outcome[] = ['block', 'needs-ruling', 'needs-setting', 'pass'];

/** Every reason of the policy in plain words, the rulings and values it waits for, and what the officer does with it. */
export function CheckPage(view: CheckPageView) {
  const { page, project, verdict } = view;
  const t = reviewText[page.lang];
  const { base } = page;
  const open = project.state === 'submitted';
  return (
    <Layout
      page={page}
      title={`${t.check}${page.lang === 'zh' ? '：' : ': '}${project.title}`}
      wide
      crumbs={[
        { label: view.placeName, href: `${base}/n/${view.placeCode}` },
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.check },
      ]}
    >
      <Lead>{open ? t.checkLead : t.notWaiting(stateName(project.state, page.lang))}</Lead>
      <div class="cols">
        <div>
          {verdict === null ? (
            <Empty title={t.noPolicy} action={<ButtonLink href={`${base}/policy/adopt`}>{t.adopt}</ButtonLink>}>
              {t.noPolicyBody}
            </Empty>
          ) : (
            <>
              <p>
                <State tone={tones[verdict.outcome]}>{explainVerdict(verdict, page.lang)}</State>
              </p>
              {view.wanted.length > 0 && view.may.set && <WantedSettings view={view} />}
              <Section title={t.reasons}>
                {verdict.reasons
                  .map((reason, index) => ({ reason, index }))
                  .sort((a, b) => order.indexOf(a.reason.outcome) - order.indexOf(b.reason.outcome))
                  .map(({ reason, index }) => (
                    <OneReason view={view} reason={reason} index={index} />
                  ))}
              </Section>
            </>
          )}
          {view.keeperAnswer?.answer === 'declined' && <Reason outcome="blocked" title={guideText[page.lang].keeperDeclined(view.keeperAnswer.note)} />}
          <SinceReturn view={view} />
          {verdict !== null && <Decide view={view} />}
          <Section title={t.facts}>
            <ApplicationSummary project={project} application={view.application} placeName={view.placeName} categories={view.categories} />
          </Section>
        </div>
        <div class="aside">
          <WhoseTurn items={view.turns} />
          <Section title={t.checks}>
            <ul>
              {view.checks.map((check) => (
                <li>
                  {instantText(check.at, page.lang, 'short')}{' '}
                  <State tone={tones[check.outcome]}>{explainVerdict({ outcome: check.outcome, reasons: [] }, page.lang)}</State>
                </li>
              ))}
            </ul>
            {view.may.check && verdict !== null && (
              <ActionForm action={`${base}/projects/${project.id}/check`} kind="quiet">
                {t.recheck}
              </ActionForm>
            )}
          </Section>
        </div>
      </div>
    </Layout>
  );
}

function OneReason({ view, reason, index }: { view: CheckPageView; reason: PolicyReason; index: number }) {
  const lang = useLang();
  const t = reviewText[lang];
  const line = reason.line === undefined ? undefined : view.application.lines[Number(reason.line) - 1];
  const title = line ? `${line.name} · ${reason.title[lang]}` : reason.title[lang];
  const canRule = view.project.state === 'submitted' && view.may.rule && aRulingSettles(reason);
  const others = (view.precedents[index] ?? []).filter((ruling) => ruling.projectId !== view.project.id);
  const form = `ruling-${index}`;
  // Rulings for other projects are listed below with their links; the sentence keeps to this one.
  const { precedent, ...bare } = reason;
  const own: PolicyReason = precedent?.sameProject ? reason : bare;
  return (
    <div id={form}>
      <Reason outcome={shown[reason.outcome]} title={title}>
        <p>{explain(own, lang)}</p>
        {others.length > 0 && <Precedents rulings={others} />}
      </Reason>
      {canRule && reason.outcome === 'needs-ruling' && <RulingForm view={view} reason={reason} form={form} title={t.ruleTitle} />}
      {canRule && reason.outcome !== 'needs-ruling' && (
        <details class="fold" open={view.back?.form === form}>
          <summary>{t.ruleAgain}</summary>
          <RulingForm view={view} reason={reason} form={form} title={t.ruleAgain} />
        </details>
      )}
    </div>
  );
}

/** What the committee changed after it was sent back, line by line, beside what the office had remarked. */
function SinceReturn({ view }: { view: CheckPageView }) {
  const lang = useLang();
  const { base } = useFrame();
  if (view.before === null) return null;
  const changes = compareApplications(view.before, view.application);
  const g = guideText[lang];
  return (
    <Section title={g.sinceReturn(changes.length)} id="changes" action={<a href={`${base}/projects/${view.project.id}/versions`}>{g.versions}</a>}>
      <CommentList comments={view.comments} />
      <Changes
        changes={changes}
        from={view.before.version}
        to={view.application.version}
        categories={new Map(view.categories.map((one) => [one.code, lang === 'zh' ? one.zh : one.en]))}
      />
    </Section>
  );
}

function Precedents({ rulings }: { rulings: readonly KeptRuling[] }) {
  const lang = useLang();
  const { base } = useFrame();
  const t = reviewText[lang];
  return (
    <div>
      <p class="soft">{t.precedents}</p>
      <ul>
        {rulings.slice(0, 3).map((ruling) => (
          <li>
            <a href={`${base}/rulings/${ruling.id}`}>{ruling.item}</a>
            {lang === 'zh' ? '：' : ': '}
            {ruling.decision === 'allowed' ? t.allow : t.forbid}
            {lang === 'zh' ? '，' : ', '}
            {ruling.byName} {dayText(ruling.day, lang)}
            {lang === 'zh' ? '。' : '. '}
            {ruling.reason}
          </li>
        ))}
      </ul>
    </div>
  );
}

function RulingForm({ view, reason, form, title }: { view: CheckPageView; reason: PolicyReason; form: string; title: string }) {
  const lang = useLang();
  const { base } = useFrame();
  const t = reviewText[lang];
  const back = view.back?.form === form ? view.back : undefined;
  return (
    <Form action={`${base}/projects/${view.project.id}/check/ruling`} id={form} errors={back?.errors} values={back?.values}>
      <h3>{title}</h3>
      <input type="hidden" name="form" value={form} />
      <input type="hidden" name="rule" value={reason.rule} />
      {reason.terms?.map((term) => (
        <input type="hidden" name="term" value={term} />
      ))}
      <RadioField
        name="decision"
        label={t.decision}
        required
        options={[
          { value: 'allowed', label: t.allow },
          { value: 'forbidden', label: t.forbid },
        ]}
      />
      <TextArea name="reason" label={t.ruleReason} hint={t.ruleReasonHint} rows={3} required />
      <DateField name="validTo" label={t.validTo} />
      <Button>{t.giveRuling}</Button>
    </Form>
  );
}

function WantedSettings({ view }: { view: CheckPageView }) {
  const { base, lang } = view.page;
  const t = reviewText[lang];
  const back = view.back?.form === 'settings' ? view.back : undefined;
  return (
    <Section title={t.settingsTitle} id="settings">
      <Soft>{t.settingsLead}</Soft>
      <Form action={`${base}/projects/${view.project.id}/check/settings`} id="settings" errors={back?.errors} values={back?.values}>
        <SettingFields settings={view.wanted} />
        <Button>{t.saveSettings}</Button>
      </Form>
    </Section>
  );
}

function Decide({ view }: { view: CheckPageView }) {
  const { page, project, verdict, may, back } = view;
  const t = reviewText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  if (project.state === 'checked' && may.send) {
    return (
      <Section title={t.decide} id="decide">
        <Actions>
          <ActionForm action={`${at}/check/send`}>{t.send}</ActionForm>
        </Actions>
        <SayWhy view={view} form="return" button={t.return} label={t.returnReason} />
      </Section>
    );
  }
  if (project.state !== 'submitted' || !may.check) return null;
  const reasons =
    verdict?.reasons
      .filter(({ outcome }) => outcome === 'block')
      .map((reason) => explain(reason, page.lang))
      .join('\n') ?? '';
  return (
    <Section title={t.decide} id="decide">
      {verdict?.outcome === 'pass' ? (
        <>
          <p>{t.passHint}</p>
          <Actions>
            <ActionForm action={`${at}/check/pass`}>{t.pass}</ActionForm>
          </Actions>
        </>
      ) : (
        <Soft>{t.cannotPass}</Soft>
      )}
      <SayWhy
        view={view}
        form="return"
        button={t.return}
        label={t.returnReason}
        suggestion={reasons}
        open={verdict?.outcome === 'block' || back?.form === 'return'}
      />
      <SayWhy view={view} form="decline" button={t.decline} label={t.declineReason} open={back?.form === 'decline'} />
    </Section>
  );
}

function SayWhy(props: { view: CheckPageView; form: 'return' | 'decline'; button: string; label: string; suggestion?: string; open?: boolean }) {
  const { view, form } = props;
  const back = view.back?.form === form ? view.back : undefined;
  return (
    <details class="fold" open={props.open}>
      <summary>{props.button}</summary>
      <Form action={`${view.page.base}/projects/${view.project.id}/check/${form}`} id={form} errors={back?.errors} values={back?.values}>
        <TextArea name="reason" label={props.label} value={props.suggestion} rows={4} maxLength={1000} required={form === 'decline'} />
        {form === 'return' && <Remarks application={view.application} />}
        <Button kind={form === 'decline' ? 'danger' : 'quiet'}>{props.button}</Button>
      </Form>
    </details>
  );
}
