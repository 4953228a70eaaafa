import type { Award } from '#modules/books';
import type { Resolution } from '#modules/meetings';
import { maskName } from '#modules/people';
import { type CrowdDrive, type CrowdGift, missedRules, type Project } from '#modules/projects';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  dayText,
  Empty,
  FieldRow,
  FileField,
  Form,
  KeyValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  Progress,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { booksText } from '../books/text.ts';
import type { Back } from './load.ts';
import { sourcesText } from './text.ts';

/** What the page of a drive shows. */
export interface CrowdView {
  project: Project;
  award: Award;
  drive: CrowdDrive | null;
  gifts: CrowdGift[];
  resolutions: Resolution[];
  today: string;
  rights: { open: boolean; receive: boolean; refund: boolean; names: boolean };
  back?: Back | undefined;
}

/** A company or club is no person: its name stands in public as it is. A short one (陈小店, 李社) may be a person's and is masked. */
export const isOrganisation = (name: string): boolean =>
  name.trim().length >= 4 && /(公司|工会|协会|商行|店|社|队|学校|医院|中心|委员会|基金会|银行)$/.test(name);

const kept = (view: CrowdView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});

/** A drive for everybody: goal, how far, until when, what happens when it is missed, who gave; and what staff do with it. */
export function CrowdPage({ page, view }: { page: PageFrame; view: CrowdView }) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const { project, award, drive } = view;
  const gotFen = award.receivedFen - award.returnedFen;
  return (
    <Layout
      page={page}
      title={t.crowdOf(project.title)}
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.title, href: `${base}/projects/${project.id}/sources` },
      ]}
    >
      {drive ? (
        <>
          <Lead>{drive.text}</Lead>
          <Progress
            value={Number((gotFen > drive.goalFen ? drive.goalFen : gotFen) / 100n)}
            max={Number(drive.goalFen / 100n) || 1}
            label={t.progress(yuanText(gotFen), yuanText(drive.goalFen))}
          />
          <p>
            <State tone={drive.state === 'reached' || drive.state === 'kept' ? 'good' : 'wait'}>{t[`drive-${drive.state}`]}</State> {t.gifts(view.gifts.length)}{' '}
            {drive.endNote && <span class="soft">{drive.endNote}</span>}
          </p>
          <KeyValues
            items={[
              [t.goal, <Money fen={drive.goalFen} />],
              [t.driveDays, t.fromTo(dayText(drive.opensOn, lang), dayText(drive.lastDay, lang))],
              [t.ifMissed, t[drive.ifMissed]],
              [t.minimum, drive.minimumFen === null ? undefined : <Money fen={drive.minimumFen} />],
            ]}
          />
          {drive.state === 'running' && <Soft>{t.howToGive}</Soft>}
          <Gifts page={page} view={view} />
          <StaffForms page={page} view={view} drive={drive} />
        </>
      ) : (
        <Empty title={t.noDrive}>{t.noDriveBody}</Empty>
      )}
      {!drive && view.rights.open && <OpenForm page={page} view={view} />}
    </Layout>
  );
}

function Gifts({ page, view }: { page: PageFrame; view: CrowdView }) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const shownName = (gift: CrowdGift): string => {
    if (view.rights.names) return gift.shown === 'anonymous' ? `${gift.payerName}（${t.anonymous}）` : gift.payerName;
    return gift.shown === 'anonymous' ? t.anonymous : isOrganisation(gift.payerName) ? gift.payerName : maskName(gift.payerName);
  };
  return (
    <Section title={t.giftsTitle}>
      {view.gifts.length === 0 ? (
        <Soft>{t.noGifts}</Soft>
      ) : (
        dataTable({
          rows: view.gifts,
          query: {},
          lang,
          base: `${base}/awards/${view.award.awardId}/crowd`,
          tools: false,
          caption: t.giftsTitle,
          columns: [
            { key: 'day', label: booksText[lang].day, value: (row) => row.day, render: (row) => dayText(row.day, lang, 'short') },
            {
              key: 'giver',
              label: t.giver,
              value: shownName,
              render: (row) => (view.rights.names ? <a href={`${base}/receipts/${row.receiptId}/paper.pdf`}>{shownName(row)}</a> : shownName(row)),
            },
            { key: 'words', label: t.words, value: (row) => row.words ?? '' },
            { key: 'amount', label: t.amount, numeric: true, value: (row) => row.amountFen },
            ...(view.gifts.some((gift) => gift.refundedFen > 0n)
              ? [{ key: 'refunded', label: t.refundedCol, numeric: true, value: (row: CrowdGift) => row.refundedFen }]
              : []),
          ],
        })
      )}
    </Section>
  );
}

