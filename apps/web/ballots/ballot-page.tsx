import { choices, mayClose, type MyLine, rollWasOpenToObjections } from '#modules/ballots';
import type { NoticeTerm } from '#modules/meetings';
import { maskName } from '#modules/people';
import type { Lang } from '#platform/i18n';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
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
  HiddenKeys,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  Progress,
  Section,
  Soft,
  type TableSpec,
  TextField,
} from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import { BallotStateBadge, Verdict } from './parts.tsx';
import { ballotText } from './text.ts';
import { type BallotView, choiceWord, electorsWords, type NamedVote } from './view.ts';

export interface BallotPageView {
  page: PageFrame;
  view: BallotView;
  now: Date;
  today: string;
  signedIn: boolean;
  /** To choose from where representatives vote. */
  people: readonly Option[];
  query: Readonly<Record<string, string | undefined>>;
  /** How long the office wants the roll on display; null where it has not said. */
  term: NoticeTerm | null;
  back?: { errors: FormErrors; values: FormValues };
}

/** The page of a ballot: vote first, then how it stands, the rule, the roll, the result. */
export function BallotPage(props: BallotPageView) {
  const { page, view } = props;
  const { ballot, place } = view;
  const { lang, base } = page;
  const t = ballotText[lang];
  const here = `${base}/ballots/${ballot.id}`;
  return (
    <Layout
      page={page}
      title={ballot.question}
      crumbs={[{ label: place.name, href: `${base}/n/${place.code}/meetings` }]}
      description={ballot.explanation || undefined}
    >
      <p>
        <BallotStateBadge ballot={ballot} /> {ballot.state === 'open' && <span class="soft">{t.until(instantText(ballot.closesAt, lang, 'weekday'))}</span>}
      </p>
      {ballot.cancelledReason !== null && (
        <Note tone="bad" title={t.cancelled}>
          {t.cancelledBecause(ballot.cancelledReason)}
        </Note>
      )}
      {ballot.explanation !== '' && <Lead>{ballot.explanation}</Lead>}
      {ballot.state === 'open' && <VoteSection {...props} />}
      {ballot.state === 'closed' && view.outcome && (
        <Section title={t.result} id="result">
          <p class="lead">
            <b>{view.outcome.passed ? t.passedWords : t.notPassedWords}</b>
          </p>
          <Verdict ballot={ballot} outcome={view.outcome} />
          {view.mine.map(
            (mine) =>
              mine.vote && (
                <p>
                  {mine.line.label}
                  {lang === 'zh' ? '：' : ': '}
                  {t.finalVote(choiceWord(mine.vote.choice, lang))}
                </p>
              ),
          )}
        </Section>
      )}
      {ballot.state === 'open' && (
        <Section title={t.turnout}>
          <Progress
            value={view.voted}
            max={view.roll.length}
            label={t.turnoutWords(electorsWords(ballot, view.voted, lang), electorsWords(ballot, view.roll.length, lang))}
          />
          <Soft>{t.resultLater}</Soft>
          {view.mine.length === 0 && <Soft>{t.namesLater}</Soft>}
        </Section>
      )}
      <Staff {...props} />
      <Section title={t.rule}>
        <KeyValues
          items={[
            [t.law, view.lawTitle],
            [t.clause, ballot.clause],
            [t.electorate, `${t[ballot.electorate]}${view.building === null ? '' : t.onlyBuilding(view.building)}`],
            [t.closes, instantText(ballot.closesAt, lang, 'weekday')],
            [t.meeting, view.meeting ? <a href={`${base}/meetings/${view.meeting.id}`}>{view.meeting.title}</a> : undefined],
            [t.rollCount, <RollLineWords {...props} />],
            [t.digest, ballot.rollDigest ? <code title={ballot.rollDigest}>{ballot.rollDigest.slice(0, 16)}</code> : undefined],
          ]}
        />
        <Soft>{t.sameVote}</Soft>
      </Section>
      <WhoseTurn items={view.turns} />
      {ballot.state === 'closed' && (
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/result.pdf`}>
            {t.resultPdf}
          </ButtonLink>
        </Actions>
      )}
      {ballot.state === 'closed' && (
        <Section title={t.names} id="names">
          <Soft>{view.may.votes ? t.namesLead : t.namesForOwn}</Soft>
          {view.may.votes && dataTable(namedTable(props))}
        </Section>
      )}
    </Layout>
  );
}

function RollLineWords({ page, view }: BallotPageView) {
  const { ballot, roll } = view;
  const { lang, base } = page;
  const t = ballotText[lang];
  if (ballot.objectionsUntil === null) return <>{t.noRoll}</>;
  const count = electorsWords(ballot, roll.length, lang);
  const words = ballot.openedAt ? t.rollFrozen(count, instantText(ballot.openedAt, lang)) : t.rollShown(count, dayText(ballot.objectionsUntil, lang));
  return (
    <>
      {words} <a href={`${base}/ballots/${ballot.id}/roll`}>{t.seeRoll}</a>
    </>
  );
}

/** One tap votes: each choice is a button of its own form. */
function VoteSection(props: BallotPageView) {
  const { page, view } = props;
  const t = ballotText[page.lang];
  if (mayClose(view.ballot, props.now))
    return (
      <Section title={t.vote} id="vote">
        <Soft>{t.timeIsOver}</Soft>
      </Section>
    );
  if (!props.signedIn)
    return (
      <Section title={t.vote} id="vote">
        <Actions>
          <ButtonLink href={page.links?.signIn ?? '/sign-in'}>{t.signInToVote}</ButtonLink>
        </Actions>
      </Section>
    );
  if (view.mine.length === 0)
    return view.staff ? null : (
      <Section title={t.vote} id="vote">
        <Soft>{t.notOnRoll}</Soft>
      </Section>
    );
  return (
    <Section title={t.vote} id="vote">
      <Soft>{t.namesLater}</Soft>
      {view.mine.map((mine) => (
        <VoteForm {...props} mine={mine} />
      ))}
    </Section>
  );
}

function castWords(props: BallotPageView, mine: MyLine): string {
  const { lang } = props.page;
  const t = ballotText[lang];
  const { vote } = mine;
  if (!vote) return '';
  const choice = choiceWord(vote.choice, lang);
  const when = instantText(vote.castAt, lang, 'short');
  if (vote.channel !== 'own') return t.paperVoted(choice, when);
  return props.view.ballot.electorate === 'household' ? t.householdVoted(maskName(vote.voterName), choice, when) : t.youVoted(choice, when);
}

function VoteForm(props: BallotPageView & { mine: MyLine }) {
  const { page, view, mine } = props;
  const t = ballotText[page.lang];
  const { line, vote } = mine;
  return (
    <>
      {vote ? (
        <Note tone="good" title={line.label}>
          {castWords(props, mine)}
        </Note>
      ) : (
        <p>
          <b>{t.yourVote(line.label)}</b>
        </p>
      )}
      <form method="post" action={`${page.base}/ballots/${view.ballot.id}/vote`} data-once="">
        <HiddenKeys />
        <input type="hidden" name="elector" value={line.electorId} />
        <input type="hidden" name="seen" value={String(vote?.version ?? 0)} />
        {vote && <Soft>{t.changeVote}</Soft>}
        <Actions>
          {choices
            .filter((choice) => choice !== vote?.choice)
            .map((choice) => (
              <Button kind={vote || choice !== 'yes' ? 'quiet' : 'primary'} name="choice" value={choice}>
                {choiceWord(choice, page.lang)}
              </Button>
            ))}
        </Actions>
      </form>
    </>
  );
}

/** What those who run the ballot do next. */
function Staff(props: BallotPageView) {
  const { page, view } = props;
  const { ballot, may } = view;
  const t = ballotText[page.lang];
  const here = `${page.base}/ballots/${ballot.id}`;
  if (ballot.state === 'closed' || ballot.state === 'cancelled') return null;
  const canOpen = ballot.state === 'roll_shown' && rollWasOpenToObjections(ballot, props.today);
  return (
    <>
      {ballot.state === 'roll_shown' && (
        <p>
          {t.opensFrom(dayText(ballot.objectionsUntil ?? '', page.lang))}{' '}
          {ballot.rollNoticeId && <a href={`${page.base}/notices/${ballot.rollNoticeId}`}>{t.seeObjections}</a>}
        </p>
      )}
      <Actions>
        {may.open && canOpen && <ActionForm action={`${here}/open`}>{t.openNow}</ActionForm>}
        {may.record && ballot.state === 'open' && (
          <ButtonLink kind="quiet" href={`${here}/papers`}>
            {t.enterPapers}
          </ButtonLink>
        )}
        {may.print && ballot.state !== 'draft' && (
          <ButtonLink kind="quiet" href={`${here}/papers.pdf`}>
            {t.papersPdf}
          </ButtonLink>
        )}
        {may.close && ballot.state === 'open' && mayClose(ballot, props.now) && <ActionForm action={`${here}/close`}>{t.closeNow}</ActionForm>}
      </Actions>
      {may.cancel && ballot.state !== 'open' && (
        <details class="fold" open={props.back?.errors['reason'] !== undefined || undefined}>
          <summary>{t.cancel}</summary>
          <Form id="cancel" action={`${here}/cancel`} errors={props.back?.errors} values={props.back?.values}>
            <TextField name="reason" label={t.cancelReason} hint={t.cancelLead} required maxLength={500} />
            <Button kind="danger">{t.cancel}</Button>
          </Form>
        </details>
      )}
      {may.showRoll && ballot.state === 'draft' && (
        <Section title={t.showRoll}>
          <RollForm {...props} />
        </Section>
      )}
      {may.showRoll && ballot.state === 'roll_shown' && (
        <details class="fold" open={props.back !== undefined || undefined}>
          <summary>{t.showRollAgain}</summary>
          <RollForm {...props} />
        </details>
      )}
    </>
  );
}

/** The office's term with its days and the first day that fits. */
export const termText = (term: NoticeTerm, lang: Lang): string =>
  ballotText[lang].termWords(term.days, term.counting === 'working', dayText(term.earliest, lang));

function RollForm({ page, view, today, people, term, back }: BallotPageView) {
  const { ballot } = view;
  const t = ballotText[page.lang];
  return (
    <Form id="roll" action={`${page.base}/ballots/${ballot.id}/roll`} errors={back?.errors} values={back?.values}>
      <DateField
        name="until"
        label={t.objectionsUntil}
        hint={term ? `${t.showRollHint}${page.lang === 'zh' ? '' : ' '}${termText(term, page.lang)}${page.lang === 'zh' ? '。' : '.'}` : t.showRollHint}
        required
        min={term?.earliest ?? today}
      />
      {ballot.electorate === 'representative' && <CheckList name="people" label={t.representatives} required options={people} />}
      <Button kind={ballot.state === 'draft' ? 'primary' : 'quiet'}>{ballot.state === 'draft' ? t.showRoll : t.showRollAgain}</Button>
    </Form>
  );
}

/** The named result, for the page and for Excel. */
export function namedTable({ page, view, query }: Pick<BallotPageView, 'page' | 'view' | 'query'>): TableSpec<NamedVote> {
  const { lang, base } = page;
  const t = ballotText[lang];
  const { ballot } = view;
  return {
    lang,
    base: `${base}/ballots/${ballot.id}`,
    query,
    caption: t.names,
    rows: view.named,
    filters: [
      {
        key: 'choice',
        label: t.choice,
        options: [...choices.map((value) => ({ value, label: t[value] })), { value: 'none', label: t.notVoted }],
        matches: (row, value) => (row.vote?.choice ?? 'none') === value,
      },
    ],
    columns: [
      { key: 'no', label: t.no_, numeric: true, value: (row) => row.line.no },
      { key: 'elector', label: t.elector, value: (row) => row.label },
      ...(ballot.electorate === 'owner'
        ? [{ key: 'area', label: t.area, numeric: true, value: (row: NamedVote) => Number(row.line.areaCentiM2 ?? 0n) / 100 }]
        : []),
      { key: 'choice', label: t.choice, value: (row) => (row.vote ? t[row.vote.choice] : t.notVoted) },
      { key: 'voter', label: t.voter, value: (row) => row.voter || null },
      { key: 'channel', label: t.channel, value: (row) => (row.vote ? t[row.vote.channel] : null) },
      { key: 'when', label: t.when, value: (row) => row.vote?.castAt ?? null },
      { key: 'changes', label: t.versions, numeric: true, value: (row) => (row.changes > 0 ? row.changes : null) },
    ],
    empty: <Empty title={t.noRoll} />,
  };
}
