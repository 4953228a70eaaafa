import { raw } from 'hono/html';
import type { Ballot, BallotOption, MyLine } from '#modules/ballots';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  TextField,
} from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import { type Hidden, OptionsForm, YesNoForm } from './vote-forms.tsx';
import { ballotText } from './text.ts';
import { voteText } from './vote-text.ts';

/** For whom a vote is cast on a screen that is not the voter's own. */
export interface ForWhom {
  ballot: Ballot;
  options: readonly BallotOption[];
  mine: MyLine;
  action: string;
  hidden: Hidden;
  /** Staff sees who voted how before closing no more than anybody else. */
  staff: boolean;
}
type Frame = { page: PageFrame; ballot: Ballot };

/** Staff says whom they help. */
export function AssistPage({ page, ballot, errors, values }: Frame & { errors: FormErrors | undefined; values: FormValues | undefined }) {
  const t = voteText[page.lang];
  return (
    <Layout page={page} title={t.assist} crumbs={[{ label: ballot.question, href: `${page.base}/ballots/${ballot.id}` }]}>
      <Lead>{t.assistLead}</Lead>
      <Form action={`${page.base}/ballots/${ballot.id}/assist`} errors={errors} values={values}>
        <TextField name="who" label={t.assistWho} hint={t.assistHint} required maxLength={100} />
        <Button>{t.openTheirs}</Button>
      </Form>
    </Layout>
  );
}

/** The vote of one elector, to choose. */
export function VoteForPage({
  page,
  whom,
  errors,
  values,
}: {
  page: PageFrame;
  whom: ForWhom;
  errors: FormErrors | undefined;
  values: FormValues | undefined;
}) {
  const { ballot, mine } = whom;
  const t = voteText[page.lang];
  const voted = mine.vote !== null || mine.mark !== null;
  const hidden = { ...whom.hidden, seen: String(mine.vote?.version ?? 0) };
  // On a tablet nobody looks up, nor changes, a vote with a code found on a paper.
  const closed = voted && (!whom.staff || !ballot.mayChange);
  return (
    <Layout page={page} title={ballot.question}>
      {ballot.explanation !== '' && <Lead>{ballot.explanation}</Lead>}
      <p>
        <b>{ballotText[page.lang].yourVote(mine.line.label)}</b>
      </p>
      {voted && (
        <Note tone="ask" title={t['already-voted']}>
          {closed ? (ballot.mayChange ? t.votedAsk : t.votedForGood) : ballotText[page.lang].changeable}
        </Note>
      )}
      {errors?.[''] !== undefined && <Note tone="bad" title={errors['']} />}
      {closed ? (
        <Actions>
          <ButtonLink href={whom.action}>{t.next}</ButtonLink>
        </Actions>
      ) : ballot.kind === 'yes-no' ? (
        <YesNoForm action={whom.action} hidden={hidden} />
      ) : (
        <OptionsForm question={ballot} options={whom.options} action={whom.action} hidden={hidden} errors={errors} values={values} />
      )}
      <Soft>{ballot.secrecy === 'secret' ? t.secretLead : ballotText[page.lang].namesLater}</Soft>
    </Layout>
  );
}

/** The locked tablet: a code opens the vote of whoever holds it. */
export function TabletCodePage({ page, ballot, action, errors }: Frame & { action: string; errors: FormErrors | undefined }) {
  const t = voteText[page.lang];
  return (
    <Layout page={page} title={ballot.question}>
      <Form action={action} errors={errors}>
        <TextField name="code" label={t.code} hint={t.codeHint} required maxLength={12} autocomplete="off" />
        <Button>{t.openMine}</Button>
      </Form>
    </Layout>
  );
}

export function TabletGonePage({ page }: { page: PageFrame }) {
  return (
    <Layout page={page} title={voteText[page.lang].tablet}>
      <Empty title={voteText[page.lang].tabletGone} />
    </Layout>
  );
}

/** Tablets in use, and opening one. */
export function TabletsPage({ page, ballot, tablets, open }: Frame & { tablets: readonly { id: string; since: Date; by: string }[]; open: boolean }) {
  const t = voteText[page.lang];
  const here = `${page.base}/ballots/${ballot.id}`;
  return (
    <Layout page={page} title={t.tablet} crumbs={[{ label: ballot.question, href: here }]}>
      <Lead>{t.tabletLead}</Lead>
      {open && (
        <Actions>
          <ActionForm action={`${here}/tablets`}>{t.openTablet}</ActionForm>
        </Actions>
      )}
      {tablets.length > 0 && (
        <Section title={t.tabletsOpen(tablets.length)}>
          {tablets.map((tablet) => (
            <p>
              {tablet.by} {t.tabletSince(instantText(tablet.since, page.lang, 'short'))}{' '}
              <ActionForm action={`${here}/tablets/${tablet.id}/end`} kind="quiet">
                {t.endTablet}
              </ActionForm>
            </p>
          ))}
        </Section>
      )}
    </Layout>
  );
}

/** The address of a new tablet, shown once. */
export function TabletReadyPage({ page, ballot, address, qr }: Frame & { address: string; qr: string }) {
  const t = voteText[page.lang];
  return (
    <Layout page={page} title={t.tablet} crumbs={[{ label: ballot.question, href: `${page.base}/ballots/${ballot.id}/tablets` }]}>
      <p>{t.tabletReady}</p>
      <div class="pass">{raw(qr)}</div>
      <p>
        <code>{address}</code>
      </p>
      <Soft>{t.tabletOnce}</Soft>
    </Layout>
  );
}
