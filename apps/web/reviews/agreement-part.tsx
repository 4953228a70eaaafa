import { bothHaveSigned } from '#modules/reviews';
import { ActionForm, Button, ButtonLink, DateField, dayText, FileField, Form, KeyValues, Section, Soft, TextArea } from '../ui/index.ts';
import type { AwardPageView } from './award-page.tsx';
import { signatureText } from './agreements-page.tsx';
import { decisionText } from './decision-text.ts';
import { scoreText } from './score-text.ts';

/** The agreement of an awarded project: what both sides sign, who has signed, and the acts of signing. */
export function AgreementPart({ view }: { view: AwardPageView }) {
  const { page, project, may, application, agreement } = view;
  const { lang, base } = page;
  const t = scoreText[lang];
  const d = decisionText[lang];
  const at = `${base}/projects/${project.id}`;
  const print = (
    <ButtonLink href={`${at}/agreement.pdf`} kind="quiet">
      {t.agreementPrint}
    </ButtonLink>
  );
  const signatures = agreement.version && (
    <KeyValues
      items={[
        [d.officeSide, signatureText(agreement.version, 'office', lang)],
        [d.committeeSide, signatureText(agreement.version, 'committee', lang)],
        [
          t.agreementVersion,
          agreement.version.version > 1 ? `${agreement.version.version}${lang === 'zh' ? '：' : ': '}${agreement.version.reason ?? ''}` : null,
        ],
      ]}
    />
  );
  const open = agreement.version !== null && !bothHaveSigned(agreement.version);
  const mine = (side: 'office' | 'committee') => agreement.version?.signatures.some((one) => one.side === side) ?? false;
  const commit = may.signCommittee && !mine('committee') && (
    <ActionForm action={`${at}/award/sign`} fields={{ seen: agreement.digest ?? '' }}>
      {t.signCommittee}
    </ActionForm>
  );
  if (project.agreedOn !== null) {
    const back = view.back?.form === 'amend' ? view.back : undefined;
    return (
      <Section title={t.agreement} id="agreement">
        <p>{t.signedOn(dayText(project.agreedOn, lang))}</p>
        {signatures}
        {open && <Soft>{t.amendOpen}</Soft>}
        {open && commit}
        {open && may.agree && !mine('office') && <ActionForm action={`${at}/award/agreement`}>{t.signOffice}</ActionForm>}
        {print}
        {!open && agreement.version && may.agree && ['agreed', 'doing', 'appraisal'].includes(project.state) && (
          <details class="fold" open={back !== undefined}>
            <summary>{t.amend}</summary>
            <Form action={`${at}/award/amend`} id="amend" errors={back?.errors} values={back?.values}>
              <TextArea name="reason" label={t.amendReason} rows={2} maxLength={2000} required />
              <TextArea name="clause" label={t.amendClause} hint={t.amendClauseHint} rows={2} maxLength={2000} />
              <Button kind="quiet">{t.amend}</Button>
            </Form>
          </details>
        )}
      </Section>
    );
  }
  if (project.state !== 'awarded') return null;
  const back = view.back?.form === 'sign' ? view.back : undefined;
  return (
    <Section title={t.agreement} id="agreement">
      {application.grantFen !== project.grantAwardedFen ? (
        <div class="reason ask">
          <p>{t.reviseFirst}</p>
        </div>
      ) : (
        <>
          <p>{t.agreementLead}</p>
          {signatures}
          {print}
          {commit}
          {may.agree && (
            <Form action={`${at}/award/agreement`} id="sign" multipart errors={back?.errors} values={back?.values}>
              <DateField name="agreedOn" label={t.agreedOn} value={view.today} max={view.today} required />
              <FileField name="scan" label={t.scan} hint={t.scanHint} accept="image/*,application/pdf" />
              <Button>{t.sign}</Button>
            </Form>
          )}
        </>
      )}
    </Section>
  );
}
