import { type Deputyship, type RoleAssignment, standsInOn } from '#modules/people';
import { dutyKinds } from '#platform/access';
import { kitText } from '../kit/index.ts';
import {
  Button,
  CheckList,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  State,
  TextField,
} from '../ui/index.ts';
import { roleWords } from './handover-pages.tsx';
import { handoverText } from './text.ts';

/** What the page of deputies shows. */
export interface DeputiesView {
  page: PageFrame;
  today: string;
  deputyships: readonly Deputyship[];
  /** Roles for which the viewer names a deputy; empty: none. */
  roles: readonly RoleAssignment[];
  candidates: readonly { personId: string; label: string }[];
  mayEnd: (one: Deputyship) => boolean;
  /** Who works with the roles reads why; everybody reads who and when. */
  seesReasons: boolean;
  errors?: FormErrors;
  values?: FormValues;
}

/** Who stands in for whom, now, to come and before. */
export function DeputiesPage(view: DeputiesView) {
  const { page, today } = view;
  const { lang, base } = page;
  const t = handoverText[lang];
  return (
    <Layout page={page} title={t.deputies} crumbs={[{ label: kitText[lang].people, href: `${base}/roles` }, { label: t.deputies }]}>
      <Lead>{t.deputiesLead}</Lead>
      {view.deputyships.length === 0 && <Empty title={t.noDeputies} />}
      {view.deputyships.map((one) => {
        const now = standsInOn(one, today);
        const coming = one.endedOn === null && one.fromDay > today;
        return (
          <div class="rule">
            <p>
              <b>
                {one.deputyName}（代{one.personName}）
              </b>{' '}
              {roleWords(one, lang)} <State tone={now ? 'act' : coming ? 'wait' : 'plain'}>{now ? t.now : coming ? t.coming : t.over}</State>
            </p>
            <p>
              {dayText(one.fromDay, lang)}—{dayText(one.endedOn ?? one.toDay, lang)}
              {lang === 'zh' ? '。' : '. '}
              {t.duties}
              {lang === 'zh' ? '：' : ': '}
              {one.kinds === null ? t.allDuties : one.kinds.map((kind) => t[`kind-${kind}`]).join(lang === 'zh' ? '；' : '; ')}
              {one.duties !== '' && (lang === 'zh' ? `。${one.duties}` : `. ${one.duties}`)}
            </p>
            <p class="soft">
              {t.namedBy}
              {lang === 'zh' ? '：' : ': '}
              {one.namedByName} {dayText(one.namedOn, lang)}
              {view.seesReasons && `${lang === 'zh' ? '，' : ', '}${one.reason}`}
              {view.seesReasons && one.endedReason !== null && `${lang === 'zh' ? '；' : '; '}${one.endedByName} ${one.endedReason}`}
            </p>
            {(now || coming) && view.mayEnd(one) && (
              <details>
                <summary>{t.end}</summary>
                <Form action={`${base}/deputies/${one.id}/end`} id={`e${one.id}`}>
                  <TextField name="reason" label={t.reason} required maxLength={300} />
                  <Button kind="quiet">{t.end}</Button>
                </Form>
              </details>
            )}
          </div>
        );
      })}
      {view.roles.length > 0 && (
        <Section title={t.name} id="name">
          <Form action={`${base}/deputies`} errors={view.errors} values={view.values}>
            <SelectField
              name="role"
              label={t.who}
              value={view.roles.length === 1 ? view.roles[0]?.id : undefined}
              options={view.roles.map((role) => ({ value: role.id, label: `${role.personName}，${roleWords(role, lang)}` }))}
              required
            />
            <SelectField
              name="deputy"
              label={t.deputy}
              hint={t.deputyHint}
              options={view.candidates.map(({ personId, label }) => ({ value: personId, label }))}
              required
            />
            <FieldRow>
              <DateField name="from" label={t.from} value={today} min={today} required />
              <DateField name="to" label={t.to} min={today} required />
            </FieldRow>
            <RadioField
              name="scope"
              label={t.duties}
              required
              options={[
                { value: 'some', label: t.someDuties, hint: t.someDutiesHint },
                { value: 'all', label: t.allDuties, hint: t.allDutiesHint },
              ]}
            />
            <CheckList name="kinds" label={t.kinds} options={dutyKinds.map((kind) => ({ value: kind, label: t[`kind-${kind}`] }))} />
            <TextField name="duties" label={t.dutiesNote} hint={t.dutiesNoteHint} maxLength={300} />
            <TextField name="reason" label={t.reason} maxLength={300} required />
            <Button>{t.nameIt}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}
