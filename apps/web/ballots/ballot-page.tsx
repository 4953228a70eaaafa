import { answerOf, answerText } from '#modules/ballots';
import type { NoticeTerm } from '#modules/meetings';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import {
  Actions,
  ButtonLink,
  dataTable,
  dayText,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  Progress,
  Section,
  Soft,
  yuanText,
} from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import { namedTable } from './named-table.tsx';
import { BallotStateBadge, Verdict, verdictWords } from './parts.tsx';
import { StaffSection } from './staff-section.tsx';
import { ballotText } from './text.ts';
import { type BallotView, electorsWords } from './view.ts';
import { VoteSection } from './vote-section.tsx';
import { voteText } from './vote-text.ts';

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
  /** A form that came back; `form` names it where there are several alike. */
  back?: { errors: FormErrors; values: FormValues; form?: string };
}

/** The page of a ballot: vote first, then how it stands, the rule, the roll, the result. */
export function BallotPage(props: BallotPageView) {
  const { page, view } = props;
  const { ballot, place } = view;
  const { lang, base } = page;
  const t = ballotText[lang];
  const v = voteText[lang];
  const here = `${base}/ballots/${ballot.id}`;
  return (
    <Layout
      page={page}
      title={ballot.question}
      crumbs={[{ label: place.name, href: `${base}/n/${place.code}/meetings` }]}
      description={ballot.explanation || undefined}
    >
      <p>
        <BallotStateBadge ballot={ballot} /> {ballot.secrecy === 'secret' && <span class="soft">{v.secretBallot}</span>}{' '}
        {ballot.state === 'open' && <span class="soft">{t.until(instantText(ballot.closesAt, lang, 'weekday'))}</span>}
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
            <b>{verdictWords(view.outcome, lang)}</b>
          </p>
          <Verdict ballot={ballot} outcome={view.outcome} />
          {view.mine.map(
            (mine) =>
              mine.vote && (
                <p>
                  {mine.line.label}
                  {lang === 'zh' ? '：' : ': '}
                  {t.finalVote(answerText(ballot.kind, view.options, answerOf(mine.vote), lang))}
                </p>
              ),
          )}
        </Section>
      )}
      {ballot.state === 'open' && (
        <Section title={t.turnout}>
          <Progress
            value={view.voted}
            max={view.rollCount}
            label={t.turnoutWords(electorsWords(ballot, view.voted, lang), electorsWords(ballot, view.rollCount, lang))}
          />
          {view.staff && view.unfinished.size > 0 && <p>{v.unfinishedCount(electorsWords(ballot, view.unfinished.size, lang))}</p>}
          <Soft>{t.resultLater}</Soft>
          {view.mine.length === 0 && <Soft>{ballot.secrecy === 'secret' ? v.secretLead : t.namesLater}</Soft>}
        </Section>
      )}
      <StaffSection {...props} />
      {ballot.state !== 'open' && ballot.state !== 'closed' && view.options.length > 0 && (
        <Section title={v.options}>
          <ol>
            {view.options.map((option) => (
              <li>
                {option.label}
                {option.costFen !== null && ` ${yuanText(option.costFen)} 元`}
                {option.note !== '' && <span class="soft"> {option.note}</span>}
              </li>
            ))}
          </ol>
        </Section>
      )}
      <RuleSection {...props} />
      <WhoseTurn items={view.turns} />
      {ballot.state === 'closed' && (
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/result.pdf`} word>
            {t.resultPdf}
          </ButtonLink>
          {view.channels.some((each) => each.channel === 'paper') && (
            <ButtonLink kind="quiet" href={`${here}/reconciliation`}>
              {t.papersSheet}
            </ButtonLink>
          )}
          {ballot.secrecy === 'secret' && (
            <ButtonLink kind="quiet" href={`${here}/votes`}>
              {v.seeList}
            </ButtonLink>
          )}
        </Actions>
      )}
      {ballot.state === 'closed' && ballot.secrecy === 'named' && (
        <Section title={t.names} id="names">
          <Soft>{view.may.votes ? t.namesLead : t.namesForOwn}</Soft>
          {view.may.votes && dataTable(namedTable(props))}
        </Section>
      )}
    </Layout>
  );
}

function RuleSection(props: BallotPageView) {
  const { page, view } = props;
  const { ballot } = view;
  const { lang, base } = page;
  const t = ballotText[lang];
  const v = voteText[lang];
  const sameVote = ballot.secrecy === 'secret' ? v.secretLead : ballot.mayChange ? t.sameVote : t.sameVoteFirst;
  return (
    <Section title={t.rule}>
      <KeyValues
        items={[
          [t.law, view.lawTitle],
          [t.clause, ballot.clause],
          [t.electorate, `${t[ballot.electorate]}${view.building === null ? '' : t.onlyBuilding(view.building)}`],
          [v.kind, ballot.kind === 'yes-no' ? undefined : v[ballot.kind]],
          [v.seats, ballot.seats === null ? undefined : String(ballot.seats)],
          [v.counting, ballot.counting === null ? undefined : v[ballot.counting]],
          [t.closes, instantText(ballot.closesAt, lang, 'weekday')],
          [t.meeting, view.meeting ? <a href={`${base}/meetings/${view.meeting.id}`}>{view.meeting.title}</a> : undefined],
          [t.rollCount, <RollLineWords {...props} />],
          [t.digest, ballot.rollDigest ? <code title={ballot.rollDigest}>{ballot.rollDigest.slice(0, 16)}</code> : undefined],
        ]}
      />
      <Soft>{sameVote}</Soft>
    </Section>
  );
}

function RollLineWords({ page, view }: BallotPageView) {
  const { ballot, rollCount } = view;
  const { lang, base } = page;
  const t = ballotText[lang];
  if (ballot.objectionsUntil === null) return <>{t.noRoll}</>;
  const count = electorsWords(ballot, rollCount, lang);
  const words = ballot.openedAt ? t.rollFrozen(count, instantText(ballot.openedAt, lang)) : t.rollShown(count, dayText(ballot.objectionsUntil, lang));
  return (
    <>
      {words} <a href={`${base}/ballots/${ballot.id}/roll`}>{t.seeRoll}</a>
    </>
  );
}
