import { randomUUID } from 'node:crypto';
import type { View } from './frame.ts';
import { useFrame } from './frame.ts';

/** Primary is the one thing to do now; quiet is everything else; danger cannot be undone. */
export type ButtonKind = 'primary' | 'quiet' | 'danger';

/** A button that sends the form it stands in. */
export function Button(props: {
  kind?: ButtonKind;
  name?: string;
  /** Sends the form although required fields are empty: what is sent says what they mean. */
  unfinished?: boolean;
  value?: string;
  /** Sends the form to another address than its own. */
  formaction?: string;
  children?: View;
}) {
  return (
    <button
      type="submit"
      class={`button ${props.kind ?? 'primary'}`}
      name={props.name}
      value={props.value}
      formaction={props.formaction}
      formnovalidate={props.unfinished}
    >
      {props.children}
    </button>
  );
}

/** A link that looks like a button. `word`: the address is that of a paper as `.pdf`; beside it stands a link to the same as a document to work on. */
export function ButtonLink(props: { href: string; kind?: ButtonKind; download?: boolean; word?: boolean; children?: View }) {
  const link = (
    <a class={`button ${props.kind ?? 'primary'}`} href={props.href} download={props.download ? '' : undefined}>
      {props.children}
    </a>
  );
  if (!props.word) return link;
  return (
    <span class="paper-links">
      {link}
      <a class="button quiet" href={props.href.replace(/\.pdf(?=$|\?)|(?<=[?&]format=)pdf\b/, (form) => form.replace('pdf', 'docx'))}>
        Word
      </a>
    </span>
  );
}

/** Opens the browser's print dialogue; shown only where script runs. */
export function PrintButton({ children }: { children?: View }) {
  return (
    <button type="button" class="button quiet" data-print="" hidden>
      {children}
    </button>
  );
}

/** The hidden fields of every form that changes something: csrf token and idempotency key. */
export function HiddenKeys(props: { csrf?: string; idempotencyKey?: string }) {
  const csrf = props.csrf ?? useFrame().csrf;
  return (
    <>
      {csrf !== undefined && <input type="hidden" name="_csrf" value={csrf} />}
      <input type="hidden" name="_key" value={props.idempotencyKey ?? randomUUID()} />
    </>
  );
}

/**
 * One button that does one thing: a POST form with the csrf token and an idempotency key.
 * `fields` are sent along, hidden.
 */
export function ActionForm(props: {
  action: string;
  kind?: ButtonKind;
  fields?: Record<string, string>;
  csrf?: string;
  idempotencyKey?: string;
  /** What the button says. */
  children?: View;
}) {
  return (
    <form class="action" method="post" action={props.action} data-once="">
      <HiddenKeys csrf={props.csrf} idempotencyKey={props.idempotencyKey} />
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button kind={props.kind}>{props.children}</Button>
    </form>
  );
}
