import type { Asset, PayingRequest, Project, UpkeepTask } from '#modules/projects';
import {
  Actions,
  Button,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  type PageFrame,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { projectText } from './text.ts';
import { upkeepText } from './upkeep-text.ts';
import { assetState, taskTitle } from './upkeep-words.ts';

/** Kinds of money that may pay for care without a request of the fund. */
export const otherPayers = ['property', 'common', 'partner', 'household', 'crowd', 'in_kind'] as const;

/** One check on a phone: the photo, and one button that says how it was. Three taps from the inbox. */
export function UpkeepCheckPage(props: {
  page: PageFrame;
  project: Project;
  place: { code: string; name: string };
  task: UpkeepTask;
  asset: Asset | null;
  requests: PayingRequest[];
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, project, task, asset } = props;
  const t = upkeepText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const state = asset && assetState(asset, page.lang);
  return (
    <Layout
      page={page}
      title={taskTitle(task, page.lang)}
      crumbs={[
        { label: props.place.name, href: `${page.base}/n/${props.place.code}` },
        { label: t.upkeepTitle, href: `${at}/upkeep` },
        { label: task.kind === 'work' ? t.workTitle : t.checkTitle },
      ]}
    >
      <Lead>
        {state && asset?.alarm && <State tone={state.tone}>{state.text}</State>} {asset ? asset.place : project.title} · {task.dueDay}
      </Lead>
      <Soft>{t.threeTaps}</Soft>
      <Form action={`${at}/upkeep/${task.id}`} multipart errors={props.errors} values={props.values}>
        <FileField name="photo" label={t.photo} accept="image/*" capture="environment" required={task.photoNeeded} />
        <Actions>
          <Button name="condition" value="good">
            {t.goodButton}
          </Button>
        </Actions>
        <details open={props.errors !== undefined && Object.keys(props.errors).some((name) => name !== 'photo')}>
          <summary>{t.more}</summary>
          <TextArea name="note" label={t.note} rows={2} maxLength={500} />
          <MoneyField name="cost" label={t.cost} />
          <SelectField
            name="payer"
            label={t.payer}
            hint={t.payerHint}
            options={[
              ...otherPayers.map((kind) => ({ value: kind, label: projectText[page.lang][kind] })),
              ...props.requests.map((one) => ({ value: one.id, label: `${projectText[page.lang].grant}：${one.label}（${yuanText(one.leftFen)}）` })),
            ]}
          />
          <TextField name="payerName" label={t.payerName} maxLength={100} />
          <FileField name="paper" label={t.paper} accept="image/*,application/pdf" />
          <TextField name="noPaper" label={t.noPaper} maxLength={200} />
          <Actions>
            <Button kind="quiet" name="condition" value="good">
              {t.goodWithWords}
            </Button>
          </Actions>
        </details>
        <Soft>{t.wrongHint}</Soft>
        <Actions>
          {(['repaired', 'dry', 'damaged', 'broken', 'missing'] as const).map((condition) => (
            <Button kind={condition === 'repaired' ? 'quiet' : 'danger'} name="condition" value={condition}>
              {t[`${condition}Button`]}
            </Button>
          ))}
        </Actions>
      </Form>
    </Layout>
  );
}
