import {
  abandonmentKinds,
  assetKinds,
  type ApplicationVersion,
  endReasons,
  fates,
  type PayingRequest,
  planUnits,
  type Project,
  sourceKinds,
} from '#modules/projects';
import {
  Actions,
  Button,
  CheckField,
  CheckList,
  DateField,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  NumberField,
  type Option,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import type { AssetView } from './asset-page.tsx';
import { projectText } from './text.ts';
import { otherPayers } from './upkeep-check-page.tsx';
import { upkeepText } from './upkeep-text.ts';
import { rhythmWords } from './upkeep-words.ts';

/** The forms of the page that manages a thing. */
export type ManageForm = 'keeper' | 'leave' | 'plan' | 'cost' | 'correct' | 'abandon';

/** What can be done with a thing beyond a check: keeper, plans, costs, corrections, giving it up. */
export function AssetManagePage(props: {
  page: PageFrame;
  view: AssetView;
  today: string;
  may: Record<ManageForm, boolean>;
  persons: Option[];
  organisations: Option[];
  resolutions: Option[];
  requests: PayingRequest[];
  form?: ManageForm;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, view, may } = props;
  const { asset } = view;
  const t = upkeepText[page.lang];
  const at = `${page.base}/assets/${asset.id}`;
  // Who may not ask for another keeper and may still hand it in is the keeper themself.
  const own = asset.holding?.personId != null && !may.keeper;
  const back = (form: ManageForm) => ({ id: form, ...(props.form === form ? { errors: props.errors, values: props.values } : {}) });
  return (
    <Layout
      page={page}
      title={`${t.manage}：${asset.name}`}
      crumbs={[{ label: view.place.name, href: `${page.base}/n/${view.place.code}` }, { label: asset.name, href: at }, { label: t.manage }]}
    >
      {may.leave && (
        <Section title={own ? t.iGo : t.goes} id="leave">
          <Form action={`${at}/leave`} {...back('leave')}>
            <SelectField
              name="reason"
              label={t.why}
              required
              options={endReasons.filter((one) => !own || (one !== 'died' && one !== 'dissolved')).map((one) => ({ value: one, label: t[one] }))}
            />
            <TextField name="note" label={t.endReason} maxLength={300} required size="long" />
            <CheckField name="everything" label={own ? t.everythingOfMine : t.everything} />
            <Actions>
              <Button kind="danger">{t.endKeeping}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {may.keeper && (
        <Section title={t.handOver} id="keeper">
          <Form action={`${at}/keeper`} {...back('keeper')}>
            <FieldRow>
              <SelectField name="personId" label={t.keeperPerson} options={props.persons} />
              {props.organisations.length > 0 && <SelectField name="organisationId" label={t.keeperOrganisation} options={props.organisations} />}
              <TextField name="name" label={t.keeperName} hint={t.keeperNameHint} maxLength={60} />
            </FieldRow>
            <SelectField name="deputyPersonId" label={t.deputy} options={props.persons} />
            <Actions>
              <Button>{t.ask}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {may.plan && (
        <Section title={t.plans} id="plan">
          {view.plans
            .filter((plan) => plan.endedDay === null)
            .map((plan) => (
              <Form action={`${page.base}/assets/${asset.id}/plans/${plan.id}/end`} id={`p${plan.id}`}>
                <p>
                  <b>{plan.title}</b>：{rhythmWords(plan, page.lang)} {plan.rota.map((one) => one.name).join('、')}
                </p>
                <TextField name="reason" label={t.endReason} maxLength={300} required />
                <Actions>
                  <Button kind="quiet">{t.planEnd}</Button>
                </Actions>
              </Form>
            ))}
          <Form action={`${at}/plans`} {...back('plan')}>
            <TextField name="title" label={t.planTitle} hint={t.planTitleHint} maxLength={60} required />
            <FieldRow>
              <NumberField name="every" label={t.every} value="1" required />
              <SelectField name="unit" label={t.unit} value="week" required options={planUnits.map((unit) => ({ value: unit, label: t[unit] }))} />
              <DateField name="firstDay" label={t.planFirst} value={props.today} min={props.today} required />
            </FieldRow>
            <FieldRow>
              <TextField name="from" label={t.seasonFrom} hint={t.seasonHint} maxLength={5} size="short" />
              <TextField name="to" label={t.seasonTo} maxLength={5} size="short" />
            </FieldRow>
            <CheckList name="rota" label={t.rota} hint={t.rotaHint} options={props.persons} />
            <CheckField name="photo" label={t.photoNeeded} checked />
            <Actions>
              <Button>{t.planAdd}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {may.cost && (
        <Section title={t.costAdd} id="cost">
          <Form action={`${at}/costs`} multipart {...back('cost')}>
            <TextField name="what" label={t.costWhat} maxLength={200} required size="long" />
            <FieldRow>
              <DateField name="day" label={t.costDay} value={props.today} max={props.today} required />
              <MoneyField name="amount" label={t.cost} required />
            </FieldRow>
            <SelectField
              name="payer"
              label={t.payer}
              hint={t.payerHint}
              required
              options={[
                ...otherPayers.map((kind) => ({ value: kind, label: projectText[page.lang][kind] })),
                ...props.requests.map((one) => ({ value: one.id, label: `${projectText[page.lang].grant}：${one.label}（${yuanText(one.leftFen)}）` })),
              ]}
            />
            <TextField name="payerName" label={t.payerName} maxLength={100} />
            <FileField name="paper" label={t.paper} accept="image/*,application/pdf" />
            <TextField name="noPaper" label={t.noPaper} maxLength={200} size="long" />
            <Actions>
              <Button>{t.costBook}</Button>
            </Actions>
          </Form>
          {view.costs.map((cost) => (
            <Form action={`${at}/costs/${cost.id}/back`} id={`c${cost.id}`}>
              <Soft>
                {cost.day} {cost.what} {yuanText(cost.amountFen)}
              </Soft>
              <TextField name="reason" label={t.endReason} maxLength={200} required />
              <Actions>
                <Button kind="quiet">{t.costBack}</Button>
              </Actions>
            </Form>
          ))}
        </Section>
      )}
      {may.correct && (
        <Section title={t.correct} id="correct">
          <Form action={`${at}/correct`} {...back('correct')}>
            <TextField name="place" label={t.place} value={asset.place} maxLength={200} required size="long" />
            <FieldRow>
              <NumberField name="lifeMonths" label={t.life} unit={t.months} value={asset.lifeMonths === null ? '' : String(asset.lifeMonths)} />
              <DateField name="warrantyUntil" label={t.warranty} value={asset.warrantyUntil ?? ''} />
              <TextField name="warrantyBy" label={t.warrantyBy} value={asset.warrantyBy} maxLength={100} />
            </FieldRow>
            <NumberField
              name="survivesDays"
              label={t.survives}
              hint={t.survivesHint}
              unit={t.days}
              value={asset.survivesDays === null ? '' : String(asset.survivesDays)}
            />
            <Actions>
              <Button kind="quiet">{t.correct}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {may.abandon && (
        <Section title={t.abandon} id="abandon">
          <p>{t.abandonLead}</p>
          <Form action={`${at}/abandon`} multipart {...back('abandon')}>
            <SelectField name="kind" label={t.abandonKind} required options={abandonmentKinds.map((one) => ({ value: one, label: t[one] }))} />
            <FieldRow>
              <TextField name="body" label={t.body} hint={t.bodyHint} maxLength={100} required />
              <DateField name="decidedOn" label={t.decidedOn} max={props.today} required />
            </FieldRow>
            {props.resolutions.length > 0 && <SelectField name="resolutionId" label={t.resolution} options={props.resolutions} />}
            <FileField name="paper" label={t.decisionPaper} accept="image/*,application/pdf" />
            <TextArea name="reason" label={t.reason} rows={3} maxLength={1000} required />
            <SelectField name="fate" label={t.fate} required options={fates.map((one) => ({ value: one, label: t[one] }))} />
            <TextField name="fateText" label={t.fateText} maxLength={500} required size="long" />
            <FieldRow>
              <MoneyField name="moneyIn" label={t.moneyIn} value="0" />
              <MoneyField name="moneyOut" label={t.moneyOut} value="0" />
            </FieldRow>
            <TextField name="moneyText" label={t.moneyText} maxLength={300} size="long" />
            <Actions>
              <Button kind="danger">{t.abandonIt}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

/** One more thing of a project in upkeep. */
export function NewAssetPage(props: {
  page: PageFrame;
  project: Project;
  place: { code: string; name: string };
  application: ApplicationVersion | null;
  today: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, project, application } = props;
  const t = upkeepText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout
      page={page}
      title={t.addAsset}
      crumbs={[{ label: props.place.name, href: `${page.base}/n/${props.place.code}` }, { label: t.upkeepTitle, href: `${at}/upkeep` }, { label: t.addAsset }]}
    >
      <Lead>{project.title}</Lead>
      <Form action={`${at}/assets/new`} errors={props.errors} values={props.values}>
        <TextField name="name" label={t.name} maxLength={100} required size="long" />
        <FieldRow>
          <SelectField name="kind" label={t.kind} required options={assetKinds.map((kind) => ({ value: kind, label: t[kind] }))} />
          <MoneyField name="value" label={t.value} required />
        </FieldRow>
        <TextField name="place" label={t.place} value={props.place.name} maxLength={200} required size="long" />
        <SelectField
          name="source"
          label={t.money}
          required
          value={application?.sources[0]?.kind}
          options={sourceKinds.map((kind) => ({ value: kind, label: projectText[page.lang][kind] }))}
        />
        <NumberField name="survivesDays" label={t.survives} hint={t.survivesHint} unit={t.days} />
        <FieldRow>
          <NumberField name="lifeMonths" label={t.life} unit={t.months} />
          <DateField name="warrantyUntil" label={t.warranty} />
          <TextField name="warrantyBy" label={t.warrantyBy} maxLength={100} />
        </FieldRow>
        <Actions>
          <Button>{t.addAsset}</Button>
        </Actions>
      </Form>
    </Layout>
  );
}
