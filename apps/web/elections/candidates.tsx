import { Button, ButtonLink, dayText, Form, NumberField, RadioField, Section, Soft, State, TextArea, TextField } from '../ui/index.ts';
import type { ElectionPageView } from './election-page.tsx';
import { electionText, electionWord } from './text.ts';
import type { ElectionView } from './view.ts';

const returned = (props: ElectionPageView, form: string) => (props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {});

function PostChoice({ props }: { props: ElectionPageView }) {
  const { page, view } = props;
  const t = electionText[page.lang];
  const [first] = view.posts;
  if (view.posts.length === 1 && first) return <input type="hidden" name="post" value={String(first.no)} />;
  return (
    <RadioField
      name="post"
      label={t.forPost}
      required
      options={view.posts.map((post) => ({ value: String(post.no), label: `${electionWord(page.lang, post.kind)}（${t.seats(post.seats)}）` }))}
    />
  );
}

/** The form to nominate a neighbour, while nominations are open. */
export function NominateForm(props: ElectionPageView) {
  const { page, view, today } = props;
  const { election } = view;
  const t = electionText[page.lang];
  if (election.state !== 'nomination' || election.nominateUntil === null || today > election.nominateUntil) return null;
  const here = `${page.base}/elections/${election.id}`;
  return (
    <Section title={t.nominate} id="nominate">
      <p>{t.nominateLead(election.rules['election.nominators'].value, dayText(election.nominateUntil, page.lang))}</p>
      {view.may.signedIn ? (
        <Form id="nominate" action={`${here}/nominate`} {...returned(props, 'nominate')}>
          <PostChoice props={props} />
          <TextField name="name" label={t.nomineeName} required maxLength={60} size="short" />
          <TextField name="door" label={t.nomineeDoor} maxLength={60} size="short" />
          <Button>{t.nominateButton}</Button>
        </Form>
      ) : (
        <ButtonLink href={page.links?.signIn ?? '/sign-in'}>{t.signInToNominate}</ButtonLink>
      )}
      {view.may.prepare && (
        <details class="fold" open={props.back?.form === 'nominate-for' || undefined}>
          <summary>{t.nominateFor}</summary>
          <Form id="nominate-for" action={`${here}/nominate-for`} {...returned(props, 'nominate-for')}>
            <NumberField name="elector" label={t.elector} required />
            <PostChoice props={props} />
            <TextField name="name" label={t.nomineeName} required maxLength={60} size="short" />
            <TextField name="door" label={t.nomineeDoor} maxLength={60} size="short" />
            <Button kind="quiet">{t.nominateFor}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}

/** Who was nominated, and the list once it is made. */
export function Candidates(props: ElectionPageView) {
  const { page, view } = props;
  const { election } = view;
  const t = electionText[page.lang];
  if (['preparing', 'roll'].includes(election.state) && view.candidates.length === 0) return null;
  const made = election.listedAt !== null;
  const on = view.candidates.filter((one) => !made || one.place !== null);
  return (
    <Section title={made ? t.candidates : t.nominees} id="candidates">
      {on.length === 0 && <Soft>{t.noNominees}</Soft>}
      {view.posts.map((post) => {
        const of = on.filter((one) => one.postNo === post.no);
        return (
          of.length > 0 && (
            <>
              {view.posts.length > 1 && <h3>{electionWord(page.lang, post.kind)}</h3>}
              <ol>
                {of.map((one) => (
                  <li>
                    <OneCandidate {...props} candidate={one} made={made} />
                  </li>
                ))}
              </ol>
            </>
          )
        );
      })}
      {election.orderSeed !== null && <Soft>{t.seedLine(election.orderSeed)}</Soft>}
    </Section>
  );
}

function OneCandidate(props: ElectionPageView & { candidate: ElectionView['candidates'][number]; made: boolean }) {
  const { page, view, candidate, made, back } = props;
  const { lang } = page;
  const t = electionText[lang];
  const here = `${page.base}/elections/${view.election.id}`;
  const open = view.election.state === 'nomination';
  return (
    <>
      <b>{candidate.name}</b>
      {candidate.about !== '' && (candidate.consent === 'yes' || candidate.mine) && <p>{candidate.about}</p>}
      {!made && (
        <p>
          <State tone={candidate.consent === 'yes' ? 'good' : candidate.consent === 'no' ? 'plain' : 'wait'}>
            {candidate.consent === 'yes' ? t.consentYes : candidate.consent === 'no' ? t.consentNo : t.consentNone}
          </State>{' '}
          <State tone={candidate.eligible === true ? 'good' : candidate.eligible === false ? 'bad' : 'wait'}>
            {candidate.eligible === true ? t.eligibleYes : candidate.eligible === false ? t.eligibleNo : t.eligibleNone}
          </State>
          <Soft>{t.nominatorsCount(candidate.nominators, view.election.rules['election.nominators'].value)}</Soft>
          {candidate.checkNote !== null && <Soft>{candidate.checkNote}</Soft>}
        </p>
      )}
      {open && candidate.consent !== 'no' && (candidate.mine || view.may.prepare) && (
        <details class="fold" open={candidate.mine || back?.form === `stand ${candidate.id}` || undefined}>
          <summary>{candidate.mine ? t.youAreNominated : t.recordStand}</summary>
          <Form id={`stand-${candidate.id}`} action={`${here}/stand`} {...returned(props, `stand ${candidate.id}`)}>
            <input type="hidden" name="candidate" value={candidate.id} />
            <RadioField
              name="stands"
              label={t.stands}
              required
              options={[
                { value: 'yes', label: t.standYes },
                { value: 'no', label: t.standNo },
              ]}
            />
            <TextArea name="about" label={t.about} rows={3} maxLength={500} value={candidate.about} />
            <Button>{t.answer}</Button>
          </Form>
        </details>
      )}
      {open && view.may.check && !candidate.mine && (
        <details class="fold" open={back?.form === `check ${candidate.id}` || undefined}>
          <summary>{t.check}</summary>
          <Form id={`check-${candidate.id}`} action={`${here}/check`} {...returned(props, `check ${candidate.id}`)}>
            <input type="hidden" name="candidate" value={candidate.id} />
            <RadioField
              name="eligible"
              label={t.check}
              required
              options={[
                { value: 'yes', label: t.eligibleYes },
                { value: 'no', label: t.eligibleNo },
              ]}
            />
            <TextField name="note" label={t.checkNote} required maxLength={500} size="long" />
            <Button kind="quiet">{t.check}</Button>
          </Form>
        </details>
      )}
    </>
  );
}
