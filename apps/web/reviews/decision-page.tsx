import { plainYuan } from '#libs/money';
import {
  Button,
  CheckField,
  dataTable,
  dayText,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { stateName, stateTone } from '../projects/words.ts';
import { allocationText } from './allocation-text.ts';
import { lineReason } from './allocation-words.ts';
import { Confirm, Waiting } from './decision-parts.tsx';
import { decisionText } from './decision-text.ts';
import type { DecisionFigures, DecisionLine } from './decision-view.ts';

/** What the page of a round's decision shows. */
export interface DecisionView extends DecisionFigures {
  page: PageFrame;
  today: string;
  personId: string | null;
  may: { propose: boolean; confirm: boolean; letters: boolean; staff: boolean; set: boolean };
  back?: { form: string; errors: FormErrors; values: FormValues };
}

/** The round's results; for the office the one page on which it decides, for the head the one on which it is confirmed. */
export function DecisionPage(view: DecisionView) {
  const { page, figures, decisions } = view;
  const { lang, base } = page;
  const t = decisionText[lang];
  const { round } = figures;
  const at = `${base}/rounds/${round.id}`;
  const shown = decisions.length > 0;
  return (
    <Layout page={page} title={t.title} wide crumbs={[{ label: t.rounds, href: `${base}/rounds` }, { label: round.name, href: at }, { label: t.title }]}>
      <Lead>{t.lead}</Lead>
      <p>
        {view.may.staff && <a href={`${at}/allocation`}>{t.scenarios}</a>}
        {shown && (
          <>
            {view.may.staff && ' · '}
            <a href={`${at}/objections`}>{t.objections}</a>
          </>
        )}
        {shown && view.may.letters && (
          <>
            {' · '}
            <a href={`${at}/letters.pdf`}>{t.letters}（PDF）</a> · <a href={`${at}/agreements`}>{t.agreements}</a>
          </>
        )}
      </p>
      {decisions.map((decision) => (
        <p>
          <b>{t.version(decision.version, t[decision.kind])}</b> {decision.proposedByName} {dayText(decision.notice?.startDay ?? '', lang)}–
          {dayText(decision.notice?.endDay ?? '', lang)} · <a href={`${base}/notices/${decision.noticeId}`}>{decision.notice?.title ?? ''}</a>
        </p>
      ))}
      {!shown && !view.may.propose && <Empty title={t.nothingYet}>{t.nothingYetBody}</Empty>}
      {view.may.confirm && <Confirm view={view} />}
      {(shown || view.may.staff) && <Results view={view} />}
      {view.may.propose && <Propose view={view} />}
      {shown && view.may.propose && <Waiting view={view} />}
    </Layout>
  );
}

function Results({ view }: { view: DecisionView }) {
  const { page, figures } = view;
  const { lang, base } = page;
  const t = decisionText[lang];
  const rows = view.lines.filter(({ proposal }) => proposal !== null);
  if (rows.length === 0) return null;
  const proposed = ({ proposal }: DecisionLine) =>
    proposal === null
      ? ''
      : proposal.outcome === 'award'
        ? `${t.award} ${yuanText(proposal.grantFen, { whole: true })} ${t.yuan}`
        : proposal.outcome === 'wait'
          ? t.waitNo(proposal.waitingNo ?? 0)
          : t.decline;
  const state = ({ project, proposal, isUpheld }: DecisionLine) =>
    isUpheld ? (
      <State tone="act">{t.upheldState}</State>
    ) : proposal?.confirmation?.decision === 'refused' ? (
      <State tone="bad">{t.refusedState}</State>
    ) : proposal?.confirmation ? (
      <State tone={stateTone(project.state)}>{project.state === 'noticed' ? t.confirmedState : stateName(project.state, lang)}</State>
    ) : (
      <State tone="wait">{t.onNotice}</State>
    );
  return (
    <Section title={t.results} id="results">
      {dataTable({
        rows,
        query: {},
        lang,
        base: `${base}/rounds/${figures.round.id}/decision`,
        tools: false,
        caption: `${figures.round.name} ${t.results}`,
        columns: [
          {
            key: 'project',
            label: t.project,
            value: ({ project }) => project.title,
            render: ({ project, placeName }) => (
              <>
                <a href={`${base}/projects/${project.id}`}>{project.title}</a>{' '}
                <small class="soft">
                  {placeName} {project.serial}
                </small>
              </>
            ),
          },
          { key: 'asked', label: t.asked, numeric: true, value: ({ askedFen }) => yuanText(askedFen, { whole: true }) },
          { key: 'mean', label: t.mean, numeric: true, value: ({ proposal }) => proposal?.meanText ?? null },
          {
            key: 'rule',
            label: t.ruleSays,
            numeric: true,
            value: ({ proposal }) => (proposal?.ruleFen == null ? null : yuanText(proposal.ruleFen, { whole: true })),
          },
          { key: 'proposed', label: t.proposed, value: proposed },
          {
            key: 'why',
            label: t.why,
            value: ({ proposal }) => proposal?.reason ?? '',
            render: ({ proposal, project }) => (
              <>
                {proposal?.reason !== proposal?.departureReason && proposal?.reason}
                {proposal?.departureReason && (
                  <>
                    {proposal.reason !== proposal.departureReason && <br />}
                    <b>{t.departs}</b>
                    {proposal.departureReason}
                  </>
                )}
                {proposal && (proposal.terms || proposal.cutLines.length > 0) && (
                  <>
                    <br />
                    <b>{t.termsAre}</b>
                    {proposal.cutLines.length > 0 && t.cutAre(proposal.cutLines.join(lang === 'zh' ? '、' : ', '))}
                    {proposal.terms}
                  </>
                )}
                {view.may.staff && (
                  <>
                    {' '}
                    <a href={`${base}/projects/${project.id}/letter`}>{t.letter}</a>
                  </>
                )}
              </>
            ),
          },
          { key: 'state', label: t.state, value: ({ project }) => stateName(project.state, lang), render: state },
        ],
      })}
    </Section>
  );
}

function Propose({ view }: { view: DecisionView }) {
  const { page, figures, scenario, run, term } = view;
  const { lang, base } = page;
  const t = decisionText[lang];
  const at = `${base}/rounds/${figures.round.id}`;
  const first = view.decisions.length === 0;
  const open = view.lines.filter(({ isOpen, line, proposal }) => isOpen && (line !== null || proposal !== null));
  if (!view.lines.some(({ isOpen }) => isOpen)) return null;
  if (!scenario || !run)
    return (
      <Empty title={t.noScenario} action={<a href={`${at}/allocation`}>{t.scenarios}</a>}>
        {t.noScenarioBody}
      </Empty>
    );
  if (open.length === 0) return null;
  const back = view.back?.form === 'propose' ? view.back : undefined;
  return (
    <Section title={first ? t.propose : t.proposeChange} id="propose-section">
      <Soft>
        {t.follows(allocationText[lang][scenario.outcome.rule])}
        {lang === 'zh' ? '。' : '. '}
        {t.proposeLead} {!first && t.changeLead}
      </Soft>
      {term && !term.ok ? (
        <div class="reason ask">
          <p>{term.error.code === 'no-rule' ? t['no-notice-rule'] : t['needs-setting']}</p>
          {view.may.set && (
            <p>
              <a href={`${base}/policy/settings`}>{allocationText[lang].toDecision}</a>
            </p>
          )}
        </div>
      ) : (
        <Form action={`${at}/decision`} id="propose" errors={back?.errors} values={back?.values}>
          {open.map((line) => (
            <LineFields view={view} line={line} first={first} errors={back?.errors ?? {}} />
          ))}
          <TextArea
            name="reason"
            label={t.wholeReason}
            rows={3}
            maxLength={1500}
            value={first ? `按“${allocationText.zh[scenario.outcome.rule]}”方案拟定。${view.choiceReason}` : ''}
            required
          />
          {term?.ok && (
            <p>
              {t.noticeTerm(
                term.value.counting === 'calendar' ? t.calendarDays(term.value.days) : t.workingDays(term.value.days),
                dayText(term.value.endDay, lang),
              )}{' '}
              <span class="cite">
                {term.value.source} {term.value.clause}
              </span>
            </p>
          )}
          <Button>{t.publish}</Button>
        </Form>
      )}
    </Section>
  );
}

function LineFields({ view, line, first, errors }: { view: DecisionView; line: DecisionLine; first: boolean; errors: FormErrors }) {
  const { page, run, scenario } = view;
  const t = decisionText[page.lang];
  const { id } = line.project;
  const ruleFen = BigInt(line.line?.grantFen ?? '0');
  const says = line.line && run && scenario ? lineReason(line.line, scenario.outcome, run.input, 'zh') : (line.proposal?.reason ?? '');
  const wrong = Object.keys(errors).some((name) => name.endsWith(id));
  const short = ruleFen > 0n ? `${t.award} ${yuanText(ruleFen, { whole: true })} ${t.yuan}` : t.decline;
  return (
    <details class="fold" open={wrong || line.isUpheld}>
      <summary>
        {line.project.title}{' '}
        <small class="soft">
          {line.placeName} {line.project.serial}
        </small>{' '}
        · {t.mean} {line.meanText} · {t.asked} {yuanText(line.askedFen, { whole: true })} → <b>{short}</b>
      </summary>
      {!first && <CheckField name={`i-${id}`} label={t.include} checked={line.isUpheld} />}
      <SelectField
        name={`o-${id}`}
        label={t.outcome}
        required
        value={ruleFen > 0n ? 'award' : 'decline'}
        options={(['award', 'decline', 'wait'] as const).map((value) => ({ value, label: t[value] }))}
      />
      <MoneyField name={`g-${id}`} label={t.grant} hint={t.grantHint} value={ruleFen > 0n ? plainYuan(ruleFen) : ''} />
      <TextArea name={`r-${id}`} label={t.reason} rows={2} maxLength={2000} value={says} required />
      <TextArea name={`d-${id}`} label={t.departure} hint={t.departureHint} rows={2} maxLength={2000} />
      <TextArea
        name={`t-${id}`}
        label={t.terms}
        hint={t.termsHint}
        rows={2}
        maxLength={2000}
        value={line.line?.capped && ruleFen > 0n ? `按 ${yuanText(ruleFen, { whole: true })} 元调整预算，其余自筹。` : ''}
      />
      <TextField name={`c-${id}`} label={t.cut} hint={t.cutHint} size="short" />
    </details>
  );
}
