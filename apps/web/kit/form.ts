import type { Context } from 'hono';
import type { z } from 'zod';
import { err, ok, type Result } from '#libs/result';

/** An uploaded file; a file field left empty gives none. */
export interface UploadedFile {
  name: string;
  bytes: Uint8Array;
}

/** Field → message code (`required`, `too-long` …). The field '' stands for the form as a whole. */
export type FieldErrors = Record<string, string>;

/** The body is not the form that its content type promises. */
export class MalformedBody extends Error {
  constructor(cause: unknown) {
    super('malformed body', { cause });
    this.name = 'MalformedBody';
  }
}

/** Control characters cannot be typed and PostgreSQL refuses NUL; half a surrogate pair is no character. */
export function clean(text: string): string {
  // biome-ignore lint: control characters are what is removed here
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}

/** True for the text of a UUID. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

/** What was posted, cleaned; text values come back into the form when it is refused. */
export class Form {
  readonly values: Record<string, string | string[]> = Object.create(null);
  readonly #files = new Map<string, UploadedFile[]>();

  /** Reads the body of a request. Throws {@link MalformedBody}. */
  static async read(context: Context): Promise<Form> {
    const body = await context.req.parseBody({ all: true }).catch((error: unknown) => {
      throw new MalformedBody(error);
    });
    return Form.from(body);
  }

  /** Reads a parsed body as Hono gives it (`parseBody({ all: true })`). */
  static async from(body: Record<string, unknown>): Promise<Form> {
    const form = new Form();
    for (const [name, value] of Object.entries(body)) {
      const texts: string[] = [];
      for (const item of Array.isArray(value) ? value : [value]) {
        if (item instanceof File) {
          if (item.size === 0 && item.name === '') continue;
          const files = form.#files.get(name) ?? [];
          files.push({ name: clean(item.name), bytes: new Uint8Array(await item.arrayBuffer()) });
          form.#files.set(name, files);
        } else texts.push(clean(String(item)));
      }
      if (texts.length > 0) form.values[name] = texts.length === 1 ? texts[0]! : texts;
    }
    return form;
  }

  /** Trimmed text of a field, '' when absent. */
  text(name: string): string {
    const value = this.values[name];
    return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim();
  }
  /** Id chosen in a field; null when it holds none, so that a malformed one is simply not found. */
  id(name: string): string | null {
    const value = this.text(name).toLowerCase();
    return isId(value) ? value : null;
  }
  /** All values of a field that may repeat. */
  texts(name: string): string[] {
    const value = this.values[name];
    return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((text) => text.trim());
  }
  files(name: string): UploadedFile[] {
    return this.#files.get(name) ?? [];
  }
  has(name: string): boolean {
    return name in this.values;
  }
  /** Idempotency key of the form, when it carries a well-formed one. */
  get key(): string | undefined {
    const key = this.text('_key');
    return /^[A-Za-z0-9_-]{8,100}$/.test(key) ? key : undefined;
  }

  /**
   * Parses the text fields with a schema whose messages are codes. Blank fields are given to the schema as absent, so
   * that `.optional()` means "may be left empty"; a required field left empty is `required`.
   */
  parse<S extends z.ZodType>(schema: S): Result<z.output<S>, FieldErrors> {
    const input: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this.values)) {
      if (name.startsWith('_')) continue;
      const texts = (Array.isArray(value) ? value : [value]).map((text) => text.trim());
      if (texts.length > 1) input[name] = texts;
      else if (texts[0] !== '') input[name] = texts[0];
    }
    const parsed = schema.safeParse(input);
    if (parsed.success) return ok(parsed.data);
    const errors: FieldErrors = {};
    for (const issue of parsed.error.issues) {
      const field = issue.path.join('.');
      if (errors[field]) continue;
      const missing = issue.code === 'invalid_type' && input[String(issue.path[0] ?? '')] === undefined;
      errors[field] = missing ? 'required' : issueCode(issue);
    }
    return err(errors);
  }
}

function issueCode(issue: z.core.$ZodIssue): string {
  if (/^[a-z][a-z0-9-]*$/.test(issue.message)) return issue.message;
  if (issue.code === 'too_big') return 'too-long';
  if (issue.code === 'too_small') return 'required';
  return 'invalid';
}
