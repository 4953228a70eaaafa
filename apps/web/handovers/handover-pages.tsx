import type { Handover, HandoverItem, Signature } from '#modules/handovers';
import type { RoleAssignment } from '#modules/people';
import { kitText } from '../kit/index.ts';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { handoverText } from './text.ts';

const tones = { open: 'wait', done: 'good', dropped: 'plain' } as const;
const stateKeys = { open: 'stateOpen', done: 'stateDone', dropped: 'stateDropped' } as const;

/** Role and place in words; a neighbourhood's name that the role repeats stands once: 蔡路居民区书记. */
export function roleWords(one: { role: RoleAssignment['role']; neighbourhoodName: string | null }, lang: 'zh' | 'en'): string {
  const place = one.neighbourhoodName ?? handoverText[lang].subdistrict;
  const role = kitText[lang][one.role];
  if (lang === 'en') return `${place} ${role}`;
  return `${place.endsWith('居民区') && role.startsWith('居民区') ? place.slice(0, -3) : place}${role}`;
}

/** All hand-overs, and the form that begins one. */
export function HandoversPage(props: {
  page: PageFrame;
  today: string;
  handovers: readonly Handover[];
  roles: readonly RoleAssignment[];
  candidates: readonly { personId: string; label: string }[];
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, today } = props;
  const { lang, base } = page;
  const t = handoverText[lang];
  return (
    <Layout page={page} title={t.handovers} crumbs={[{ label: kitText[lang].people, href: `${base}/roles` }, { label: t.handovers }]}>
      <Lead>{t.handoversLead}</Lead>
      {props.handovers.length === 0 && <Empty title={t.noHandovers} />}
      {props.handovers.map((one) => (
        <p>
          <a href={`${base}/handovers/${one.id}`}>{t.title(one.fromName, one.toName)}</a> {roleWords(one, lang)} {dayText(one.plannedDay, lang)}{' '}
          <State tone={tones[one.state]}>{t[stateKeys[one.state]]}</State>
        </p>
      ))}
      {props.roles.length > 0 && (
        <Section title={t.start} id="start">
          <Form action={`${base}/handovers`} errors={props.errors} values={props.values}>
            <SelectField
              name="role"
              label={t.whoLeaves}
              options={props.roles.map((role) => ({
                value: role.id,
                label: `${role.personName}，${roleWords(role, lang)}`,
              }))}
              required
            />
            <SelectField
              name="to"
              label={t.successor}
              hint={t.successorHint}
              options={props.candidates.map(({ personId, label }) => ({ value: personId, label }))}
            />
            <FieldRow>
              <TextField name="name" label={t.newName} maxLength={60} />
              <TextField name="phone" label={t.newPhone} type="tel" maxLength={20} />
            </FieldRow>
            <DateField name="day" label={t.day} value={today} min={today} required />
            <TextField name="reason" label={t.reason} maxLength={300} required />
            <TextArea name="note" label={t.note} rows={3} maxLength={2000} />
            <Button>{t.startIt}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

/** What the page of a hand-over shows. */
export interface HandoverView {
  page: PageFrame;
  handover: Handover;
  items: readonly HandoverItem[];
  /** Digest of the list as it is shown; null once it is settled. */
  list: string | null;
  /** The signed list is not what is open now. */
  changed: boolean;
  /** What the successor has still to take over. */
  waiting: readonly string[];
  may: { manage: boolean; signFrom: boolean; signTo: boolean; take: boolean };
  /** The successor cannot sign in yet: who manages gives them a way in. */
  noAccount: boolean;
}

/** One hand-over: the list, both signatures, and going over. */
export function HandoverPage(view: HandoverView) {
  const { page, handover, items, may } = view;
  const { lang, base } = page;
  const t = handoverText[lang];
  const at = `${base}/handovers/${handover.id}`;
  const open = handover.state === 'open';
  const both = handover.fromSigned !== null && handover.toSigned !== null;
  return (
    <Layout
      page={page}
      title={t.title(handover.fromName, handover.toName)}
      crumbs={[{ label: t.handovers, href: may.manage ? `${base}/handovers` : `${base}/inbox` }, { label: t.title(handover.fromName, handover.toName) }]}
    >
      <p>
        <State tone={tones[handover.state]}>{t[stateKeys[handover.state]]}</State>
      </p>
      <KeyValues
        items={[
          [t.role, roleWords(handover, lang)],
          [t.day, dayText(handover.plannedDay, lang)],
          [t.reason, handover.reason],
          [t.note, handover.note],
          [t.state, handover.settledAt && `${handover.settledByName} ${instantText(handover.settledAt, lang)} ${handover.settledReason ?? ''}`],
        ]}
      />
      <Soft>{t.startedBy(handover.startedByName, dayText(handover.startedOn, lang))}</Soft>
      <Section title={t.list} id="list">
        {items.length === 0 && <p>{t.nothingOpen}</p>}
        <ul>
          {items.map((item) => (
            <li>
              <b>{t[item.kind]}</b> <a href={`${base}${item.href}`}>{item.title}</a> <small class="soft">{t[item.goes]}</small>
              {may.take && view.waiting.includes(item.subjectId) && (
                <ActionForm action={`${base}/handover-items/${item.subjectId}/taken`} kind="quiet">
                  {t.taken}
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
        {items.some(({ goes }) => goes === 'asked') && <Soft>{t.askedHint}</Soft>}
      </Section>
      <Section title={t.signatures} id="sign">
        <Side view={view} label={t.giver} name={handover.fromName} signature={handover.fromSigned} side="from" own={may.signFrom} />
        <Side view={view} label={t.receiver} name={handover.toName} signature={handover.toSigned} side="to" own={may.signTo} />
        {open && view.changed && (
          <>
            <p>{t.changed}</p>
            {may.manage && (
              <ActionForm action={`${at}/sign-anew`} kind="quiet">
                {t.anew}
              </ActionForm>
            )}
          </>
        )}
      </Section>
      {view.noAccount && may.manage && handover.state !== 'dropped' && (
        <Soft>
          {t.noAccountYet(handover.toName)} <a href={`${base}/people/${handover.toPersonId}`}>{t.giveAccess}</a>
        </Soft>
      )}
      <Actions>
        {open && may.manage && both && !view.changed && <ActionForm action={`${at}/finish`}>{t.finish}</ActionForm>}
        <ButtonLink kind="quiet" href={`${at}/paper.pdf`} word>
          {t.print}
        </ButtonLink>
      </Actions>
      {open && may.manage && both && !view.changed && <Soft>{t.finishHint}</Soft>}
      {open && may.manage && (
        <details>
          <summary>{t.drop}</summary>
          <Form action={`${at}/drop`} id="drop">
            <TextField name="reason" label={t.reason} required maxLength={300} />
            <Button kind="danger">{t.drop}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}

function Side(props: { view: HandoverView; label: string; name: string; signature: Signature | null; side: 'from' | 'to'; own: boolean }) {
  const { view, signature, side } = props;
  const { lang, base } = view.page;
  const t = handoverText[lang];
  const action = `${base}/handovers/${view.handover.id}/sign`;
  const fields = { side, list: view.list ?? '' };
  const open = view.handover.state === 'open' && signature === null && !view.changed;
  return (
    <div class="rule">
      <p>
        <b>{props.label}</b> {props.name}
        {lang === 'zh' ? '：' : ': '}
        {signature ? t.signedOn(signature.byName, instantText(signature.at, lang)) : t.unsigned}
        {signature?.witness && ` ${t.onPaper(signature.witness)}`}
      </p>
      {open && props.own && (
        <ActionForm action={action} fields={fields}>
          {t.sign}
        </ActionForm>
      )}
      {open && !props.own && view.may.manage && (
        <details>
          <summary>{t.enterPaper}</summary>
          <Form action={action} id={`w${side}`}>
            <input type="hidden" name="side" value={side} />
            <input type="hidden" name="list" value={view.list ?? ''} />
            <TextField name="witness" label={t.witness} required maxLength={300} />
            <Button kind="quiet">{t.enterPaper}</Button>
          </Form>
        </details>
      )}
    </div>
  );
}
