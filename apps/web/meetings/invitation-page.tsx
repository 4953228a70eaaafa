import {
  type Invitation,
  informedHows,
  informedNames,
  type InviteeRule,
  inviteeNames,
  inviteeRules,
  invitationStateNames,
  invitationStates,
  type Meeting,
} from '#modules/meetings';
import {
  Button,
  CheckField,
  CheckList,
  dataTable,
  Empty,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  type TableSpec,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { Note } from './note.tsx';

export interface InvitationPageView {
  page: PageFrame;
  meeting: Meeting;
  place: { code: string; name: string };
  list: readonly Invitation[];
  buildings: readonly Option[];
  entrances: readonly Option[];
  /** Groups of the call that no roll could name. */
  missing: readonly InviteeRule[];
  mayAct: boolean;
  mayRegister: boolean;
  query: Readonly<Record<string, string | undefined>>;
  /** Which form came back, with what is wrong in it. */
  back?: { form: 'inform' | 'answer' | 'add'; errors: FormErrors; values: FormValues };
}

/** The list of those invited, for the page and for Excel. */
export function invitationTable(view: InvitationPageView): TableSpec<Invitation> {
  const { lang, base } = view.page;
  const t = aroundText[lang];
  const why = (one: Invitation) => (one.rule ? inviteeNames[one.rule][lang] : t.free);
  const answer = (one: Invitation) => (one.deputyName ? t.deputy(one.deputyName) : invitationStateNames[one.state][lang]);
  const told = (one: Invitation) =>
    one.informedAt && one.informedHow ? `${informedNames[one.informedHow][lang]} ${instantText(one.informedAt, lang)}` : t.notTold;
  return {
    lang,
    base: `${base}/meetings/${view.meeting.id}/invitations`,
    query: view.query,
    caption: `${view.meeting.title} ${t.invitations}`,
    rows: view.list,
    filters: [
      {
        key: 'state',
        label: t.state,
        options: invitationStates.map((value) => ({ value, label: invitationStateNames[value][lang] })),
        matches: (row, value) => row.state === value,
      },
      {
        key: 'rule',
        label: t.why,
        options: [...new Set(view.list.flatMap((one) => one.rule ?? []))].map((value) => ({ value, label: inviteeNames[value][lang] })),
        matches: (row, value) => row.rule === value,
      },
    ],
    columns: [
      { key: 'code', label: t.code, value: (row) => row.code, render: (row) => <code>{row.code}</code> },
      { key: 'who', label: t.who, value: (row) => row.name },
      { key: 'door', label: t.door, value: (row) => (row.door === row.name ? '' : row.door) },
      { key: 'why', label: t.why, value: why },
      { key: 'seat', label: t.seat, value: (row) => (row.seat ? t.yes : t.no) },
      { key: 'told', label: t.told, value: told },
      { key: 'state', label: t.state, value: answer },
      { key: 'came', label: t.came, value: (row) => (row.came ? t.yes : '') },
    ],
    empty: <Empty title={t.emptyList}>{t.emptyListBody}</Empty>,
  };
}

/** Who is invited, how and when they were told, what they answered; and the forms to write that down. */
export function InvitationPage(view: InvitationPageView) {
  const { page, meeting, place, back } = view;
  const { lang, base } = page;
  const t = aroundText[lang];
  const here = `${base}/meetings/${meeting.id}`;
  const of = (form: 'inform' | 'answer' | 'add') => (back?.form === form ? { errors: back.errors, values: back.values } : {});
  return (
    <Layout page={page} title={`${meeting.title} ${t.invitations}`} crumbs={[{ label: meeting.title, href: here }]} wide>
      <Lead>{t.summary(view.list.length, view.list.filter((one) => one.seat).length)}</Lead>
      {view.missing.includes('assembly_representatives') && (
        <Note tone="ask" title={t.noRepresentatives}>
          {view.mayRegister && <a href={`${base}/n/${place.code}/bodies`}>{t.toBodies}</a>}
        </Note>
      )}
      {view.missing.includes('affected_residents') && <Note tone="ask" title={t.noAffected} />}
      {dataTable(invitationTable(view))}
      {view.mayAct && view.list.length > 0 && (
        <Section title={t.inform} id="inform">
          <Form id="inform" action={`${here}/invitations/inform`} {...of('inform')}>
            <p class="soft">{t.informLead}</p>
            <RadioField
              name="how"
              label={t.how}
              required
              value="phone"
              options={informedHows.filter((one) => one !== 'inbox').map((value) => ({ value, label: informedNames[value][lang] }))}
            />
            <SelectField
              name="who"
              label={t.whoTold}
              required
              value="codes"
              options={[
                { value: 'codes', label: t.byCodes },
                { value: 'untold', label: t.allUntold },
                ...view.entrances.map((one) => ({ value: one.value, label: t.byEntrance(String(one.label)) })),
              ]}
            />
            <TextArea name="codes" label={t.codes} hint={t.codesHint} rows={3} />
            <TextField name="note" label={t.note} maxLength={300} />
            <Button>{t.saveTold}</Button>
          </Form>
        </Section>
      )}
      {view.mayAct && meeting.state === 'called' && view.list.length > 0 && (
        <details class="fold" open={back?.form === 'answer' || undefined}>
          <summary>{t.answer}</summary>
          <Form id="answer" action={`${here}/invitations/answer`} {...of('answer')}>
            <TextField name="code" label={t.code} required maxLength={5} size="short" autocomplete="off" />
            <RadioField
              name="kind"
              label={t.answerKind}
              required
              value="confirm"
              options={[
                { value: 'confirm', label: t.confirm },
                { value: 'decline', label: t.decline },
                { value: 'deputise', label: t.deputise },
              ]}
            />
            <TextField name="deputy" label={t.deputyName} hint={t.deputyHint} maxLength={80} />
            <Button kind="quiet">{t.saveAnswer}</Button>
          </Form>
        </details>
      )}
      {view.mayAct && (
        <details class="fold" open={back?.form === 'add' || view.list.length === 0 || undefined}>
          <summary>{t.addMore}</summary>
          <Form id="add" action={`${here}/invitations`} {...of('add')}>
            <TextArea name="names" label={t.names} hint={t.namesHint} rows={4} />
            {view.buildings.length > 0 && <CheckList name="buildings" label={t.affected} hint={t.affectedHint} options={view.buildings} />}
            <Fieldset legend={t.groups}>
              <CheckList
                name="rules"
                label={t.groups}
                options={inviteeRules
                  .filter((rule) => rule !== 'affected_residents' && rule !== 'project_team' && rule !== 'group_representatives')
                  .map((value) => ({ value, label: inviteeNames[value][lang] }))}
              />
            </Fieldset>
            <CheckField name="refresh" label={t.refresh} hint={t.refreshHint} />
            <Button kind="quiet">{t.add}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}
