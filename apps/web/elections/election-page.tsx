import type { SeenPost } from './view.ts';
import { type ElectionState, electionStates, ruleKeys } from '#modules/elections';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import {
  Actions,
  ButtonLink,
  dayText,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  type Option,
  type PageFrame,
  Progress,
  Section,
  Soft,
  State,
  type StepItem,
  Steps,
} from '../ui/index.ts';
import { Candidates, NominateForm } from './candidates.tsx';
import { StaffSteps } from './staff-steps.tsx';
import { electionText, electionWord } from './text.ts';
import { type ElectionView, toneOf } from './view.ts';

/** The page of an election. `back` is a form that came back with errors. */
export interface ElectionPageView {
  page: PageFrame;
  view: ElectionView;
  today: string;
  now: Date;
  /** Adults of the place, for staff to choose from. */
  people: readonly Option[];
  back?: { form: string; errors: FormErrors; values: FormValues };
}

const shown: readonly ElectionState[] = electionStates.filter((state) => state !== 'cancelled');

export function ElectionPage(props: ElectionPageView) {
  const { page, view, now } = props;
  const { election, place } = view;
  const { lang, base } = page;
  const t = electionText[lang];
  const at = shown.indexOf(election.state);
  const steps: StepItem[] = shown
    .filter((state) => state !== 'nomination' || election.runoffOf === null)
    .map((state) => ({ label: electionWord(lang, state), state: shown.indexOf(state) < at ? 'done' : shown.indexOf(state) === at ? 'now' : 'next' }));
  return (
    <Layout page={page} title={election.title} crumbs={[{ label: `${place.name} ${t.list}`, href: `${base}/n/${place.code}/elections` }]}>
      <p>
        <State tone={toneOf(election)}>{electionWord(lang, election.state)}</State>{' '}
        <span class="soft">
          {t.closes} {instantText(election.closesAt, lang, 'weekday')}
        </span>
      </p>
      {election.cancelledReason !== null && <p class="lead">{t.cancelledBecause(election.cancelledReason)}</p>}
      {election.runoffOf !== null && (
        <p>
          {t.runoffOf} <a href={`${base}/elections/${election.runoffOf}`}>{t.seeFirst}</a>
        </p>
      )}
      {election.state === 'voting' && now < election.closesAt && <VoteLinks {...props} />}
      {view.results.size > 0 && <Result {...props} />}
      {election.state === 'counting' && (
        <Actions>
          <ButtonLink href={`${base}/elections/${election.id}/screen`}>{t.screen}</ButtonLink>
          {view.may.count && <ButtonLink href={`${base}/elections/${election.id}/count`}>{t.countPage}</ButtonLink>}
        </Actions>
      )}
      <NominateForm {...props} />
      <StaffSteps {...props} />
      <Section title={t.posts}>
        <KeyValues
          items={view.posts.flatMap((post) => [
            [electionWord(lang, post.kind), t.seats(post.seats)] as const,
            [t.rollLink, post.roll === 0 ? t.noRoll : <a href={`${base}/ballots/${post.ballotId}/roll`}>{t.rollCount(post.roll)}</a>] as const,
          ])}
        />
      </Section>
      <Candidates {...props} />
      <WhoseTurn items={view.turns} />
      {election.state !== 'cancelled' && (
        <Section title={t.steps}>
          <Steps items={steps} />
        </Section>
      )}
      <Section title={t.officials}>
        {view.officials.length === 0 ? (
          <Soft>{t.officialsNone}</Soft>
        ) : (
          <ul>
            {view.officials.map((one) => (
              <li>
                {one.name} · {electionWord(lang, one.duty === 'member' ? 'official member' : one.duty)}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <details class="fold">
        <summary>{t.rulesOf}</summary>
        <KeyValues
          items={ruleKeys.map((key) => {
            const rule = election.rules[key];
            return [
              electionWord(lang, key),
              <>
                {ruleValue(lang, key, rule.value)}
                <Soft>{t.ruleNow(rule.setBy, dayText(rule.setOn, lang), rule.source)}</Soft>
              </>,
            ];
          })}
        />
      </details>
    </Layout>
  );
}

/** An answer of the office in words; numbers stand for themselves. */
export function ruleValue(lang: 'zh' | 'en', key: string, value: string): string {
  const code = `${key} ${value}`;
  const words = electionWord(lang, code);
  return words === code ? value : words;
}

function VoteLinks({ page, view }: ElectionPageView) {
  const t = electionText[page.lang];
  const online = view.election.rules['election.online'].value === 'yes';
  return (
    <Section title={t.vote} id="vote">
      {online && (
        <Actions>
          {view.posts.map((post) => (
            <ButtonLink href={`${page.base}/ballots/${post.ballotId}`}>{t.voteNow(electionWord(page.lang, post.kind))}</ButtonLink>
          ))}
        </Actions>
      )}
      <Soft>{online ? t.votePaper : t.votePaperOnly}</Soft>
      {view.posts.slice(0, 1).map((post) => (
        <Progress value={post.voted} max={post.roll} label={t.turnout(post.voted, post.roll)} />
      ))}
    </Section>
  );
}

function Result(props: ElectionPageView) {
  const { page, view } = props;
  const { election } = view;
  const { lang, base } = page;
  const t = electionText[lang];
  return (
    <Section title={t.result} id="result">
      {view.posts.map((post) => (
        <PostResult {...props} post={post} />
      ))}
      {election.lotSeed !== null && <Soft>{t.seedLine(election.lotSeed)}</Soft>}
      {election.termFrom !== null && election.termTo !== null && <p>{t.term(dayText(election.termFrom, lang), dayText(election.termTo, lang))}</p>}
      <Actions>
        <ButtonLink kind="quiet" href={`${base}/elections/${election.id}/result.pdf`} word>
          {t.resultPdf}
        </ButtonLink>
        {election.noticeId !== null && (
          <ButtonLink kind="quiet" href={`${base}/notices/${election.noticeId}`}>
            {t.notice}
          </ButtonLink>
        )}
        {view.runoff !== null && (
          <ButtonLink kind="quiet" href={`${base}/elections/${view.runoff.id}`}>
            {t.seeRunoff}
          </ButtonLink>
        )}
      </Actions>
    </Section>
  );
}

function PostResult({ page, view, post }: ElectionPageView & { post: SeenPost }) {
  const { lang } = page;
  const t = electionText[lang];
  const { outcome } = post.ballot;
  const lines = view.candidates
    .filter((one) => one.postNo === post.no && view.results.has(one.id))
    .sort((a, b) => (view.results.get(b.id)?.votes ?? 0) - (view.results.get(a.id)?.votes ?? 0));
  return (
    <>
      <h3>
        {electionWord(lang, post.kind)} · {t.seats(post.seats)}
      </h3>
      {outcome !== null && <p>{t.castLine(post.ballot.rollCount ?? 0, outcome.cast, outcome.counts.abstain, outcome.spoiled)}</p>}
      {outcome !== null && !outcome.quorate && <p class="reason blocked">{t.quorumFailed}</p>}
      {lines.map((one) => {
        const result = view.results.get(one.id);
        const won = result?.status === 'elected' || result?.status === 'lot';
        return (
          <div>
            <Progress value={result?.votes ?? 0} max={Math.max(1, outcome?.cast ?? 1)} label={`${one.name}　${t.votesCount(result?.votes ?? 0)}`} />
            <State tone={won ? 'good' : result?.status === 'tied' ? 'wait' : 'plain'}>{electionWord(lang, result?.status ?? '')}</State>
          </div>
        );
      })}
    </>
  );
}
