import { addDays } from '#libs/civil-time';
import { officialDuties } from '#modules/elections';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  CheckList,
  DateField,
  FieldRow,
  Form,
  Section,
  SelectField,
  Soft,
  TextField,
  TimeField,
  RadioField,
} from '../ui/index.ts';
import type { ElectionPageView } from './election-page.tsx';
import { electionText, electionWord } from './text.ts';

const returned = (props: ElectionPageView, form: string) => (props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {});

/** What those who run the election do next. */
export function StaffSteps(props: ElectionPageView) {
  const { page, view, today, now } = props;
  const { election, may } = view;
  const t = electionText[page.lang];
  if (!may.prepare && !may.declare && !may.station && !may.confirm) return null;
  const here = `${page.base}/elections/${election.id}`;
  const { state } = election;
  const closed = now >= election.closesAt;
  const open = view.posts.some((post) => {
    const won = view.candidates.filter((one) => one.postNo === post.no && ['elected', 'lot'].includes(view.results.get(one.id)?.status ?? '')).length;
    return won < post.seats;
  });
  return (
    <Section title={t.next} id="next">
      {may.prepare && (state === 'preparing' || state === 'roll') && <RollForm {...props} />}
      {may.prepare && state === 'roll' && election.runoffOf === null && (
        <Form id="nominations" action={`${here}/nominations`} {...returned(props, 'nominations')}>
          <DateField name="until" label={t.nominateUntil} required min={today} />
          <Button>{t.openNominations}</Button>
        </Form>
      )}
      {may.prepare && (state === 'nomination' || (state === 'roll' && election.runoffOf !== null)) && (
        <>
          <Soft>{t.listLeadStep}</Soft>
          <ActionForm action={`${here}/list`} kind={state === 'nomination' && today <= (election.nominateUntil ?? '') ? 'quiet' : 'primary'}>
            {t.makeList}
          </ActionForm>
        </>
      )}
      {may.prepare && state === 'listed' && (
        <>
          <Soft>{t.openLead}</Soft>
          <ActionForm action={`${here}/open`}>{t.open}</ActionForm>
        </>
      )}
      <Actions>
        {may.station && state === 'voting' && !closed && <ButtonLink href={`${here}/station`}>{t.station}</ButtonLink>}
        {may.prepare && (state === 'listed' || state === 'voting') && (
          <ButtonLink kind="quiet" href={`${here}/papers.pdf`}>
            {t.papersPdf}
          </ButtonLink>
        )}
        {may.declare && state === 'voting' && closed && <ActionForm action={`${here}/begin-count`}>{t.beginCount}</ActionForm>}
      </Actions>
      {may.declare && state === 'counting' && election.countedAt === null && (
        <Form id="finish-count" action={`${here}/finish-count`} {...returned(props, 'finish-count')}>
          <TextField name="missing" label={t.missingPapers} hint={t.missingPapersHint} maxLength={6} />
          <Button>{t.finishCount}</Button>
        </Form>
      )}
      {may.declare && state === 'counting' && election.countedAt !== null && (
        <>
          <Soft>{t.declareLead}</Soft>
          <ActionForm action={`${here}/declare`}>{t.declare}</ActionForm>
        </>
      )}
      {may.confirm && state === 'decided' && (
        <Form id="take-office" action={`${here}/take-office`} {...returned(props, 'take-office')}>
          <DateField name="fromDay" label={t.fromDay} required min={today} />
          <Button>{t.takeOffice}</Button>
        </Form>
      )}
      {may.prepare && (state === 'decided' || state === 'in-office') && open && view.runoff === null && (
        <details class="fold" open={props.back?.form === 'runoff' || undefined}>
          <summary>{t.runoff}</summary>
          <Form id="runoff" action={`${here}/runoff`} {...returned(props, 'runoff')}>
            <Soft>{t.runoffLead}</Soft>
            <FieldRow>
              <DateField name="day" label={t.closesDay} required min={addDays(today, 2)} />
              <TimeField name="time" label={t.closesTime} required value="17:00" />
            </FieldRow>
            <Button kind="quiet">{t.runoff}</Button>
          </Form>
        </details>
      )}
      {may.prepare && !['decided', 'in-office', 'cancelled'].includes(state) && <Officials {...props} />}
      {may.prepare && ['preparing', 'roll', 'nomination', 'listed'].includes(state) && (
        <details class="fold" open={props.back?.form === 'cancel' || undefined}>
          <summary>{t.cancel}</summary>
          <Form id="cancel" action={`${here}/cancel`} {...returned(props, 'cancel')}>
            <TextField name="reason" label={t.cancelReason} required maxLength={500} />
            <Button kind="danger">{t.cancel}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}

function RollForm(props: ElectionPageView) {
  const { page, view, today, people } = props;
  const t = electionText[page.lang];
  const representatives = view.election.rules['election.electorate'].value === 'representative';
  return (
    <Form id="roll" action={`${page.base}/elections/${view.election.id}/roll`} {...returned(props, 'roll')}>
      <DateField name="until" label={t.rollUntil} required min={today} />
      {representatives && <CheckList name="people" label={t.representatives} required options={people} />}
      <Button kind={view.election.state === 'preparing' ? 'primary' : 'quiet'}>{t.showRoll}</Button>
    </Form>
  );
}

function Officials(props: ElectionPageView) {
  const { page, view, people } = props;
  const t = electionText[page.lang];
  const here = `${page.base}/elections/${view.election.id}`;
  return (
    <details class="fold" open={props.back?.form === 'officials' || undefined}>
      <summary>{t.nameOfficial}</summary>
      <Form id="officials" action={`${here}/officials`} {...returned(props, 'officials')}>
        <SelectField name="person" label={t.person} required options={people} />
        <RadioField
          name="duty"
          label={t.duty}
          required
          options={officialDuties.map((duty) => ({ value: duty, label: electionWord(page.lang, duty === 'member' ? 'official member' : duty) }))}
        />
        <Button kind="quiet">{t.nameButton}</Button>
      </Form>
      {view.officials.map((one) => (
        <p>
          {one.name} · {electionWord(page.lang, one.duty === 'member' ? 'official member' : one.duty)}{' '}
          <ActionForm kind="quiet" action={`${here}/relieve`} fields={{ person: one.personId, duty: one.duty }}>
            {t.relieve}
          </ActionForm>
        </p>
      ))}
    </details>
  );
}
