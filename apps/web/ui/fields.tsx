import type { View } from './frame.ts';
import { useLang } from './frame.ts';
import { useField } from './form.tsx';
import { uiText } from './text.ts';

/** What every field takes. `value` is what to show; what the form kept by name comes first. */
export interface FieldProps {
  name: string;
  label: string;
  value?: string;
  error?: string;
  hint?: View;
  required?: boolean;
  /** Needed once a neighbouring field is filled: neither required by the browser nor called optional. The fieldset's hint says so. */
  together?: boolean;
}

interface Wiring {
  id: string;
  value: string | undefined;
  error: string | undefined;
  attributes: {
    id: string;
    name: string;
    'aria-describedby': string | undefined;
    'aria-invalid': 'true' | undefined;
    required: boolean | undefined;
  };
}

function useWiring(props: FieldProps): Wiring {
  const field = useField(props.name);
  const error = props.error ?? field.error;
  const kept = typeof field.kept === 'string' ? field.kept : undefined;
  const described = [props.hint === undefined ? '' : `${field.id}-hint`, error === undefined ? '' : `${field.id}-error`].filter((id) => id !== '');
  return {
    id: field.id,
    value: kept ?? props.value,
    error,
    attributes: {
      id: field.id,
      name: props.name,
      'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
      'aria-invalid': error === undefined ? undefined : 'true',
      required: props.required || undefined,
    },
  };
}

function Caption({ label, required }: { label: string; required?: boolean }) {
  const text = uiText[useLang()];
  return (
    <>
      {label}
      {!required && (
        <span class="optional">
          {useLang() === 'zh' ? '（' : ' ('}
          {text.optional}
          {useLang() === 'zh' ? '）' : ')'}
        </span>
      )}
    </>
  );
}

function Notes({ id, hint, error }: { id: string; hint?: View; error?: string }) {
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </>
  );
}

function Field(props: FieldProps & { wiring: Wiring; size?: 'short' | 'long'; children?: View }) {
  const { wiring } = props;
  const classes = ['field', props.size ?? '', wiring.error === undefined ? '' : 'wrong'].filter((part) => part !== '');
  return (
    <div class={classes.join(' ')}>
      <label for={wiring.id}>
        <Caption label={props.label} required={props.required || props.together} />
      </label>
      <Notes id={wiring.id} hint={props.hint} error={wiring.error} />
      {props.children}
    </div>
  );
}

/** One line of text. `type` chooses the phone's keyboard. */
export function TextField(
  props: FieldProps & {
    type?: 'text' | 'tel' | 'email' | 'search' | 'password' | 'url';
    autocomplete?: string;
    maxLength?: number;
    placeholder?: string;
    /** For codes and house numbers: a keyboard of digits. */
    digits?: boolean;
    size?: 'short' | 'long';
  },
) {
  const wiring = useWiring(props);
  return (
    <Field {...props} wiring={wiring}>
      <input
        {...wiring.attributes}
        type={props.type ?? 'text'}
        value={wiring.value}
        autocomplete={props.autocomplete}
        maxlength={props.maxLength}
        placeholder={props.placeholder}
        inputmode={props.digits ? 'numeric' : undefined}
      />
    </Field>
  );
}

/** Several lines of text; with `maxLength` the reader sees how much room is left. */
export function TextArea(props: FieldProps & { rows?: number; maxLength?: number; placeholder?: string }) {
  const wiring = useWiring(props);
  const text = uiText[useLang()];
  return (
    <Field {...props} wiring={wiring} size="long">
      <textarea
        {...wiring.attributes}
        rows={props.rows ?? 5}
        placeholder={props.placeholder}
        data-limit={props.maxLength}
        data-left={props.maxLength === undefined ? undefined : text.charactersLeft}
        data-over={props.maxLength === undefined ? undefined : text.charactersOver}
      >
        {wiring.value}
      </textarea>
      {props.maxLength !== undefined && (
        <p class="hint counter" aria-live="polite">
          {text.upTo(props.maxLength)}
        </p>
      )}
    </Field>
  );
}

/** A number; `unit` stands behind it (户, 天, 平方米). */
export function NumberField(props: FieldProps & { unit?: string; decimals?: boolean }) {
  const wiring = useWiring(props);
  return (
    <Field {...props} wiring={wiring} size="short">
      <span class="with-unit">
        <input {...wiring.attributes} type="text" inputmode={props.decimals ? 'decimal' : 'numeric'} value={wiring.value} autocomplete="off" />
        {props.unit !== undefined && <span>{props.unit}</span>}
      </span>
    </Field>
  );
}

