import { type MinutesSignature, membersWhoMustSign, type Signer, signingCapacities, signsFor } from '#modules/meetings';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  Section,
  SelectField,
  Soft,
} from '../ui/index.ts';
import { Note } from './note.tsx';
import { MinutesBody } from './parts.tsx';
import { WhoFields } from './run-floor.tsx';
import { signText } from './sign-text.ts';
import { meetingText } from './text.ts';
import type { MeetingView } from './view.ts';

export interface SignPageView {
  page: PageFrame;
  view: MeetingView;
  version: number;
  minutes: MeetingView['minutes'][number];
  digest: string;
  signers: readonly Signer[];
  /** Under the version shown. */
  signatures: readonly MinutesSignature[];
  /** Those whose signature the reader may take: their own, or everybody's for the recorder. */
  mine: readonly Signer[];
  people: readonly Option[];
  back?: { form: string; errors: FormErrors; values: FormValues } | undefined;
}

/** How somebody signed, in words. */
export function howSigned(signature: MinutesSignature, lang: 'zh' | 'en'): string {
  const t = signText[lang];
  const how = signature.how === 'scan' ? t.scan : signature.enteredBy === null ? t.drawnOwn : t.drawnHere;
  return t.signed(instantText(signature.signedAt, lang), how);
}

/** The version to be signed, who has signed, and a pad for those who may. */
export function SignPage(props: SignPageView) {
  const { page, view, version, signers, signatures, mine } = props;
  const { lang } = page;
  const t = signText[lang];
  const at = `${page.base}/meetings/${view.meeting.id}`;
  const missing = signers.filter((signer) => !signatures.some((signature) => signsFor(signature, signer)));
  const needed = membersWhoMustSign(view.meeting);
  const members = new Set(signatures.filter((one) => one.capacity === 'member' || one.capacity === 'chair').map((one) => one.name)).size;
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: view.meeting.title, href: at }]}>
      <Lead>{t.lead}</Lead>
      {missing.length === 0 && signers.length > 0 ? (
        <Note tone="good" title={t.allSigned(version)} />
      ) : (
        <Note tone="ask" title={t.someMissing(missing.map((one) => `${one.name}（${t[one.capacity]}）`).join('、'))} />
      )}
      {needed !== null && <Soft>{t.members(members, needed)}</Soft>}
      {mine.map((signer, index) => (
        <SignForm {...props} signer={signer} index={index} />
      ))}
      <Section title={t.signatures} id="signatures">
        {dataTable({
          lang,
          base: at,
          query: {},
          tools: false,
          caption: t.signatures,
          rows: signers,
          columns: [
            { key: 'capacity', label: t.capacity, value: (row) => t[row.capacity] },
            { key: 'name', label: t.name, value: (row) => row.name },
            {
              key: 'state',
              label: t.state,
              value: (row) => {
                const signature = signatures.find((one) => signsFor(one, row));
                return signature ? howSigned(signature, lang) : t.waiting;
              },
            },
          ],
        })}
        <Soft>
          {t.digest} <code>{props.digest}</code>
        </Soft>
        {view.may.record && (
          <details class="fold" open={props.back?.form === 'ask' || undefined}>
            <summary>{t.askOthers}</summary>
            <Form id="ask" action={`${at}/sign/ask`} {...(props.back?.form === 'ask' ? { errors: props.back.errors, values: props.back.values } : {})}>
              <p>{t.askLead}</p>
              <WhoFields people={props.people} lang={lang} label={t.addSigner} />
              <SelectField
                name="capacity"
                label={t.capacity}
                together
                options={signingCapacities.filter((one) => one !== 'chair' && one !== 'recorder').map((value) => ({ value, label: t[value] }))}
              />
              <Button kind="quiet">{t.askOthers}</Button>
            </Form>
          </details>
        )}
      </Section>
      <Section title={t.read}>
        <MinutesBody view={view} minutes={props.minutes} />
      </Section>
      <Actions>
        <ButtonLink kind="quiet" href={`${at}/minutes.pdf`} word>
          {meetingText[lang].minutesPdf}
        </ButtonLink>
      </Actions>
    </Layout>
  );
}

/** A pad for one signer; without script, a photo or scan. */
function SignForm({ page, view, version, signer, index, back }: SignPageView & { signer: Signer; index: number }) {
  const t = signText[page.lang];
  const form = `sign-${index}`;
  const title = t.signAs(signer.name, t[signer.capacity]);
  const returned = back?.form === form ? { errors: back.errors, values: back.values } : {};
  return (
    <details class="fold" open={index === 0 || back?.form === form || undefined}>
      <summary>{title}</summary>
      <Form id={form} multipart action={`${page.base}/meetings/${view.meeting.id}/sign`} {...returned}>
        <input type="hidden" name="version" value={String(version)} />
        <input type="hidden" name="signer" value={signer.name} />
        <input type="hidden" name="capacity" value={signer.capacity} />
        <input type="hidden" name="form" value={form} />
        <div class="signature" data-signature="" hidden>
          <p>{t.draw}</p>
          <canvas class="pad" width="900" height="300" aria-label={title} />
          <input type="hidden" name="drawn" value="" />
          <Actions>
            <button type="button" class="button quiet">
              {t.clear}
            </button>
          </Actions>
        </div>
        <FileField name="scan" label={t.upload} hint={t.uploadHint} accept="image/*,application/pdf" />
        <Button>{t.confirm}</Button>
      </Form>
    </details>
  );
}
