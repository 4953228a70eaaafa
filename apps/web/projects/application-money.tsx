import { leverage, toChineseCapital } from '#libs/money';
import { type ApplicationDraft, draftSums, extenders, shortfallRules, sourceBases, sourceKinds } from '#modules/projects';
import { DateField, FieldRow, MoneyField, NumberField, SelectField, Soft, TextField, useLang, yuanText } from '../ui/index.ts';
import { applicationText } from './application-text.ts';
import { sourcesText } from '../sources/text.ts';
import { projectText } from './text.ts';
import { Rows } from './application-sections.tsx';
import { guideText } from './application-guide-text.ts';
import { withSpareRows } from './application-form.ts';
import type { EditorView } from './application-view.ts';

export function Sources({ view }: { view: EditorView }) {
  const lang = useLang();
  const t = applicationText[lang];
  const kinds = sourceKinds.map((kind) => ({ value: kind, label: projectText[lang][kind] }));
  return (
    <Rows
      list="sources"
      ready={withSpareRows(view.draft, 'sources').sources}
      legend={t.money}
      hint={t.moneyHint}
      one={t.source}
      rows={view.draft.sources}
      render={(row, name) => (
        <>
          <input type="hidden" name={`${name}.id`} value={row.id} />
          <FieldRow>
            <SelectField name={`${name}.kind`} label={t.sourceKind} value={row.kind} options={kinds} required />
            <TextField name={`${name}.name`} label={t.sourceName} value={row.name} required />
          </FieldRow>
          {row.kind === 'household' ? (
            <FieldRow>
              <MoneyField name={`${name}.perHousehold`} label={t.perHousehold} value={row.perHousehold} required />
              <NumberField name={`${name}.households`} label={t.householdsCount} value={row.households} unit={projectText[lang].households} required />
            </FieldRow>
          ) : (
            <FieldRow>
              <MoneyField name={`${name}.planned`} label={t.planned} value={row.planned} required />
              {row.kind !== 'grant' && view.organisations.length > 0 && (
                <SelectField name={`${name}.organisationId`} label={t.organisation} value={row.organisationId} options={view.organisations} />
              )}
            </FieldRow>
          )}
          {row.kind !== 'grant' && (
            <FieldRow>
              <SelectField
                name={`${name}.basis`}
                label={guideText[lang].basis}
                value={row.basis ?? ''}
                options={sourceBases.map((value) => ({ value, label: guideText[lang][value] }))}
              />
              <TextField name={`${name}.basisNote`} label={guideText[lang].basisNote} value={row.basisNote ?? ''} maxLength={200} />
            </FieldRow>
          )}
          {row.kind !== 'grant' && (
            <details open={(row.shortfallRule ?? '') !== '' || undefined}>
              <summary>{t.shortfall}</summary>
              <FieldRow>
                <SelectField
                  name={`${name}.shortfallRule`}
                  label={t.shortfallRule}
                  hint={t.shortfallHint}
                  value={row.shortfallRule ?? ''}
                  options={shortfallRules.map((value) => ({ value, label: sourcesText[lang][value] }))}
                />
                <DateField name={`${name}.shortfallDay`} label={t.shortfallDay} value={row.shortfallDay ?? ''} together />
              </FieldRow>
              <FieldRow>
                <DateField name={`${name}.extendUntil`} label={t.extendUntil} hint={sourcesText[lang].extendHint} value={row.extendUntil ?? ''} together />
                <SelectField
                  name={`${name}.extendBy`}
                  label={t.extendBy}
                  value={row.extendBy ?? ''}
                  options={extenders.map((value) => ({ value, label: sourcesText[lang][value] }))}
                  together
                />
              </FieldRow>
            </details>
          )}
        </>
      )}
    />
  );
}

