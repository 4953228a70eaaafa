import type { QuotaProposal } from '#modules/funds';
import { formatYuan, plainYuan } from '#libs/money';
import {
  Button,
  dataTable,
  dayText,
  Empty,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  type TableSpec,
  TextField,
  yuanText,
} from '../ui/index.ts';
import type { RoundMay } from './round-call-page.tsx';
import { roundFollowText } from './round-follow-text.ts';
import type { FollowView, PlaceLine } from './round-follow-view.ts';
import { roundCrumbs, RoundLinks } from './round-parts.tsx';
import { roundYearText } from './round-year-text.ts';

/** What the page of a round's quotas shows. */
export interface QuotasPageView extends FollowView {
  page: PageFrame;
  proposals: readonly QuotaProposal[];
  query: Record<string, string>;
  may: RoundMay;
  errors?: FormErrors;
  values?: FormValues;
}

/** The quotas as a table, also for Excel. */
export function quotaTable(view: QuotasPageView): TableSpec<PlaceLine> {
  const { lang, base } = view.page;
  const t = roundFollowText[lang];
  const proposed = (line: PlaceLine) => line.quota?.proposedFen ?? view.proposals.find(({ neighbourhoodId }) => neighbourhoodId === line.place.id)?.fen ?? null;
  const money = (fen: bigint | null) => (fen === null ? '—' : yuanText(fen, { whole: true }));
  return {
    rows: view.lines.filter(({ quota }) => quota !== null),
    query: view.query,
    lang,
    base: `${base}/rounds/${view.round.id}/quotas`,
    caption: `${view.round.name} ${roundYearText[lang].quotas}`,
    columns: [
      { key: 'place', label: t.neighbourhood, value: ({ place }) => place.name },
      { key: 'policy', label: t.byPolicy, value: proposed, render: (line) => money(proposed(line)), numeric: true },
      { key: 'amount', label: t.amount, value: ({ quota }) => quota?.amountFen ?? null, render: ({ quota }) => money(quota?.amountFen ?? null), numeric: true },
      { key: 'count', label: t.count, value: ({ quota }) => quota?.countLimit ?? null, numeric: true },
      { key: 'asked', label: t.used, value: ({ askedFen }) => askedFen, render: ({ askedFen }) => money(askedFen), numeric: true },
      { key: 'promised', label: t.promised, value: ({ facts }) => facts.usedFen, render: ({ facts }) => money(facts.usedFen), numeric: true },
      { key: 'reason', label: t.reason, value: ({ quota }) => quota?.reason ?? '' },
      { key: 'by', label: t.setBy, value: ({ quota }) => (quota ? `${quota.setByName} ${dayText(quota.setOn, lang)}` : '') },
    ],
    empty: <Empty title={t.noQuotas}>{t.noQuotasBody}</Empty>,
  };
}

/** Quotas of a round for all to see; the office sets them on the same page. */
export function QuotasPage(view: QuotasPageView) {
  const { page, round, lines } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  const first = lines.find(({ quota }) => quota !== null)?.quota ?? null;
  const sum = lines.reduce((total, { quota }) => total + (quota?.amountFen ?? 0n), 0n);
  const open = round.state === 'open' || round.state === 'reviewing';
  return (
    <Layout page={page} title={roundYearText[lang].quotas} wide crumbs={roundCrumbs(base, round, lang, roundYearText[lang].quotas)}>
      <Lead>{t.quotasLead}</Lead>
      {first && (
        <p>
          {first.binds === 'award' ? t.bindsAward : t.bindsApplication}
          {lang === 'zh' ? '。' : '. '}
          {t.over}
          {lang === 'zh' ? '：' : ': '}
          {first.over === 'refuse' ? t.overRefuse : t.overName}
          {lang === 'zh' ? '。' : '.'}
        </p>
      )}
      {dataTable(quotaTable(view))}
      {first && <Soft>{t.sumBesidePool(formatYuan(sum), formatYuan(round.poolFen))}</Soft>}
      {view.may.manage && open && <QuotaForm {...view} />}
      <RoundLinks base={base} round={round} lang={lang} {...view.may} here="quotas" />
    </Layout>
  );
}

function proposalWords(proposal: QuotaProposal | undefined, base: string, lang: 'zh' | 'en') {
  const t = roundFollowText[lang];
  if (!proposal) return t.silent;
  if (proposal.openFields.length > 0)
    return (
      <>
        {t.byPolicy}
        {lang === 'zh' ? '：' : ': '}
        {t.openField}（<a href={`${base}/policy/settings`}>{t.setIt}</a>）
      </>
    );
  if (proposal.missing) return proposal.missing === 'households' ? t.noHeads : t.noResidents;
  if (proposal.fen === null) return t.silent;
  return proposal.steps
    .map((step) => `${step.text} ${formatYuan(BigInt(step.fen))}${step.clause === '' ? '' : `（${step.source}${step.clause}）`}`)
    .join(lang === 'zh' ? '；' : '; ');
}

function QuotaForm({ page, round, lines, proposals, errors, values }: QuotasPageView) {
  const { lang, base } = page;
  const t = roundFollowText[lang];
  const standing = lines.find(({ quota }) => quota !== null)?.quota ?? null;
  return (
    <Section title={t.editQuotas} id="edit">
      <Form action={`${base}/rounds/${round.id}/quotas`} errors={errors} values={values} id="quota">
        <RadioField
          name="binds"
          label={t.binds}
          value={standing?.binds}
          options={[
            { value: 'application', label: t.bindsApplication },
            { value: 'award', label: t.bindsAward },
          ]}
          required
        />
        <RadioField
          name="over"
          label={t.over}
          value={standing?.over ?? (proposals.some(({ blocks }) => blocks) ? 'refuse' : undefined)}
          hint={proposals.some(({ blocks }) => blocks) ? t.policyBlocks : undefined}
          options={[
            { value: 'refuse', label: t.overRefuse },
            { value: 'name', label: t.overName },
          ]}
          required
        />
        {lines.map(({ place, quota }) => {
          const proposal = proposals.find(({ neighbourhoodId }) => neighbourhoodId === place.id);
          const fen = quota ? quota.amountFen : (proposal?.fen ?? null);
          return (
            <Fieldset legend={place.name} hint={proposalWords(proposal, base, lang)}>
              <FieldRow>
                <MoneyField name={`amount-${place.id}`} label={t.amount} value={fen === null ? undefined : plainYuan(fen)} />
                <NumberField
                  name={`count-${place.id}`}
                  label={t.count}
                  unit={lang === 'zh' ? '个' : ''}
                  value={quota?.countLimit === null || quota === null ? undefined : String(quota.countLimit)}
                />
                <TextField name={`reason-${place.id}`} label={t.reason} maxLength={500} />
              </FieldRow>
            </Fieldset>
          );
        })}
        <Button>{t.saveQuotas}</Button>
      </Form>
    </Section>
  );
}
