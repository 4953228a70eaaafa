import { type Project, type Shift, shiftSlots } from '#modules/projects';
import {
  Actions,
  Button,
  Calendar,
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
  TextField,
} from '../ui/index.ts';
import { doingText } from './doing-text.ts';

const slotKey = { morning: 'morning', afternoon: 'afternoon', evening: 'evening', day: 'wholeDay' } as const;

/** Who is at the works on which day, and the form that puts people on the rota. */
export function RotaPage(props: {
  page: PageFrame;
  project: Project;
  shifts: Shift[];
  persons: Option[];
  today: string;
  errors?: FormErrors;
  values?: FormValues;
  open: boolean;
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
    </Layout>
  );
}