export function Budget({ view }: { view: EditorView }) {
  const t = applicationText[useLang()];
  const { draft } = view;
  const sums = draftSums(draft);
  const payers = [
    ...draft.sources.map((source) => ({ value: source.id, label: source.name || source.id })),
    ...(draft.sources.length > 1 ? [{ value: 'split', label: t.split }] : []),
  ];
  return (
    <Rows
      list="lines"
      ready={withSpareRows(view.draft, 'lines').lines}
      legend={t.budget}
      hint={t.budgetHint}
      one={t.line}
      rows={draft.lines}
      render={(row, name, index) => (
        <>
          <FieldRow>
            <TextField name={`${name}.name`} label={t.lineName} value={row.name} required />
            <SelectField name={`${name}.category`} label={t.category} value={row.category} options={view.categories} required />
          </FieldRow>
          <FieldRow>
            <NumberField name={`${name}.quantity`} label={t.quantity} value={row.quantity} decimals required />
            <TextField name={`${name}.unit`} label={t.unit} value={row.unit} size="short" />
            <MoneyField name={`${name}.unitPrice`} label={t.unitPrice} value={row.unitPrice} required />
            <SelectField
              name={`${name}.payer`}
              label={t.payer}
              value={row.payer || (draft.sources.length === 1 ? (draft.sources[0]?.id ?? '') : '')}
              options={payers}
              required
            />
          </FieldRow>
          {draft.sources.length > 1 && (
            <details open={row.payer === 'split' || undefined}>
              <summary>{t.splitHint}</summary>
              <FieldRow>
                {draft.sources.map((source) => (
                  <MoneyField name={`${name}.shares.${source.id}`} label={source.name || source.id} value={row.shares[source.id] ?? ''} />
                ))}
              </FieldRow>
            </details>
          )}
          {sums.lineFen[index] != null && <Soft>{t.lineAmount(yuanText(sums.lineFen[index] ?? 0n))}</Soft>}
        </>
      )}
    />
  );
}

/** What units raised themselves, where the policy matches it. */
export function Raised({ view }: { view: EditorView }) {
  const t = guideText[useLang()];
  return (
    <Rows
      list="raised"
      ready={withSpareRows(view.draft, 'raised').raised}
      legend={t.raised}
      hint={t.raisedHint}
      one={t.raisedUnit}
      rows={view.draft.raised}
      render={(row, name) => (
        <FieldRow>
          <TextField name={`${name}.unit`} label={t.raisedUnit} value={row.unit} maxLength={60} />
          <MoneyField name={`${name}.amount`} label={t.raisedAmount} value={row.amount} />
        </FieldRow>
      )}
    >
      <MoneyField name="matching" label={t.matching} value={view.draft.matching} />
    </Rows>
  );
}

/** How much other money each yuan of the grant draws, as far as it is typed. */
export function Leverage({ draft }: { draft: ApplicationDraft }) {
  const t = guideText[useLang()];
  const sums = draftSums(draft);
  const times = sums.grantFen > 0n ? leverage(sums.sourcesFen - sums.grantFen, sums.grantFen) : null;
  return times === null ? null : (
    <p>
      <b>{t.leverage(times)}</b>
    </p>
  );
}

/** Sources against lines, to the fen: what must agree before the application can be submitted. */
export function Sums({ draft }: { draft: ApplicationDraft }) {
  const t = applicationText[useLang()];
  const sums = draftSums(draft);
  return (
    <div class="table">
      <h3>{t.sumsTitle}</h3>
      <table>
        <caption class="unseen">{t.sumsTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{t.source}</th>
            <th scope="col" class="n">
              {t.sumPlanned}
            </th>
            <th scope="col" class="n">
              {t.sumUsed}
            </th>
            <th scope="col" class="n">
              {t.sumDifference}
            </th>
          </tr>
        </thead>
        <tbody>
          {draft.sources.map((source, index) => {
            const { plannedFen, usedFen } = sums.sources[index] ?? { plannedFen: null, usedFen: 0n };
            return (
              <tr>
                <td data-h={t.source}>{source.name || source.id}</td>
                <td data-h={t.sumPlanned} class="n">
                  {plannedFen === null ? '—' : yuanText(plannedFen)}
                </td>
                <td data-h={t.sumUsed} class="n">
                  {yuanText(usedFen)}
                </td>
                <td data-h={t.sumDifference} class="n">
                  {plannedFen === null ? '—' : yuanText(plannedFen - usedFen)}
                </td>
              </tr>
            );
          })}
          <tr>
            <td data-h={t.source}>
              <b>{t.total}</b>
            </td>
            <td data-h={t.sumPlanned} class="n">
              <b>{yuanText(sums.sourcesFen)}</b>
            </td>
            <td data-h={t.sumUsed} class="n">
              <b>{yuanText(sums.linesFen)}</b>
            </td>
            <td data-h={t.sumDifference} class="n">
              {yuanText(sums.sourcesFen - sums.linesFen)}
            </td>
          </tr>
        </tbody>
        {sums.linesFen > 0n && (
          <tfoot>
            <tr>
              <td colspan={4}>
                {t.capital}：{toChineseCapital(sums.linesFen)}
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
