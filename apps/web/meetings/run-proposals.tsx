import { ActionForm, Actions, Button, DateField, FieldRow, Form, RadioField, Section, Soft, State, type Tone, TextArea, TimeField } from '../ui/index.ts';
import { ballotText } from '../ballots/text.ts';
import { WhoFields } from './run-floor.tsx';
import { RuleField } from './run-hands.tsx';
import type { RunPart } from './run-page.tsx';
import { runText } from './run-text.ts';
import type { ProposalView } from './run-view.ts';

const tones: Record<ProposalView['outcome'], Tone> = {
  open: 'wait',
  withdrawn: 'plain',
  ballot: 'act',
  passed: 'good',
  'not-passed': 'bad',
  'no-quorum': 'bad',
};

/** What was proposed, how it was amended, and the ways to decide it. */
export function ProposalsSection(part: RunPart) {
  const { page, view, here, kept } = part;
  const { lang } = page;
  const t = runText[lang];
  const busy = view.asked !== null;
  return (
    <Section title={t.proposals} id="proposals">
      {view.proposals.length === 0 && <Soft>{t.noProposals}</Soft>}
      {view.proposals.map((one) => (
        <ProposalBlock part={part} one={one} busy={busy} />
      ))}
      <details class="fold" open={kept('proposal').errors !== undefined || view.proposals.length === 0 || undefined}>
        <summary>{t.addProposal}</summary>
        <Form action={`${here}/proposal`} {...kept('proposal')}>
          <WhoFields people={view.people} lang={lang} label={t.author} />
          <TextArea name="text" label={t.text} required rows={3} maxLength={2000} />
          <Button kind="quiet">{t.put}</Button>
        </Form>
      </details>
      {!busy && (
        <details class="fold" open={kept('hands').errors !== undefined || undefined}>
          <summary>{t.askOther}</summary>
          <Form action={`${here}/hands`} {...kept('hands')}>
            <TextArea name="question" label={t.question} required rows={2} maxLength={2000} />
            <RuleField page={page} view={view} />
            <Button kind="quiet">{t.startHands}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}

/** The state of a proposal in words: its ballot's verdict where a ballot decides. */
export function ProposalState({ one, lang }: { one: ProposalView; lang: 'zh' | 'en' }) {
  const t = runText[lang];
  const decided = one.ballot?.passed;
  if (decided === true || decided === false)
    return <State tone={decided ? 'good' : 'bad'}>{decided ? ballotText[lang].passed : ballotText[lang].notPassed}</State>;
  return <State tone={tones[one.outcome]}>{t.outcome(one.outcome)}</State>;
}

function ProposalBlock({ part, one, busy }: { part: RunPart; one: ProposalView; busy: boolean }) {
  const { page, view, here, kept } = part;
  const t = runText[page.lang];
  const { proposal } = one;
  const words = proposal.versions.at(-1);
  const older = proposal.versions.slice(0, -1);
  const isOpen = proposal.state === 'open';
  return (
    <article id={`p${proposal.no}`}>
      <h3>
        {t.proposal(proposal.no)} <ProposalState one={one} lang={page.lang} />
      </h3>
      <p>{words?.text}</p>
      <Soft>{`${t.author} ${proposal.authorName}${proposal.position === null ? '' : ` · ${t.item(proposal.position)}`}`}</Soft>
      {older.length > 0 && (
        <details>
          <summary>{t.versions(proposal.versions.length)}</summary>
          <ul>
            {older.map((version) => (
              <li>
                <span class="soft">{t.version(version.version)}</span> {version.text}
              </li>
            ))}
          </ul>
        </details>
      )}
      {proposal.amendments.map((amendment) => (
        <div>
          <h4>
            {t.amendment(amendment.no)} <span class="soft">{t.state(amendment.state)}</span>
          </h4>
          <p>{amendment.text}</p>
          <Soft>{`${t.author} ${amendment.authorName}`}</Soft>
          {isOpen && amendment.state === 'open' && (
            <>
              <Actions>
                {(['accepted', 'carried', 'rejected', 'withdrawn'] as const).map((as) => (
                  <ActionForm kind="quiet" action={`${here}/amendment`} fields={{ amendment: amendment.id, as }}>
                    {as === 'withdrawn' ? t.withdrawnBy : t[as]}
                  </ActionForm>
                ))}
              </Actions>
              {!busy && <HandsForm part={part} name={`hands-${amendment.id}`} fields={{ amendment: amendment.id }} />}
            </>
          )}
        </div>
      ))}
      {one.ballot && (
        <p>
          <a href={`${page.base}/ballots/${one.ballot.id}`}>{t.seeBallot}</a>
        </p>
      )}
      {isOpen && (
        <>
          {!busy && <HandsForm part={part} name={`hands-${proposal.id}`} fields={{ proposal: proposal.id }} />}
          <details class="fold" open={kept(`amend-${proposal.id}`).errors !== undefined || undefined}>
            <summary>{t.amend}</summary>
            <Form action={`${here}/amend`} {...kept(`amend-${proposal.id}`)}>
              <input type="hidden" name="proposal" value={proposal.id} />
              <WhoFields people={view.people} lang={page.lang} label={t.author} />
              <TextArea name="text" label={t.amendText} required rows={3} maxLength={2000} value={words?.text} />
              <Button kind="quiet">{t.putAmendment}</Button>
            </Form>
          </details>
          <details class="fold" open={kept(`ballot-${proposal.id}`).errors !== undefined || undefined}>
            <summary>{t.toBallot}</summary>
            <Form action={`${here}/ballot`} {...kept(`ballot-${proposal.id}`)}>
              <input type="hidden" name="proposal" value={proposal.id} />
              <RadioField name="law" label={t.law} hint={t.toBallotLead} required options={part.laws} />
              <FieldRow>
                <DateField name="day" label={t.closeDay} required min={part.today} />
                <TimeField name="time" label={t.closeTime} required value="20:00" />
              </FieldRow>
              <Button kind="quiet">{t.toBallot}</Button>
            </Form>
          </details>
          <details class="fold">
            <summary>{t.withdraw}</summary>
            <ActionForm kind="quiet" action={`${here}/withdraw`} fields={{ proposal: proposal.id }}>
              {t.withdraw}
            </ActionForm>
          </details>
        </>
      )}
    </article>
  );
}

/** Puts a proposal or an amendment to hands. */
function HandsForm({ part, name, fields }: { part: RunPart; name: string; fields: Record<string, string> }) {
  const t = runText[part.page.lang];
  return (
    <details class="fold" open={part.kept(name).errors !== undefined || undefined}>
      <summary>{t.askHands}</summary>
      <Form action={`${part.here}/hands`} {...part.kept(name)}>
        {Object.entries(fields).map(([field, value]) => (
          <input type="hidden" name={field} value={value} />
        ))}
        <RuleField page={part.page} view={part.view} />
        <Button>{t.startHands}</Button>
      </Form>
    </details>
  );
}
