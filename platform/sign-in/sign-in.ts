import { betterAuth } from 'better-auth';
import { emailOTP, phoneNumber } from 'better-auth/plugins';
import pg from 'pg';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import type { Sources } from '#platform/command';
import { surviveBrokenConnections } from '#platform/database';
import { linkIdentifier, linkValueText, oneTimeLink } from './one-time-link.ts';
import { NoSender, type Sender } from './sender.ts';

/** Who is signed in. */
export interface Session {
  accountId: string;
  name: string;
  /** Verified ones only. */
  phone: string | null;
  mail: string | null;
  expiresAt: Date;
}

/** `bad-contact` neither a mainland phone number nor a mail address · `no-sender` nothing can send there · `too-many` rate limit · `not-sent` the gateway failed. */
export type SendError = 'bad-contact' | 'no-sender' | 'too-many' | 'not-sent';
/** `wrong-code` wrong, expired or used up · `too-many` rate limit. */
export type CodeError = 'wrong-code' | 'too-many' | 'bad-contact';

/** A contact as typed, in one form: phone as +86…, mail in lower case. */
export function parseContact(text: string): { channel: 'phone' | 'mail'; to: string } | null {
  const compact = text.normalize('NFKC').replace(/[\s()-]/g, '');
  const phone = /^(?:\+?86)?(1[3-9]\d{9})$/.exec(compact);
  if (phone) return { channel: 'phone', to: `+86${phone[1]}` };
  const mail = z.email().max(200).safeParse(compact.toLowerCase());
  return mail.success && !mail.data.endsWith('.invalid') ? { channel: 'mail', to: mail.data } : null;
}

export interface SignInOptions {
  appUrl: string;
  /** Origin pages are served from. */
  origin: string;
  /** Signs session cookies; kept in the data folder, 32 random bytes or more. */
  secret: string;
  sender: Sender;
  sources: Sources;
}

const hidden = 'account.invalid';
const seconds = { code: 600, session: 90 * 86_400, link: 7 * 86_400 };

const sessionOf = (
  user: { id: string; name: string; email: string; emailVerified: boolean; phoneNumber?: string | null; phoneNumberVerified?: boolean | null },
  { expiresAt }: { expiresAt: Date },
): Session => ({
  accountId: user.id,
  name: user.name,
  expiresAt,
  phone: user.phoneNumberVerified ? (user.phoneNumber ?? null) : null,
  mail: user.emailVerified && !user.email.endsWith(`@${hidden}`) ? user.email : null,
});

const toRow = z.object({ to: z.string() });