function OpenForm({ page, view }: { page: PageFrame; view: CrowdView }) {
  const t = sourcesText[page.lang];
  return (
    <Form id="open" action={`${page.base}/awards/${view.award.awardId}/crowd`} {...kept(view, 'open')}>
      <Soft>{t.termsStay}</Soft>
      <TextArea name="text" label={t.driveText} hint={t.driveTextHint} required maxLength={2000} rows={4} />
      <FieldRow>
        <MoneyField name="goal" label={t.goal} value={yuanText(view.award.plannedFen).replaceAll(',', '')} required />
        <DateField name="opensOn" label={t.opensOn} value={view.today} min={view.today} required />
        <DateField name="lastDay" label={t.lastDay} min={view.today} max={view.award.validTo} required />
      </FieldRow>
      <RadioField name="ifMissed" label={t.ifMissed} required options={missedRules.map((value) => ({ value, label: t[value] }))} />
      <MoneyField name="minimum" label={t.minimum} hint={t.minimumHint} together />
      <Button>{t.openDrive}</Button>
    </Form>
  );
}

function StaffForms({ page, view, drive }: { page: PageFrame; view: CrowdView; drive: CrowdDrive }) {
  const t = sourcesText[page.lang];
  const b = booksText[page.lang];
  const { award, rights } = view;
  const here = `${page.base}/awards/${award.awardId}/crowd`;
  const gotFen = award.receivedFen - award.returnedFen;
  const later = view.resolutions.filter((each) => each.decidedOn > drive.lastDay);
  return (
    <>
      {rights.receive && drive.state === 'running' && drive.opensOn <= view.today && (
        <Section title={t.recordGift}>
          <Form id="gift" action={`${here}/gift`} multipart {...kept(view, 'gift')}>
            <TextField name="payer" label={t.giverName} required maxLength={100} />
            <FieldRow>
              <MoneyField name="amount" label={t.amount} required />
              <DateField name="day" label={b.receivedDay} value={view.today} min={drive.opensOn} max={view.today} required />
            </FieldRow>
            <RadioField
              name="method"
              label={b.method}
              value="cash"
              required
              options={[
                { value: 'cash', label: b.cash },
                { value: 'transfer', label: b.transfer },
              ]}
            />
            <RadioField
              name="shown"
              label={t.shown}
              value="masked"
              required
              options={[
                { value: 'masked', label: t.masked },
                { value: 'anonymous', label: t.anonymous },
              ]}
            />
            <TextField name="words" label={t.words} hint={t.wordsHint} maxLength={100} size="long" />
            <FileField name="proof" label={b.proofUpload} accept="image/*,application/pdf" />
            {view.back?.form === 'gift' && (view.back.errors['overReason'] !== undefined || view.back.values['overReason'] !== undefined) && (
              <TextField name="overReason" label={t.overGoalReason} hint={t.overGoalHint} maxLength={200} size="long" />
            )}
            <Button>{t.recordGift}</Button>
          </Form>
        </Section>
      )}
      {rights.open && drive.state === 'running' && gotFen >= drive.goalFen && (
        <Actions>
          <ActionForm action={`${here}/end`}>{t.endDrive}</ActionForm>
        </Actions>
      )}
      {rights.open && drive.state === 'deciding' && (
        <Section title={t.decideDrive}>
          <Form id="decide" action={`${here}/decide`} {...kept(view, 'decide')}>
            <SelectField name="resolution" label={t.resolution} required options={later.map((each) => ({ value: each.id, label: each.text.slice(0, 60) }))} />
            <RadioField
              name="keep"
              label={t.decisionOnDrive}
              required
              options={[
                { value: 'yes', label: t.keepIt },
                { value: 'no', label: t.giveItBack },
              ]}
            />
            <TextField name="note" label={t.note} required maxLength={200} size="long" />
            <Button>{t.decideDrive}</Button>
          </Form>
        </Section>
      )}
      {rights.refund && drive.state === 'missed' && (
        <Actions>
          <ButtonLink href={`${page.base}/awards/${award.awardId}/refund`}>{t.toRefund}</ButtonLink>
        </Actions>
      )}
    </>
  );
}
