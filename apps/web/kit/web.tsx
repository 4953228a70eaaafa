import type { Context } from 'hono';
import type { Actor, Place } from '#platform/access';
import { civilDay, type CommandContext, type Platform, read } from '#platform/command';
import type { Tx } from '#platform/database';
import { type Originals, type PdfDocument, renderDocx, renderWithOriginals } from '#platform/documents';
import type { FileStore } from '#platform/files';
import type { Lang } from '#platform/i18n';
import type { NavItem, PageFrame } from '../ui/index.ts';
import type { AccountLinks } from './account-links.ts';
import { type Failure, failurePage } from './failures.tsx';
import { clean, type Form, isId } from './form.ts';
import { commonMessage, kitText } from './text.ts';
import { frameOf } from './frame.ts';

/** Media type of a Word document. */
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Everything the server has once, beside the platform. */
export interface Site {
  platform: Platform;
  files: FileStore;
  demo: boolean;
  /** Address the office publishes, without slash at the end; links in papers, QR codes and mails begin with it. */
  publicOrigin: string;
  /** Makes and opens one-time sign-in links; kept by the sign-in. */
  accounts: AccountLinks;
}

export interface Subdistrict {
  id: string;
  code: string;
  name: string;
}

/** One request inside a subdistrict: what a handler reads, and the ways it answers. */
export class Web {
  readonly site: Site;
  readonly subdistrict: Subdistrict;
  readonly actor: Actor;
  readonly lang: Lang;
  readonly type: 'normal' | 'large';
  readonly url: URL;
  /** Address of the client, for rate limits. */
  readonly clientIp: string;
  readonly context: Context;
  /** The one neighbourhood the actor belongs to, if it is one. */
  readonly home: { code: string; name: string } | null;
  readonly #inboxCount: number;
  #form: Form | undefined;

  constructor(fields: {
    site: Site;
    subdistrict: Subdistrict;
    actor: Actor;
    lang: Lang;
    type: 'normal' | 'large';
    context: Context;
    inboxCount: number;
    home: { code: string; name: string } | null;
    clientIp: string;
    form?: Form;
  }) {
    this.site = fields.site;
    this.subdistrict = fields.subdistrict;
    this.actor = fields.actor;
    this.lang = fields.lang;
    this.type = fields.type;
    this.context = fields.context;
    this.clientIp = fields.clientIp;
    this.home = fields.home;
    this.#inboxCount = fields.inboxCount;
    this.#form = fields.form;
    this.url = new URL(fields.context.req.url);
  }

