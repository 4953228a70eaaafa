import { type Project, type RotaNeed, type Shift, shiftSlots, type WorksPlace } from '#modules/projects';
import {
  ActionForm,
  Actions,
  Button,
  Calendar,
  CheckField,
  DateField,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type Option,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  TextField,
} from '../ui/index.ts';
import { doingText } from './doing-text.ts';
import { rotaText } from './rota-text.ts';
import { formOf, type Refused, WorksNav } from './works-nav.tsx';

const slotKey = { morning: 'morning', afternoon: 'afternoon', evening: 'evening', day: 'wholeDay' } as const;

/** Who is at the works on which day, and the form that puts people on the rota. */
export function RotaPage(props: {
  page: PageFrame;
  project: Project;
  shifts: Shift[];
  needs: RotaNeed[];
  place: WorksPlace | null;
  persons: Option[];
  today: string;
  errors?: FormErrors;
  values?: FormValues;
  open: boolean;
  refused?: Refused;
}) {
  const { page, project } = props;
  const t = doingText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const badge = (shift: Shift) => {
    if (shift.cancelledReason !== null) return { tone: 'plain' as const, text: `${t.cancelled}${page.lang === 'zh' ? '：' : ': '}${shift.cancelledReason}` };
    if (shift.checkInId !== null) return { tone: 'good' as const, text: t.done };
    return shift.day < props.today ? { tone: 'bad' as const, text: t.missed } : { tone: 'wait' as const, text: t.coming };
  };
  return (
    <Layout page={page} title={t.rotaTitle} crumbs={[{ label: project.title, href: at }, { label: t.rotaTitle }]}>
      <WorksNav page={page} project={project} here="rota" staff />
      <Lead>{t.rotaLead}</Lead>
      {props.shifts.length === 0 ? (
        <Empty title={t.noShifts} />
      ) : (
        <Calendar
          items={props.shifts.map((shift) => ({
            day: shift.day,
            time: t[slotKey[shift.slot]],
            title: `${shift.personName} · ${shift.place}`,
            badge: badge(shift),
            ...(shift.checkInId ? { href: `${at}/check-ins#${shift.checkInId}` } : {}),
            ...(props.open && shift.checkInId === null && shift.cancelledReason === null && shift.day >= props.today
              ? {
                  detail: (
                    <details>
                      <summary>{t.cancel}</summary>
                      <Form action={`${at}/shifts/${shift.id}/cancel`} id={shift.id}>
                        <TextField name="reason" label={t.cancelReason} required maxLength={200} />
                        <Actions>
                          <Button kind="quiet">{t.cancel}</Button>
                        </Actions>
                      </Form>
                    </details>
                  ),
                }
              : {}),
          }))}
        />
      )}
      {props.open && (
        <Section title={t.addShift} id="add">
          <Form action={`${at}/shifts`} errors={props.errors} values={props.values}>
            <FieldRow>
              <SelectField name="personId" label={t.person} options={props.persons} />
              <TextField name="personName" label={t.otherPerson} maxLength={60} />
            </FieldRow>
            <FieldRow>
              <DateField name="day" label={t.day} value={props.today} min={props.today} required />
              <NumberField name="days" label={t.days} value="1" required />
              <SelectField name="slot" label={t.slot} value="day" options={shiftSlots.map((slot) => ({ value: slot, label: t[slotKey[slot]] }))} required />
            </FieldRow>
            <TextField name="place" label={t.place} maxLength={100} required />
            <Actions>
              <Button>{t.addShift}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      <Wanted {...props} at={at} />
      {props.open && <Site {...props} at={at} />}
    </Layout>
  );
}

/** Watches for which residents put themselves down. */
function Wanted(props: Parameters<typeof RotaPage>[0] & { at: string }) {
  const { page, at } = props;
  const t = rotaText[page.lang];
  const d = doingText[page.lang];
  return (
    <Section title={t.want} id="wanted">
      <Soft>{t.wantLead}</Soft>
      <Calendar
        items={props.needs
          .filter((need) => need.day >= props.today)
          .map((need) => ({
            day: need.day,
            time: d[slotKey[need.slot]],
            title: need.place,
            badge: need.taken < need.heads ? { tone: 'wait' as const, text: t.missing(need.heads - need.taken) } : { tone: 'good' as const, text: t.full },
            ...(props.open && need.taken === 0
              ? {
                  detail: (
                    <ActionForm action={`${at}/wanted/${need.id}/cancel`} kind="quiet">
                      {t.unwant}
                    </ActionForm>
                  ),
                }
              : {}),
          }))}
      />
      {props.open && (
        <Form action={`${at}/wanted`} {...formOf(props.refused, 'want')}>
          <FieldRow>
            <DateField name="day" label={t.from} value={props.today} min={props.today} required />
            <NumberField name="days" label={t.days} value="1" required />
            <NumberField name="heads" label={t.heads} value="1" required />
            <SelectField name="slot" label={t.slot} value="day" options={shiftSlots.map((slot) => ({ value: slot, label: d[slotKey[slot]] }))} required />
          </FieldRow>
          <TextField name="place" label={t.place} maxLength={100} required />
          <Actions>
            <Button>{t.want}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

/** Where the works are, and whether check-ins are asked for their place. */
function Site(props: Parameters<typeof RotaPage>[0] & { at: string }) {
  const { page, place, at } = props;
  const t = rotaText[page.lang];
  const degrees = (micro: number | null | undefined) => (micro == null ? '' : (micro / 1e6).toFixed(6));
  return (
    <Section title={t.siteTitle} id="site">
      <Soft>{t.siteLead}</Soft>
      <Form action={`${at}/works-place`} {...formOf(props.refused, 'site')}>
        <CheckField name="asked" label={t.siteAsked} checked={place?.asked ?? false} />
        <FieldRow>
          <TextField name="lat" label={t.siteLat} value={degrees(place?.latMicro)} maxLength={20} size="short" />
          <TextField name="lng" label={t.siteLng} value={degrees(place?.lngMicro)} maxLength={20} size="short" />
        </FieldRow>
        <p>
          <button type="button" class="button quiet" data-place="" hidden>
            {t.siteHere}
          </button>
        </p>
        <Actions>
          <Button kind="quiet">{t.siteSave}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
