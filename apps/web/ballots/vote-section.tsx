import { answerOf, answerText, mayClose, type MyLine } from '#modules/ballots';
import { maskName } from '#modules/people';
import { Actions, ButtonLink, instantText, Section, Soft } from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import type { BallotPageView } from './ballot-page.tsx';
import { ballotText } from './text.ts';
import { OptionsForm, YesNoForm } from './vote-forms.tsx';
import { voteText } from './vote-text.ts';

/** Where the reader votes, or why not. */
export function VoteSection(props: BallotPageView) {
  const { page, view } = props;
  const t = ballotText[page.lang];
  if (view.ballot.takenBy !== 'ballot') return null;
  const inside = () => {
    if (mayClose(view.ballot, props.now)) return <Soft>{t.timeIsOver}</Soft>;
    if (!props.signedIn)
      return (
        <Actions>
          <ButtonLink href={page.links?.signIn ?? '/sign-in'}>{t.signInToVote}</ButtonLink>
        </Actions>
      );
    if (view.mine.length === 0) return view.staff ? null : <Soft>{t.notOnRoll}</Soft>;
    return (
      <>
        <Soft>{rulesOfVote(props)}</Soft>
        {view.mine.map((mine) => (
          <VoteForm {...props} mine={mine} />
        ))}
      </>
    );
  };
  const content = inside();
  return (
    content && (
      <Section title={t.vote} id="vote">
        {content}
      </Section>
    )
  );
}

function rulesOfVote({ page, view }: BallotPageView): string {
  const v = voteText[page.lang];
  if (view.ballot.secrecy === 'secret') return v.secretLead;
  return `${ballotText[page.lang].namesLater}${view.ballot.mayChange ? '' : v.fixedLead}`;
}

function castWords(props: BallotPageView, mine: MyLine): string {
  const { lang } = props.page;
  const t = ballotText[lang];
  const { ballot, options } = props.view;
  if (mine.mark) return `${ballot.electorate === 'household' ? voteText[lang].markedHousehold : voteText[lang].markedYou}${voteText[lang].markedLater}`;
  const { vote } = mine;
  if (!vote) return '';
  const choice = answerText(ballot.kind, options, answerOf(vote), lang);
  const when = instantText(vote.castAt, lang, 'short');
  const words = () => {
    if (vote.channel === 'paper') return t.paperVoted(choice, when);
    if (vote.channel !== 'own') return t.recordedVote(choice, when, t[vote.channel], props.view.recorders.get(vote.recordedBy ?? '') ?? '');
    return ballot.electorate === 'household' ? t.householdVoted(maskName(vote.voterName), choice, when) : t.youVoted(choice, when);
  };
  return `${words()}${ballot.mayChange ? t.changeable : ''}`;
}

function VoteForm(props: BallotPageView & { mine: MyLine }) {
  const { page, view, mine } = props;
  const { ballot } = view;
  const t = ballotText[page.lang];
  const v = voteText[page.lang];
  const { line, vote } = mine;
  const done = vote !== null || mine.mark !== null;
  const here = `${page.base}/ballots/${ballot.id}`;
  const hidden = { elector: line.electorId, seen: String(vote?.version ?? 0) };
  const back = props.back?.form === `vote-${line.electorId}` ? props.back : undefined;
  return (
    <>
      {done ? (
        <Note tone="good" title={line.label}>
          {castWords(props, mine)}
        </Note>
      ) : (
        <p>
          <b>{t.yourVote(line.label)}</b>
        </p>
      )}
      {!done && view.unfinished.has(line.id) && (
        <Note tone="ask" title={v.unfinished}>
          {v.unfinishedMore}
        </Note>
      )}
      {(!done || ballot.mayChange) && (
        <>
          {done && <Soft>{t.changeVote}</Soft>}
          {ballot.kind === 'yes-no' ? (
            <YesNoForm
              // Where a vote stands for good one looks at it first.
              action={ballot.mayChange ? `${here}/vote` : `${here}/check`}
              hidden={hidden}
              quiet={done}
              {...(vote ? { without: vote.choice } : {})}
            />
          ) : (
            <OptionsForm
              id={`vote-${line.electorId}`}
              question={ballot}
              options={view.options}
              action={`${here}/check`}
              hidden={hidden}
              errors={back?.errors}
              values={back?.values}
            />
          )}
        </>
      )}
    </>
  );
}