/** An amount in yuan, as typed; the server parses it into fen. */
export function MoneyField(props: FieldProps) {
  return <NumberField {...props} unit={uiText[useLang()].yuan} decimals />;
}

/** A day, `YYYY-MM-DD`. */
export function DateField(props: FieldProps & { min?: string; max?: string }) {
  const wiring = useWiring(props);
  return (
    <Field {...props} wiring={wiring} size="short">
      <input {...wiring.attributes} type="date" value={wiring.value} min={props.min} max={props.max} />
    </Field>
  );
}

/** A time of day, `HH:MM`. */
export function TimeField(props: FieldProps) {
  const wiring = useWiring(props);
  return (
    <Field {...props} wiring={wiring} size="short">
      <input {...wiring.attributes} type="time" value={wiring.value} />
    </Field>
  );
}

/** One way to answer. */
export interface Option {
  value: string;
  label: string;
  hint?: View;
}

/** One of many. An empty first line asks to choose unless a value is set. */
export function SelectField(props: FieldProps & { options: readonly Option[]; emptyLabel?: string }) {
  const wiring = useWiring(props);
  const value = wiring.value ?? '';
  const known = props.options.some((option) => option.value === value);
  return (
    <Field {...props} wiring={wiring}>
      <select {...wiring.attributes}>
        {(!known || !props.required) && (
          <option value="" selected={!known}>
            {props.emptyLabel ?? uiText[useLang()].pleaseChoose}
          </option>
        )}
        {props.options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Choices(props: { type: 'radio' | 'checkbox'; field: FieldProps; options: readonly Option[]; chosen: readonly string[] }) {
  const { field } = props;
  const { id, error, attributes } = useWiring(field);
  return (
    <fieldset class={error === undefined ? 'field choices' : 'field choices wrong'} aria-describedby={attributes['aria-describedby']}>
      <legend>
        <Caption label={field.label} required={field.required} />
      </legend>
      <Notes id={id} hint={field.hint} error={error} />
      {props.options.map((option, index) => (
        <label class="choice">
          <input
            id={index === 0 ? id : `${id}-${index}`}
            type={props.type}
            name={field.name}
            value={option.value}
            checked={props.chosen.includes(option.value) || undefined}
            required={(props.type === 'radio' && field.required) || undefined}
          />
          <span>
            {option.label}
            {option.hint !== undefined && <small>{option.hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** One of a few, all in sight. */
export function RadioField(props: FieldProps & { options: readonly Option[] }) {
  const kept = useField(props.name).kept;
  const value = typeof kept === 'string' ? kept : props.value;
  return <Choices type="radio" field={props} options={props.options} chosen={value === undefined ? [] : [value]} />;
}

/** Any of a few; all boxes send the same name. */
export function CheckList(props: Omit<FieldProps, 'value'> & { values?: readonly string[]; options: readonly Option[] }) {
  const kept = useField(props.name).kept;
  const chosen = kept === undefined ? (props.values ?? []) : typeof kept === 'string' ? [kept] : kept;
  return <Choices type="checkbox" field={props} options={props.options} chosen={chosen} />;
}

/** A single yes: sends `value` (default `yes`) when ticked, nothing otherwise. */
export function CheckField(props: FieldProps & { checked?: boolean }) {
  const { id, error, attributes } = useWiring(props);
  const value = props.value ?? 'yes';
  const kept = useField(props.name).kept;
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label class="choice">
        <input {...attributes} type="checkbox" value={value} checked={props.checked || kept === value || undefined} />
        <span>{props.label}</span>
      </label>
      <Notes id={id} hint={props.hint} error={error} />
    </div>
  );
}

/** Files or photos from the phone; `capture` opens the camera at once. */
export function FileField(
  props: Omit<FieldProps, 'value'> & {
    accept?: string;
    multiple?: boolean;
    capture?: 'environment' | 'user';
  },
) {
  const wiring = useWiring(props);
  return (
    <Field {...props} wiring={wiring}>
      <input {...wiring.attributes} type="file" accept={props.accept} multiple={props.multiple || undefined} capture={props.capture} />
    </Field>
  );
}
