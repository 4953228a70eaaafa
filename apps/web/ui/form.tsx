import { createContext, useContext } from 'hono/jsx';
import { HiddenKeys } from './actions.tsx';
import type { View } from './frame.ts';
import { useLang } from './frame.ts';
import { uiText } from './text.ts';

/** Messages by field name; the name '' (or one that no field has) stands for the form as a whole. */
export type FormErrors = Record<string, string>;

/** What was typed, by field name, so that a rejected form comes back filled. */
export type FormValues = Record<string, string | readonly string[] | undefined>;

interface FormState {
  id: string;
  errors: FormErrors;
  values: FormValues;
}

const FormContext = createContext<FormState>({ id: 'f', errors: {}, values: {} });

/** The id, the error and the kept value of a field of the form being drawn. */
export function useField(name: string): { id: string; error?: string; kept?: string | readonly string[] } {
  const form = useContext(FormContext);
  return { id: fieldId(form.id, name), error: form.errors[name], kept: form.values[name] };
}

function fieldId(formId: string, name: string): string {
  return `${formId}-${name}`.replace(/[^\w\u4e00-\u9fff-]+/g, '-');
}

/** The message with its field before it, unless it names the field itself. */
const named = (label: string | undefined, message: string): string => (label === undefined || message.includes(label) ? message : `${label}：${message}`);

/** Labels of the fields among a form's children, by field name, as far as they stand there in the open. */
function labelsOf(view: unknown, found: Record<string, string> = {}): Record<string, string> {
  if (Array.isArray(view)) for (const one of view) labelsOf(one, found);
  else if (typeof view === 'object' && view !== null && 'props' in view && typeof view.props === 'object' && view.props !== null) {
    const props: { name?: unknown; label?: unknown; legend?: unknown; children?: unknown } = view.props;
    const label = props.label ?? props.legend;
    if (typeof props.name === 'string' && typeof label === 'string') found[props.name] ??= label;
    labelsOf('children' in view ? view.children : props.children, found);
    if ('children' in view && props.children !== undefined) labelsOf(props.children, found);
  }
  return found;
}

/** All errors of a form on top of it, each a link to its field; `labels` name the fields. */
export function ErrorSummary(props: { errors: FormErrors; formId?: string; labels?: Readonly<Record<string, string>> }) {
  const entries = Object.entries(props.errors);
  if (entries.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabindex={-1}>
      <p>
        <b>{uiText[useLang()].errorsTitle(entries.length)}</b>
      </p>
      <ul>
        {entries.map(([name, message]) => (
          <li>{name === '' ? message : <a href={`#${fieldId(props.formId ?? 'f', name)}`}>{named(props.labels?.[name], message)}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/**
 * A form with its fields: on POST it carries the csrf token and an idempotency key (`_csrf`, `_key`).
 * Fields inside find their error in `errors` and what was typed in `values` by their name, unless they are given their own.
 */
export function Form(props: {
  action: string;
  method?: 'get' | 'post';
  csrf?: string;
  idempotencyKey?: string;
  errors?: FormErrors;
  values?: FormValues;
  /** For forms with files. */
  multipart?: boolean;
  /** Needed when one page holds two forms with fields of the same name. */
  id?: string;
  children?: View;
}) {
  const id = props.id ?? 'f';
  const method = props.method ?? 'post';
  return (
    <FormContext.Provider value={{ id, errors: props.errors ?? {}, values: props.values ?? {} }}>
      <form
        class="form"
        action={props.action}
        method={method}
        enctype={props.multipart ? 'multipart/form-data' : undefined}
        data-once={method === 'post' ? '' : undefined}
        novalidate
      >
        <ErrorSummary errors={props.errors ?? {}} formId={id} labels={labelsOf(props.children)} />
        {method === 'post' && <HiddenKeys csrf={props.csrf} idempotencyKey={props.idempotencyKey} />}
        {props.children}
      </form>
    </FormContext.Provider>
  );
}

/** Fields that belong together, under a legend. */
export function Fieldset(props: { legend: string; hint?: View; children?: View }) {
  return (
    <fieldset class="group">
      <legend>{props.legend}</legend>
      {props.hint !== undefined && <p class="hint">{props.hint}</p>}
      {props.children}
    </fieldset>
  );
}

/** Two or three short fields in a row; under each other on a phone. */
export function FieldRow({ children }: { children?: View }) {
  return <div class="field-row">{children}</div>;
}
