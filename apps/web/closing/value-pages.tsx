import { dayOf } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import { gradesFollowPoints, percentOfBp, type ValueSession, worths } from '#modules/closing';
import { percentText } from '#libs/govindex';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  CheckList,
  dataTable,
  DateField,
  dayText,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { bandTitle, courseTone, valueTable } from './value-table.tsx';
import type { ValueLine, ValueView } from './value-view.ts';
import { yearText } from './year-text.ts';

interface Back {
  errors?: FormErrors;
  values?: FormValues;
}

/** All sessions, and for the office the form of a new one. */
export function ValueListPage(
  props: {
    page: PageFrame;
    sessions: readonly ValueSession[];
    rounds: readonly { id: string; name: string }[];
    persons: readonly { value: string; label: string }[];
    mayHold: boolean;
    today: string;
  } & Back,
) {
  const { page } = props;
  const t = yearText[page.lang];
  return (
    <Layout page={page} title={t.title}>
      <Lead>{t.lead}</Lead>
      {props.sessions.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <ul>
          {props.sessions.map((one) => (
            <li>
              <a href={`${page.base}/value-reviews/${one.id}`}>{one.title}</a> <State tone={one.state === 'open' ? 'act' : 'good'}>{t[one.state]}</State>{' '}
              <span class="soft">
                {one.roundName} · {dayText(one.heldOn, page.lang)} · {one.place}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={`${page.base}/grade-effects`}>{t.toEffects}</a> · <a href={`${page.base}/lessons`}>{t.toLessons}</a>
      </p>
      {props.mayHold && (
        <Section title={t.newTitle} id="new">
          {props.rounds.length === 0 ? (
            <Soft>{t.noRound}</Soft>
          ) : (
            <Form action={`${page.base}/value-reviews`} errors={props.errors} values={props.values}>
              <SelectField name="round" label={t.round} required options={props.rounds.map((round) => ({ value: round.id, label: round.name }))} />
              <TextField name="title" label={t.name} hint={t.nameHint} maxLength={100} size="long" />
              <DateField name="day" label={t.day} required value={props.today} />
              <TextField name="place" label={t.place} required maxLength={200} size="long" />
              <CheckList name="person" label={t.panel} hint={t.panelHint} required options={props.persons} />
              <Actions>
                <Button>{t.openIt}</Button>
              </Actions>
            </Form>
          )}
        </Section>
      )}
    </Layout>
  );
}

/** A session: its projects side by side, with filters and sorting; what is still to be done stands on top. */
export function ValueSessionPage({ page, view, query }: { page: PageFrame; view: ValueView; query: Record<string, string> }) {
  const t = yearText[page.lang];
  const { session } = view;
  const at = `${page.base}/value-reviews/${session.id}`;
  const next = view.member && session.state === 'open' ? view.lines.find((line) => line.mine === null && !line.iRecused) : undefined;
  const mine = view.lines.filter((line) => line.mine !== null || line.iRecused).length;
  return (
    <Layout page={page} title={session.title} crumbs={[{ label: t.title, href: `${page.base}/value-reviews` }, { label: session.title }]} wide>
      <p>
        <State tone={session.state === 'open' ? 'act' : 'good'}>{t[session.state]}</State>{' '}
        <span class="soft">
          {session.roundName} · {dayText(session.heldOn, page.lang)} · {session.place} · {t.panel}：{view.panel.map((one) => one.name).join('、')}
        </span>
      </p>
      {view.member && session.state === 'open' && <p>{t.progress(mine, view.lines.length)}</p>}
      <Actions>
        {next && <ButtonLink href={`${at}/projects/${next.projectId}`}>{t.next}</ButtonLink>}
        {view.open && (
          <ButtonLink href={`${at}/protocol.pdf`} kind="quiet" word>
            {t.protocol}
          </ButtonLink>
        )}
        {view.may.hold && session.state === 'open' && (
          <>
            <ActionForm action={`${at}/renew`} kind="quiet">
              {t.renew}
            </ActionForm>
            <ActionForm action={`${at}/close`} kind="quiet">
              {t.close}
            </ActionForm>
          </>
        )}
        {view.may.hold && session.state === 'closed' && session.bands.length > 0 && <ActionForm action={`${at}/grade`}>{t.gradeAll}</ActionForm>}
      </Actions>
      {view.may.hold && <Soft>{session.state === 'open' ? t.closeHint : t.gradeAllHint}</Soft>}
      {!view.open && <Soft>{t.waiting}</Soft>}
      {dataTable(valueTable(view, { lang: page.lang, base: page.base, query }))}
    </Layout>
  );
}

/** The figures of one project, for the page and for the protocol. */
export function factLines(line: ValueLine, lang: PageFrame['lang']): [label: string, value: string][] {
  const t = yearText[lang];
  const { facts } = line;
  const share = (one: typeof facts.satisfied) =>
    one
      ? `${percentText(one.yes, one.answered)}（${one.yes}/${one.answered}）${one.lowBp !== null && one.highBp !== null ? `，${percentOfBp(one.lowBp)}—${percentOfBp(one.highBp)}` : ''}`
      : '';
  const { drift } = facts;
  return [
    [t.course, facts.course === 'late' ? t.lateDays(facts.daysLate) : t[`course-${facts.course}`]],
    [t.happened, facts.happened],
    [t.spent, yuanText(BigInt(facts.spentFen))],
    [t.grant, yuanText(BigInt(facts.grantFen))],
    [t.other, `${yuanText(BigInt(facts.otherFen))}${facts.leverage === null ? '' : `（${t.leverage} ${facts.leverage}）`}`],
    [t.returned, facts.returnedFen === '0' ? '' : yuanText(BigInt(facts.returnedFen))],
    [t.households, facts.households === null ? '' : `${facts.households}（${facts.householdsHow}）`],
    [t.perHousehold, facts.perHouseholdFen === null ? '' : yuanText(BigInt(facts.perHouseholdFen))],
    [t.satisfaction, share(facts.satisfied)],
    [t.residentsWorth, share(facts.worthIt)],
    [
      t.drift,
      drift.bp === null
        ? ''
        : `${percentOfBp(drift.bp)}${lang === 'zh' ? `（做到 ${drift.kept}，部分 ${drift.partly}，经决定改 ${drift.changed}，没做 ${drift.dropped}，说不上 ${drift.unknown}）` : ''}`,
    ],
    [
      t.upkeep,
      facts.upkeep === null
        ? ''
        : lang === 'zh'
          ? `${facts.upkeep.keeper}，每 ${facts.upkeep.months} 个月，每年 ${formatYuan(BigInt(facts.upkeep.yearlyFen))} 元${facts.upkeep.missed > 0 ? `，漏查 ${facts.upkeep.missed} 次` : ''}`
          : `${facts.upkeep.keeper}, every ${facts.upkeep.months} months`,
    ],
  ];
}

/** One project before the panel: its figures beside the form, or what was said of it. */
export function ValueProjectPage({ page, view, line, errors, values }: { page: PageFrame; view: ValueView; line: ValueLine } & Back) {
  const t = yearText[page.lang];
  const { session } = view;
  const at = `${page.base}/value-reviews/${session.id}`;
  const here = `${at}/projects/${line.projectId}`;
  const crumbs = [{ label: t.title, href: `${page.base}/value-reviews` }, { label: session.title, href: at }, { label: line.facts.title }];
  const judges = view.member && session.state === 'open' && !line.iRecused;
  const byPoints = gradesFollowPoints(session.bands);
  const kept: FormValues =
    values ??
    (line.mine
      ? { worth: line.mine.worth, grade: line.mine.grade, points: line.mine.points === null ? '' : String(line.mine.points), reason: line.mine.reason }
      : {});
  return (
    <Layout page={page} title={line.facts.title} crumbs={crumbs}>
      <p>
        <State tone={courseTone[line.facts.course]}>{t[`course-${line.facts.course}`]}</State>{' '}
        <span class="soft">
          {line.facts.place} · {line.facts.serial} · {t.asOf(dayText(dayOf(line.takenAt), page.lang))}
        </span>
      </p>
      <Lead>{line.facts.goal}</Lead>
      <KeyValues items={factLines(line, page.lang)} />
      <p>
        <a href={`${page.base}/projects/${line.projectId}`}>{t.toProject}</a> · <a href={`${page.base}/projects/${line.projectId}/closing`}>{t.toClosing}</a>
      </p>
      {line.iRecused && <p class="flash">{t.youRecused}</p>}
      {judges && (
        <>
          <Form action={here} errors={errors} values={kept}>
            <RadioField name="worth" label={t.worth} required options={worths.map((worth) => ({ value: worth, label: t[worth] }))} />
            {byPoints ? (
              <NumberField
                name="points"
                label={t.points}
                hint={t.pointsHint(session.bands.map((band) => `${band[page.lang]} ${band.least ?? 0}`).join('，'))}
                required
              />
            ) : session.bands.length > 0 ? (
              <RadioField
                name="grade"
                label={t.gradeField}
                hint={t.gradeBy(session.clause)}
                required
                options={session.bands.map((band) => ({ value: band.code, label: band[page.lang] }))}
              />
            ) : (
              <Soft>{t.noBands}</Soft>
            )}
            <TextArea name="reason" label={t.reason} rows={3} maxLength={500} required />
            <Actions>
              <Button>{t.saveNext}</Button>
            </Actions>
          </Form>
          <details>
            <summary>{t.recuse}</summary>
            <Form id="recuse" action={`${here}/recuse`}>
              <TextField name="why" label={t.recuseWhy} required maxLength={300} size="long" />
              <Actions>
                <Button kind="quiet">{t.recuse}</Button>
              </Actions>
            </Form>
          </details>
        </>
      )}
      {view.open && line.said.length > 0 && (
        <Section title={t.judged}>
          <p>
            {t.yes} {line.outcome.yes} · {t.partly} {line.outcome.partly} · {t.no} {line.outcome.no}
            {line.outcome.grade !== null && (
              <>
                {' '}
                · {t.panelGrade} <b>{bandTitle(view, line.outcome.grade, page.lang)}</b>
                {line.outcome.best !== line.outcome.worst && (
                  <span class="soft"> {t.spread(bandTitle(view, line.outcome.best, page.lang), bandTitle(view, line.outcome.worst, page.lang))}</span>
                )}
              </>
            )}
          </p>
          <ul>
            {line.said.map((one) => (
              <li>
                <b>{one.name}</b> {t[one.worth]}
                {one.grade !== '' && `，${bandTitle(view, one.grade, page.lang)}`}
                {one.points !== null && `（${one.points}）`}：{one.reason}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {line.recused.length > 0 && (
        <Soft>
          {t.recused}：{line.recused.map((one) => `${one.name}（${one.reason}）`).join('；')}
        </Soft>
      )}
    </Layout>
  );
}
