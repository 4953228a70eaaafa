import type { Neighbourhood } from '#modules/places';
import { type DeclaredRelation, type Invitation, relationKinds } from '#modules/reviews';
import {
  Actions,
  Button,
  dayText,
  Empty,
  Form,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  useFrame,
  useLang,
} from '../ui/index.ts';
import { type Back, of } from './back.ts';
import { poolText } from './pool-text.ts';

/** Declared relations, and the form to declare one more. */
export function Relations(props: {
  action: string;
  personId: string;
  relations: readonly DeclaredRelation[];
  places: readonly Neighbourhood[];
  mayDeclare: boolean;
  mayEnd: boolean;
  back?: Back | undefined;
}) {
  const lang = useLang();
  const { base } = useFrame();
  const t = poolText[lang];
  return (
    <Section title={t.relations} id="relations">
      <Soft>{t.relationsLead}</Soft>
      {props.relations.length === 0 && <Empty title={t.noRelations} />}
      <ul>
        {props.relations.map((one) => (
          <li>
            <b>{t[one.kind]}</b> {one.neighbourhoodName ?? one.name} {one.note !== '' && `（${one.note}）`}{' '}
            <small class="soft">
              {one.endedOn ? t.endedWas(one.endedOn, one.endedReason ?? '') : t.declaredBy(one.declaredByName, dayText(one.declaredOn, lang))}
            </small>
            {props.mayEnd && !one.endedOn && (
              <details class="fold">
                <summary>{t.end}</summary>
                <Form action={`${base}/reviewers/${props.personId}/relation-end`} id={`end-${one.id}`}>
                  <input type="hidden" name="relationId" value={one.id} />
                  <TextField name="reason" label={t.endReason} maxLength={300} required />
                  <Button kind="quiet">{t.save}</Button>
                </Form>
              </details>
            )}
          </li>
        ))}
      </ul>
      {props.mayDeclare && (
        <Form action={props.action} id="relation-form" {...of(props.back, 'relation')}>
          <SelectField name="kind" label={t.kind} required options={relationKinds.map((kind) => ({ value: kind, label: t[kind] }))} />
          <SelectField name="neighbourhoodId" label={t.placeOf} options={props.places.map(({ id, name }) => ({ value: id, label: name }))} />
          <TextField name="name" label={t.nameOf} maxLength={100} />
          <TextField name="note" label={t.note} maxLength={300} />
          <Button>{t.declare}</Button>
        </Form>
      )}
    </Section>
  );
}

/** What a reviewer's own page shows. */
export interface MineView {
  page: PageFrame;
  personId: string;
  invitations: readonly (Invitation & { roundName: string; open: boolean })[];
  relations: readonly DeclaredRelation[];
  places: readonly Neighbourhood[];
  back?: Back;
}

/** A reviewer answers invitations and declares relations. */
export function MinePage(view: MineView) {
  const { page } = view;
  const { lang, base } = page;
  const t = poolText[lang];
  return (
    <Layout page={page} title={t.mine}>
      <Lead>{t.mineLead}</Lead>
      <Section title={t.invitations} id="invitations">
        {view.invitations.length === 0 && <Empty title={t.noInvitations} />}
        {view.invitations.map((one) => (
          <div class="rule">
            <p>
              <b>{t.invitedFor(one.roundName, one.capacity)}</b>{' '}
              <State tone={one.accepted === null ? 'act' : one.accepted ? 'good' : 'plain'}>
                {one.accepted === null ? t.unanswered : one.accepted ? t.accepted(one.capacity) : t.declined}
              </State>
            </p>
            {one.open && (
              <Form action={`${base}/reviews/mine/answer`} id={`answer-${one.id}`} {...of(view.back, one.id)}>
                <input type="hidden" name="invitationId" value={one.id} />
                <NumberField name="capacity" label={t.capacity} value={String(one.capacity)} required />
                <Actions>
                  <Button name="answer" value="yes">
                    {t.accept}
                  </Button>
                  <Button name="answer" value="no" kind="quiet">
                    {t.decline}
                  </Button>
                </Actions>
              </Form>
            )}
          </div>
        ))}
      </Section>
      <Relations
        action={`${base}/reviews/mine/relation`}
        personId={view.personId}
        relations={view.relations}
        places={view.places}
        mayDeclare
        mayEnd={false}
        back={view.back}
      />
    </Layout>
  );
}
