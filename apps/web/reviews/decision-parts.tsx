import { Actions, Button, Form, Section, SelectField, Soft, TextArea, TextField, yuanText } from '../ui/index.ts';
import type { DecisionView } from './decision-page.tsx';
import { decisionText } from './decision-text.ts';

/** The head's word on each decision that waits for it. */
export function Confirm({ view }: { view: DecisionView }) {
  const { page, figures, decisions } = view;
  const t = decisionText[page.lang];
  return (
    <>
      {decisions
        .filter(({ open }) => open > 0)
        .map((decision) => {
          const back = view.back?.form === `confirm-${decision.id}` ? view.back : undefined;
          const own = decision.proposedBy === view.personId;
          const hindrance = own ? t['own-proposal'] : decision.waitsFor ? t[decision.waitsFor] : null;
          return (
            <Section title={`${t.confirmTitle} · ${t.version(decision.version, t[decision.kind])}`} id={`confirm-${decision.version}`}>
              <Soft>{t.confirmLead}</Soft>
              {hindrance && (
                <div class="reason ask">
                  <p>{hindrance}</p>
                </div>
              )}
              {!own && (
                <Form
                  action={`${page.base}/rounds/${figures.round.id}/decision/${decision.id}/confirm`}
                  id={`confirm-${decision.id}`}
                  errors={back?.errors}
                  values={back?.values}
                >
                  <TextArea name="reason" label={t.confirmReason} hint={t.confirmReasonHint} rows={2} maxLength={2000} />
                  <Actions>
                    {hindrance === null && (
                      <Button name="decision" value="confirmed">
                        {t.confirm(decision.open)}
                      </Button>
                    )}
                    <Button name="decision" value="refused" kind="quiet">
                      {t.refuse}
                    </Button>
                  </Actions>
                </Form>
              )}
            </Section>
          );
        })}
    </>
  );
}

/** The waiting list in its order: who moves up next, and how it ends. */
export function Waiting({ view }: { view: DecisionView }) {
  const { page, figures, waiting } = view;
  const t = decisionText[page.lang];
  if (waiting.length === 0) return null;
  const at = `${page.base}/rounds/${figures.round.id}/waiting`;
  const back = view.back?.form === 'up' ? view.back : undefined;
  const end = view.back?.form === 'end' ? view.back : undefined;
  return (
    <Section title={t.waitingList} id="waiting">
      <Soft>{t.waitingLead(yuanText(figures.round.poolFen - figures.committedFen, { whole: true }))}</Soft>
      <Form action={`${at}/up`} id="up" errors={back?.errors} values={back?.values}>
        <SelectField
          name="project"
          label={t.project}
          required
          value={waiting[0]?.project.id}
          options={waiting.map(({ project, proposal, placeName }) => ({
            value: project.id,
            label: `${proposal?.waitingNo}．${project.title}（${placeName}）${yuanText(proposal?.waitingFen ?? 0n, { whole: true })} ${t.yuan}`,
          }))}
        />
        <TextArea name="reason" label={t.moveReason} rows={2} maxLength={1000} required />
        <TextField name="outOfTurn" label={t.outOfTurn} hint={t.outOfTurnHint} />
        <TextField name="terms" label={t.moveTerms} />
        <Button>{t.moveUp}</Button>
      </Form>
      {view.may.confirm && (
        <Form action={`${at}/end`} id="end" errors={end?.errors} values={end?.values}>
          <TextField name="reason" label={t.endReason} required />
          <Button kind="quiet">{t.endWaiting}</Button>
        </Form>
      )}
    </Section>
  );
}