  get platform(): Platform {
    return this.site.platform;
  }
  get files(): FileStore {
    return this.site.files;
  }
  get now(): Date {
    return this.platform.sources.now();
  }
  get today(): string {
    return civilDay(this.now);
  }
  /** `/s/{code}` */
  get base(): string {
    return `/s/${this.subdistrict.code}`;
  }
  /** A new idempotency key for a form. */
  get key(): string {
    return this.platform.sources.newId();
  }
  param(name: string): string {
    return clean(this.context.req.param(name) ?? '');
  }
  /** A path parameter that must be a UUID: null otherwise, so that a malformed address is simply not found. */
  id(name = 'id'): string | null {
    const value = this.param(name).toLowerCase();
    return isId(value) ? value : null;
  }
  query(name: string): string | undefined {
    const value = clean(this.url.searchParams.get(name) ?? '').trim();
    return value === '' ? undefined : value;
  }
  can(action: string, place: Place): boolean {
    return this.platform.permissions.can(this.actor, action, place);
  }
  /** Runs reads in one read-only transaction inside the subdistrict. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return read({ platform: this.platform, subdistrictId: this.subdistrict.id }, work);
  }
  /** The posted form (already read by the time the handler runs). */
  form(): Form {
    if (!this.#form) throw new Error('no form on a GET request');
    return this.#form;
  }
  /** Context for a command; takes the form's idempotency key. */
  command(form?: Form): CommandContext {
    return { platform: this.platform, subdistrictId: this.subdistrict.id, actor: this.actor, ...(form?.key ? { key: form.key } : {}) };
  }
  /** `/path` below the subdistrict → address. */
  href(path: string): string {
    return `${this.base}${path}`;
  }
  /** The same with origin, for papers and feeds. */
  absolute(path: string): string {
    return `${this.site.publicOrigin}${this.base}${path}`;
  }

  /** Frame of a page; `neighbourhood` sets the place's name and navigation. */
  frame(options: { neighbourhood?: { code: string; name: string }; nav?: NavItem[] } = {}): PageFrame {
    return frameOf(this, this.#inboxCount, options);
  }
  /** An HTML page. */
  page(view: unknown, status: 200 | 201 | 400 | 403 | 404 | 409 | 422 | 429 | 500 | 503 = 200): Response | Promise<Response> {
    return this.context.html(String(view), status);
  }
  /** 303 to a path below the subdistrict, with a line shown on the next page. */
  redirect(path: string, flash?: string, kind: 'good' | 'bad' = 'good'): Response {
    return this.redirectTo(this.href(path), flash, kind);
  }
  /** 303 to an address of this site. */
  redirectTo(address: string, flash?: string, kind: 'good' | 'bad' = 'good'): Response {
    if (flash) {
      const value = Buffer.from(JSON.stringify({ kind, text: flash })).toString('base64url');
      this.context.header('set-cookie', `zd_flash=${value}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`, { append: true });
    }
    return this.context.redirect(address, 303);
  }
  notFound(): Response | Promise<Response> {
    return this.fail('not-found');
  }
  forbidden(): Response | Promise<Response> {
    return this.fail('forbidden');
  }
  fail(failure: Failure, detail?: string): Response | Promise<Response> {
    return failurePage(this.context, this.frame(), failure, detail);
  }
  /**
   * Answers a command's expected failure: `not-found` 404, `not-allowed` 403, everything else 409 with words: from
   * `messages` by code, else the common ones. To bring back a filled form instead, use `errorText` and a 422 page.
   */
  refuse(code: string, messages: Record<string, unknown> = {}): Response | Promise<Response> {
    if (code === 'not-found') return this.fail('not-found');
    if (code === 'not-allowed') return this.fail('forbidden');
    if (code === 'key-reused') return this.fail('conflict', kitText[this.lang].keyReused);
    return this.fail('conflict', this.errorText(code, messages));
  }
  /** Words for an error code. */
  errorText(code: string, messages: Record<string, unknown> = {}): string {
    const own = messages[code];
    return typeof own === 'string' ? own : (commonMessage(this.lang, code) ?? kitText[this.lang].conflictBody);
  }
  /** Words for the field errors of a form; `messages` holds the page's own codes. */
  errorTexts(errors: Record<string, string>, messages: Record<string, unknown> = {}): Record<string, string> {
    return Object.fromEntries(
      Object.entries(errors).map(([name, code]) => {
        const own = messages[code];
        return [name, typeof own === 'string' ? own : (commonMessage(this.lang, code) ?? kitText[this.lang].invalid)];
      }),
    );
  }
  /** Whether the address asks for a document to work on instead of a paper to print. */
  get wantsWord(): boolean {
    return this.url.pathname.endsWith('.docx') || this.query('format') === 'docx';
  }

  /**
   * Sends a document in the form its address asks for: `.pdf` to print, shown in the browser, or `.docx` to work on, saved. Pages of `originals` are laid
   * into the PDF; the DOCX names them. `name` is the file's name without ending.
   */
  async paper(document: PdfDocument, name: string, originals: Originals = new Map()): Promise<Response> {
    if (this.wantsWord) return this.download(await renderDocx(document), wordType, `${name}.docx`);
    return this.download(await renderWithOriginals(document, originals), 'application/pdf', `${name}.pdf`, true);
  }

  /** Sends bytes. `inline` shows them in the browser (PDF, pictures), otherwise they are saved. */
  download(bytes: Uint8Array, mediaType: string, fileName: string, inline = false): Response {
    const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_');
    return this.context.body(new Uint8Array(bytes), 200, {
      'content-type': mediaType,
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
  }
}
