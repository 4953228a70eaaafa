import type { Project, RotaNeed, Shift, ShiftSwap } from '#modules/projects';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  Calendar,
  dayText,
  Empty,
  Form,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { doingText } from './doing-text.ts';
import { rotaText } from './rota-text.ts';
import { formOf, type Refused, WorksNav } from './works-nav.tsx';
import { type PublicNames, shownName } from './words.ts';

export const slotKey = { morning: 'morning', afternoon: 'afternoon', evening: 'evening', day: 'wholeDay' } as const;

/** The rota for those who take part: where somebody is missing, one's own watches, swaps, and who comes when. */
export function WatchPage(props: {
  page: PageFrame;
  project: Project;
  shifts: Shift[];
  needs: RotaNeed[];
  swaps: ShiftSwap[];
  personId: string | null;
  names: PublicNames;
  today: string;
  open: boolean;
  maySignUp: boolean;
  mayPlan: boolean;
  refused?: Refused;
}) {
  const { page, project, today, personId } = props;
  const t = rotaText[page.lang];
  const d = doingText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const active = props.shifts.filter((shift) => shift.cancelledReason === null);
  const mine = active.filter((shift) => shift.personId !== null && shift.personId === personId && shift.checkInId === null && shift.day >= today);
  const asked = props.swaps.filter((swap) => swap.state === 'asked' && swap.toPersonId === personId);
  const needs = props.needs.filter((need) => need.day >= today);
  const when = (shift: Pick<Shift, 'day' | 'slot'> | undefined) => (shift ? `${dayText(shift.day, page.lang, 'weekday')} ${d[slotKey[shift.slot]]}` : '');
  const byId = (id: string | null) => props.shifts.find((shift) => shift.id === id);
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: project.title, href: at }, { label: t.title }]}>
      <WorksNav page={page} project={project} here="rota" staff={props.mayPlan} />
      <Lead>{t.lead}</Lead>
      {asked.length > 0 && (
        <Section title={t.swapsToAnswer}>
          {asked.map((swap) => (
            <article id={`swap-${swap.id}`}>
              <p>
                <b>{t.swapLine(swap.askedByName, when(byId(swap.shiftId)))}</b> {swap.givesShiftId !== null && t.swapGives(when(byId(swap.givesShiftId)))}
              </p>
              <p>{swap.reason}</p>
              <Actions>
                <ActionForm action={`${at}/swaps/${swap.id}`} fields={{ answer: 'accepted' }}>
                  {t.accept}
                </ActionForm>
                <ActionForm action={`${at}/swaps/${swap.id}`} fields={{ answer: 'refused' }} kind="quiet">
                  {t.refuse}
                </ActionForm>
              </Actions>
            </article>
          ))}
        </Section>
      )}
      {mine.length > 0 && (
        <Section title={t.mine}>
          {mine.map((shift) => (
            <Mine {...props} shift={shift} at={at} active={active} when={when} />
          ))}
        </Section>
      )}
      {props.open && (
        <Section title={t.wanted}>
          {needs.length === 0 && <Empty title={t.noWanted} />}
          <Calendar
            items={needs.map((need) => ({
              day: need.day,
              time: d[slotKey[need.slot]],
              title: need.place,
              badge: need.taken < need.heads ? { tone: 'wait' as const, text: t.missing(need.heads - need.taken) } : { tone: 'good' as const, text: t.full },
              ...(props.maySignUp && need.taken < need.heads && personId !== null && !need.personIds.includes(personId)
                ? { detail: <ActionForm action={`${at}/rota/${need.id}`}>{t.signUp}</ActionForm> }
                : {}),
            }))}
          />
          {personId === null && needs.length > 0 && <Soft>{t.signIn}</Soft>}
        </Section>
      )}
      <Section title={t.all}>
        {active.length === 0 && <Empty title={d.noShifts} />}
        <Calendar
          items={active.map((shift) => ({
            day: shift.day,
            time: d[slotKey[shift.slot]],
            title: `${shownName(shift.personName, shift.personId, props.names)} · ${shift.place}`,
            badge:
              shift.checkInId !== null
                ? { tone: 'good' as const, text: d.done }
                : shift.day < today
                  ? { tone: 'bad' as const, text: d.missed }
                  : { tone: 'wait' as const, text: d.coming },
            ...(shift.checkInId ? { href: `${at}/check-ins#${shift.checkInId}` } : {}),
          }))}
        />
      </Section>
      <Actions>
        {props.mayPlan && <ButtonLink href={`${at}/shifts`}>{d.rotaTitle}</ButtonLink>}
        <ButtonLink href={`${at}/rota.pdf`} kind="quiet" word>
          {t.print}
        </ButtonLink>
      </Actions>
    </Layout>
  );
}

function Mine(props: Parameters<typeof WatchPage>[0] & { shift: Shift; at: string; active: Shift[]; when: (shift: Pick<Shift, 'day' | 'slot'>) => string }) {
  const { page, shift, at, today } = props;
  const t = rotaText[page.lang];
  const pending = props.swaps.find((swap) => swap.shiftId === shift.id && swap.state === 'asked');
  const others = props.active.filter((one) => one.personId !== null && one.personId !== shift.personId);
  const people = new Map(others.map((one) => [one.personId ?? '', one.personName]));
  // One choice says with whom, and which of their watches one takes instead.
  const options: Option[] = [
    ...[...people].map(([id, name]) => ({ value: id, label: t.swapTake(name) })),
    ...others
      .filter((one) => one.day >= today && one.checkInId === null)
      .map((one) => ({ value: `${one.personId}:${one.id}`, label: t.swapFor(one.personName, props.when(one)) })),
  ];
  return (
    <article id={`shift-${shift.id}`}>
      <p>
        <b>{props.when(shift)}</b> · {shift.place} {pending && <State tone="wait">{`${t.swapOpen}：${pending.toPersonName}`}</State>}
      </p>
      <Actions>
        <ButtonLink href={`${at}/check-in?shift=${shift.id}`} kind={shift.day === today ? 'primary' : 'quiet'}>
          {t.checkIn}
        </ButtonLink>
        {pending && (
          <ActionForm action={`${at}/swaps/${pending.id}`} fields={{ answer: 'withdrawn' }} kind="quiet">
            {t.withdraw}
          </ActionForm>
        )}
      </Actions>
      {!pending && options.length > 0 && (
        <details open={props.refused?.at === `swap-${shift.id}` || undefined}>
          <summary>{t.swap}</summary>
          <Form action={`${at}/shifts/${shift.id}/swap`} {...formOf(props.refused, `swap-${shift.id}`)}>
            <SelectField name="with" label={t.swapWith} options={options} required />
            <TextField name="reason" label={t.swapReason} maxLength={200} required size="long" />
            <Actions>
              <Button kind="quiet">{t.askSwap}</Button>
            </Actions>
          </Form>
        </details>
      )}
    </article>
  );
}