/** Codes, sessions and one-time links. All cryptography and session handling is better-auth's. */
export function createSignIn(options: SignInOptions) {
  const { sender, sources, origin } = options;
  const pool = new pg.Pool({ connectionString: options.appUrl, max: 4, connectionTimeoutMillis: 5_000, application_name: 'zhidian-sign-in' });
  surviveBrokenConnections(pool);
  // Per contact, so that nobody's phone can be flooded from many addresses.
  const perContact = new RateLimiterMemory({ points: 5, duration: 3600 });
  // Tries are counted here as well: the library reads and writes its counts apart, so that many at once slip through.
  const tries = {
    code: new RateLimiterMemory({ points: 30, duration: 60 }), // per address
    contact: new RateLimiterMemory({ points: 10, duration: seconds.code }), // per contact, for as long as a code works
    link: new RateLimiterMemory({ points: 60, duration: 60 }), // per address
  };
  const mayTry = async (limiter: RateLimiterMemory, key: string) =>
    limiter.consume(key).then(
      () => true,
      () => false,
    );
  const message = (channel: 'phone' | 'mail', to: string, code: string) =>
    sender.send({ channel, to, at: sources.now(), subject: '支点登录验证码', text: `您的登录验证码是 ${code}，10 分钟内有效。请不要告诉别人。` });
  const auth = betterAuth({
    database: pool,
    baseURL: origin,
    basePath: '/auth',
    secret: options.secret,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: { disabled: true },
    user: { modelName: 'auth_user' },
    session: { modelName: 'auth_session', expiresIn: seconds.session, updateAge: 86_400 },
    account: { modelName: 'auth_credential' },
    verification: { modelName: 'auth_verification' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'auth_rate_limit',
      window: 60,
      max: 100,
      customRules: {
        '/phone-number/send-otp': { window: 60, max: 20 },
        '/email-otp/send-verification-otp': { window: 60, max: 20 },
        '/phone-number/verify': { window: 60, max: 30 },
        '/sign-in/email-otp': { window: 60, max: 30 },
        // Its tokens are 24 random bytes: nobody guesses one, and a whole hall may sign in through one connection.
        '/link/open': { window: 60, max: 300 },
      },
    },
    advanced: {
      cookiePrefix: 'zhidian',
      useSecureCookies: origin.startsWith('https://'),
      database: { generateId: () => sources.newId() },
      ipAddress: { ipAddressHeaders: ['x-zhidian-client'] },
    },
    plugins: [
      phoneNumber({
        otpLength: 6,
        expiresIn: seconds.code,
        allowedAttempts: 3,
        sendOTP: async ({ phoneNumber: to, code }) => message('phone', to, code),
        signUpOnVerification: { getTempEmail: (phone) => `${phone.replace('+', '')}@${hidden}`, getTempName: () => '居民' },
      }),
      emailOTP({
        otpLength: 6,
        expiresIn: seconds.code,
        allowedAttempts: 3,
        storeOTP: 'hashed',
        sendVerificationOTP: async ({ email, otp }) => message('mail', email, otp),
      }),
      oneTimeLink(),
    ],
  });

  /** Calls an endpoint as a browser would, so that the library's rate limits hold. */
  const call = (path: string, body: unknown, request: { ip: string; cookie?: string }): Promise<Response> =>
    auth.handler(
      new Request(`${origin}/auth${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', origin, 'x-zhidian-client': request.ip, ...(request.cookie ? { cookie: request.cookie } : {}) },
      }),
    );
  const token = () => Buffer.from(sources.randomBytes(24)).toString('base64url');

  return {
    /** Sends a code to a phone or mail address. */
    async sendCode(contact: string, ip: string): Promise<Result<{ channel: 'phone' | 'mail'; to: string }, SendError>> {
      const parsed = parseContact(contact);
      if (!parsed) return err('bad-contact');
      if (!sender.canSend(parsed.channel)) return err('no-sender');
      try {
        await perContact.consume(parsed.to);
      } catch {
        return err('too-many');
      }
      try {
        const response =
          parsed.channel === 'phone'
            ? await call('/phone-number/send-otp', { phoneNumber: parsed.to }, { ip })
            : await call('/email-otp/send-verification-otp', { email: parsed.to, type: 'sign-in' }, { ip });
        if (response.status === 429) return err('too-many');
        return response.ok ? ok(parsed) : err('not-sent');
      } catch (error) {
        return err(error instanceof NoSender ? 'no-sender' : 'not-sent');
      }
    },

    /** Checks a code; the cookies to set sign the person in. `cookie` of a signed-in account adds the phone to it instead. */
    async enterCode(contact: string, code: string, request: { ip: string; cookie?: string; addTo?: boolean }): Promise<Result<string[], CodeError>> {
      const parsed = parseContact(contact);
      if (!parsed) return err('bad-contact');
      if (!(await mayTry(tries.code, request.ip)) || !(await mayTry(tries.contact, parsed.to))) return err('too-many');
      const digits = code.normalize('NFKC').replace(/\D/g, '');
      const response =
        parsed.channel === 'phone'
          ? await call('/phone-number/verify', { phoneNumber: parsed.to, code: digits, ...(request.addTo ? { updatePhoneNumber: true } : {}) }, request)
          : await call('/sign-in/email-otp', { email: parsed.to, otp: digits }, { ip: request.ip });
      if (response.status === 429) return err('too-many');
      return response.ok ? ok(response.headers.getSetCookie()) : err('wrong-code');
    },

    /** The session behind a request's cookies, or null. */
    async session(headers: Headers): Promise<Session | null> {
      if (!headers.get('cookie')?.includes('zhidian.session_token')) return null;
      const found = await auth.api.getSession({ headers });
      return found && sessionOf(found.user, found.session);
    },

    /** Ends the session; the cookies to set. */
    async signOut(cookie: string, ip: string): Promise<string[]> {
      return (await call('/sign-out', {}, { ip, cookie })).headers.getSetCookie();
    },

    /** Makes an account. A contact given here is unverified: it is where this account's codes go when somebody asks for one. */
    async makeAccount(name: string, contact?: { channel: 'phone' | 'mail'; to: string }): Promise<string> {
      const context = await auth.$context;
      const user = await context.internalAdapter.createUser(
        {
          name,
          emailVerified: false,
          email: contact?.channel === 'mail' ? contact.to : `${token().toLowerCase()}@${hidden}`,
          ...(contact?.channel === 'phone' && { phoneNumber: contact.to, phoneNumberVerified: false }),
        },
        { method: 'admin' },
      );
      return user.id;
    },

    /** Path of a link that signs the account in once, within seven days, and leads to `to`. */
    async linkFor(accountId: string, to: string): Promise<string> {
      const context = await auth.$context;
      const secret = token();
      await context.internalAdapter.createVerificationValue({
        identifier: linkIdentifier(secret),
        value: linkValueText(accountId, to),
        expiresAt: new Date(Date.now() + seconds.link * 1000),
      });
      return `/link/${secret}`;
    },

    /** Consumes a one-time link. */
    async openLink(secret: string, ip: string): Promise<Result<{ cookies: string[]; to: string }, 'wrong-link' | 'too-many'>> {
      if (!(await mayTry(tries.link, ip))) return err('too-many');
      const response = await call('/link/open', { token: secret }, { ip });
      if (response.status === 429) return err('too-many');
      if (!response.ok) return err('wrong-link');
      const { to } = toRow.parse(await response.json());
      return ok({ cookies: response.headers.getSetCookie(), to });
    },

    canSend: (channel: 'phone' | 'mail') => sender.canSend(channel),
    end: () => pool.end(),
  };
}
export type SignIn = ReturnType<typeof createSignIn>;
