import type { Lang } from '#platform/i18n';
import { assetUrl, Button, FileField, Form, type FormErrors, type FormValues, TextArea } from '../ui/index.ts';
import { batchText } from './batch-text.ts';
import { readingText } from './reading-text.ts';

/** What the script says while it sends; names in braces are filled in by it. */
const wordsFor = (lang: Lang): string => {
  const t = batchText[lang];
  const { scanned, scanRefused, codeName, progress, summary, stopped, waits, sending, retry, failed, signIn, tooLarge, notHere, stop, resume, leave } = t;
  const states = { read: t.stateRead, here: t.stateHere, unread: t.stateUnread, refused: t.stateRefused, failed: t.stateFailed };
  return JSON.stringify({
    scanned,
    scanRefused,
    codeName,
    progress,
    summary,
    stopped,
    waits,
    sending,
    retry,
    failed,
    signIn,
    tooLarge,
    notHere,
    stop,
    resume,
    leave,
    states,
  });
};

/**
 * The form that takes invoices: files, photos from the phone, texts of codes. Without script it sends all at once; with script one
 * by one to `one`, with what became of each, and codes are scanned with the camera where the browser can.
 */
export function InvoiceFilesForm(props: { id: string; action: string; one: string; done: string; lang: Lang; errors?: FormErrors; values?: FormValues }) {
  const { lang } = props;
  const t = readingText[lang];
  const b = batchText[lang];
  const script = assetUrl('invoices.js');
  return (
    <div data-batch={props.one} data-words={wordsFor(lang)}>
      <Form id={props.id} action={props.action} multipart errors={props.errors} values={props.values}>
        <FileField name="files" label={t.files} hint={t.filesHint} multiple accept="image/*,application/pdf,.ofd,.xml" />
        <FileField name="photos" label={b.photo} hint={b.photoHint} multiple accept="image/*" capture="environment" />
        <details>
          <summary>{t.scanned}</summary>
          <TextArea name="codes" label={t.scanned} hint={t.scannedHint} rows={3} maxLength={20_000} />
        </details>
        <Button>{t.uploadButton}</Button>
      </Form>
      <div data-scan hidden>
        <p class="hint">{b.scanLead}</p>
        <p class="actions">
          <button type="button" class="button quiet" data-scan-start>
            {b.scanStart}
          </button>
          <button type="button" class="button quiet" data-scan-stop hidden>
            {b.scanStop}
          </button>
        </p>
        <video class="scan" playsinline muted hidden />
        <p aria-live="polite" data-scan-said />
      </div>
      <div data-batch-run hidden>
        <p aria-live="polite">
          <b data-batch-progress />
        </p>
        <progress data-batch-bar max={1} value={0} />
        <p data-batch-summary />
        <p class="actions">
          <button type="button" class="button quiet" data-batch-stop>
            {b.stop}
          </button>
          <button type="button" class="button quiet" data-batch-again hidden>
            {b.again}
          </button>
          <a class="button primary" href={props.done} data-batch-done hidden>
            {b.finish}
          </a>
        </p>
        <ol class="plain" data-batch-list />
      </div>
      {script !== undefined && <script src={script} defer />}
    </div>
  );
}
