import { createHash } from 'node:crypto';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

const linkValue = z.object({ userId: z.string(), to: z.string() });

/** What is stored of a link's token: its hash, so that a reader of the database cannot use it. */
export const linkIdentifier = (token: string): string => `link:${createHash('sha256').update(token).digest('hex')}`;
export const linkValueText = (userId: string, to: string): string => JSON.stringify({ userId, to });

const tokenRow = z.object({ token: z.string().min(20).max(200) });

/**
 * Signs in whoever holds a one-time link: first set-up, an account made from a household's letter, the demo's cast.
 * The link is consumed by a POST, so that a chat app's preview of it does not use it up.
 */
export const oneTimeLink = () => ({
  id: 'one-time-link' as const,
  endpoints: {
    openLink: createAuthEndpoint('/link/open', { method: 'POST', body: tokenRow }, async (c) => {
      const found = await c.context.internalAdapter.consumeVerificationValue(linkIdentifier(c.body.token));
      const parsed = found && found.expiresAt > new Date() ? linkValue.safeParse(JSON.parse(found.value)) : null;
      const user = parsed?.success ? await c.context.internalAdapter.findUserById(parsed.data.userId) : null;
      if (!parsed?.success || !user) throw new APIError('BAD_REQUEST', { message: 'link is used or expired' });
      const session = await c.context.internalAdapter.createSession(user.id);
      await setSessionCookie(c, { session, user });
      return c.json({ to: parsed.data.to });
    }),
  },
});
