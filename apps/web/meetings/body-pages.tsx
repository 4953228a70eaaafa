import { belongings, type BodyKind, bodyKindNames, bodyKinds, type BodyMember, isRuledByTheLaw, type MeetingBody } from '#modules/meetings';
import {
  ActionForm,
  Button,
  ButtonLink,
  CheckField,
  CheckList,
  dayText,
  Empty,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { bodyText } from './body-words.ts';
import { Note } from './note.tsx';
import { meetingText } from './text.ts';

export interface BodyListView {
  page: PageFrame;
  place: { id: string; code: string; name: string; committeeKind: 'residents' | 'village' };
  bodies: readonly { body: MeetingBody; members: number }[];
  mayRegister: boolean;
  /** Names another body and rules for it. */
  mayRule: boolean;
  back?: { errors: FormErrors; values: FormValues };
}

/** How many must come to a body's meeting, in words. */
export function quorumWords(body: MeetingBody, lang: 'zh' | 'en'): string {
  const t = bodyText[lang];
  if (isRuledByTheLaw(body.kind)) return t.byLaw;
  return body.quorum ? aroundText[lang].quorumRule(body.quorum.strict, body.quorum.num, body.quorum.den) : t.noQuorum;
}

/** The bodies that meet in a place. */
export function BodyListPage(view: BodyListView) {
  const { page, place } = view;
  const { lang, base } = page;
  const t = bodyText[lang];
  const kinds = bodyKinds.filter(
    (kind) => (kind !== 'other' || view.mayRule) && (place.committeeKind === 'residents' || kind === 'other' || kind === 'owners_committee'),
  );
  return (
    <Layout page={page} title={`${place.name} ${t.title}`} crumbs={[{ label: meetingText[lang].title, href: `${base}/n/${place.code}/meetings` }]}>
      <Lead>{t.lead}</Lead>
      {place.committeeKind === 'village' && <Note tone="ask" title={t.registerVillage} />}
      {view.bodies.length === 0 ? (
        <Empty title={t.emptyTitle}>{t.emptyBody}</Empty>
      ) : (
        <ul class="duties">
          {view.bodies.map(({ body, members }) => (
            <li>
              <div>
                <p>
                  <b>
                    <a href={`${base}/bodies/${body.id}`}>{body.name}</a>
                  </b>{' '}
                  <span class="soft">{bodyKindNames[body.kind][lang]}</span>
                </p>
                <p class="soft">
                  {body.belonging === 'listed' ? t.membersCount(members) : t[body.belonging]} · {t.quorum}
                  {lang === 'zh' ? '：' : ': '}
                  {quorumWords(body, lang)}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {view.mayRegister && kinds.length > 0 && (
        <Section title={t.register} id="register">
          <Form action={`${base}/n/${place.code}/bodies`} errors={view.back?.errors} values={view.back?.values}>
            <SelectField name="kind" label={t.kind} required value={kinds[0]} options={kinds.map((value) => ({ value, label: bodyKindNames[value][lang] }))} />
            <TextField name="name" label={t.name} hint={t.nameHint} required maxLength={60} />
            {view.mayRule ? (
              <>
                <RadioField
                  name="belonging"
                  label={t.belonging}
                  hint={t.belongingHint}
                  value="listed"
                  options={belongings.map((value) => ({ value, label: t[value] }))}
                />
                <RuleFields lang={lang} body={null} />
              </>
            ) : (
              <Soft>{t.ruleOnly}</Soft>
            )}
            <Button>{t.save}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

function RuleFields({ lang, body }: { lang: 'zh' | 'en'; body: MeetingBody | null }) {
  const t = bodyText[lang];
  return (
    <Fieldset legend={t.rule} hint={t.ruleHint}>
      {(!body || !isRuledByTheLaw(body.kind)) && (
        <>
          <RadioField
            name="strict"
            label={t.quorum}
            value={body?.quorum ? (body.quorum.strict ? 'more' : 'least') : 'none'}
            options={[
              { value: 'none', label: t.noQuorum },
              { value: 'more', label: t.more },
              { value: 'least', label: t.least },
            ]}
          />
          <FieldRow>
            <NumberField name="num" label={t.num} together value={body?.quorum ? String(body.quorum.num) : undefined} />
            <NumberField name="den" label={t.den} together value={body?.quorum ? String(body.quorum.den) : undefined} />
          </FieldRow>
          <CheckField name="proxies" label={t.proxies} checked={body?.proxies} />
        </>
      )}
      <NumberField name="noticeDays" label={t.noticeDays} value={body?.noticeDays === null || body === null ? undefined : String(body.noticeDays)} />
      <TextField name="source" label={t.source} hint={t.sourceHint} together maxLength={300} value={body?.source} />
    </Fieldset>
  );
}

export interface BodyPageView {
  page: PageFrame;
  place: { code: string; name: string };
  body: MeetingBody;
  members: readonly BodyMember[];
  /** Whole names, and the forms. */
  mayEdit: boolean;
  mayRule: boolean;
  mayCall: boolean;
  mayClose: boolean;
  back?: { form: 'members' | 'rule'; errors: FormErrors; values: FormValues };
}

/** The kind of meeting that a body's members hold. */
const meetingOf: Record<BodyKind, string> = {
  representatives: 'representatives',
  residents_committee: 'residents_committee',
  owners_committee: 'committee',
  other: 'body',
};

/** One body: who belongs, what is ruled for it. */
export function BodyPage(view: BodyPageView) {
  const { page, place, body, back } = view;
  const { lang, base } = page;
  const t = bodyText[lang];
  const here = `${base}/bodies/${body.id}`;
  const of = (form: 'members' | 'rule') => (back?.form === form ? { errors: back.errors, values: back.values } : {});
  return (
    <Layout page={page} title={body.name} crumbs={[{ label: t.title, href: `${base}/n/${place.code}/bodies` }]}>
      <KeyValues
        items={[
          [t.kind, bodyKindNames[body.kind][lang]],
          [t.belonging, t[body.belonging]],
          [t.quorum, quorumWords(body, lang)],
          [t.noticeDays, body.noticeDays === null ? t.noQuorum : String(body.noticeDays)],
          [t.proxies, body.proxies ? aroundText[lang].yes : aroundText[lang].no],
          [t.source, body.ruledOn ? t.ruledBy(body.source, body.ruledByName ?? '', dayText(body.ruledOn, lang)) : undefined],
        ]}
      />
      {view.mayCall && (
        <ButtonLink kind="quiet" href={`${base}/meetings/new?place=${place.code}&kind=${meetingOf[body.kind]}&body=${body.id}`}>
          {t.callFor}
        </ButtonLink>
      )}
      <Section title={t.members} id="members">
        {body.belonging !== 'listed' ? (
          <Soft>{t.wholeRoll}</Soft>
        ) : view.members.length === 0 ? (
          <Soft>{t.noMembers}</Soft>
        ) : (
          <KeyValues items={view.members.map((one) => [one.post === '' ? t.person : one.post, one.name] as const)} />
        )}
        {view.mayEdit && body.belonging === 'listed' && (
          <Form id="members" action={`${here}/members`} {...of('members')}>
            <TextArea name="add" label={t.addMembers} hint={t.addHint} rows={4} />
            {view.members.length > 0 && (
              <CheckList
                name="end"
                label={t.end}
                hint={t.endLead}
                options={view.members.map((one) => ({ value: one.personId, label: one.post === '' ? one.name : `${one.name}（${one.post}）` }))}
              />
            )}
            <Button kind="quiet">{t.add}</Button>
          </Form>
        )}
      </Section>
      {view.mayRule && (
        <details class="fold" open={back?.form === 'rule' || undefined}>
          <summary>{t.rule}</summary>
          <Form id="rule" action={`${here}/rule`} {...of('rule')}>
            <RuleFields lang={lang} body={body} />
            <Button kind="quiet">{t.saveRule}</Button>
          </Form>
        </details>
      )}
      {view.mayClose && (
        <ActionForm action={`${here}/close`} kind="danger">
          {t.close}
        </ActionForm>
      )}
    </Layout>
  );
}
