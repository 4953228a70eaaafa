import { createHmac, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';

const row = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  phoneNumber: z.string().nullable(),
  phoneNumberVerified: z.boolean().nullable(),
  expiresAt: z.date(),
});

/**
 * The session of a signed cookie and its account, in one statement: every page of every signed-in person asks for it, and the library takes three turns and a thread for it.
 * Null whenever anything is unusual: then the library decides, as it does about making, lengthening and ending sessions. Nothing is remembered between requests.
 */
export async function findSession(pool: pg.Pool, cookies: string, name: string, secret: string): Promise<z.output<typeof row> | null> {
  const values = cookies
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each.startsWith(`${name}=`));
  const value = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9+/]{43}=)$/.exec(decoded(values[0]?.slice(name.length + 1) ?? ''));
  const [, token, signature] = value ?? [];
  if (values.length !== 1 || token === undefined || signature === undefined || cookies.includes('dont_remember')) return null;
  if (!timingSafeEqual(createHmac('sha256', secret).update(token).digest(), Buffer.from(signature, 'base64'))) return null;
  const { rows } = await pool.query({
    name: 'find-session',
    text: `select u.id, u.name, u.email, u."emailVerified", u."phoneNumber", u."phoneNumberVerified", s."expiresAt"
      from auth_session s join auth_user u on u.id = s."userId" where s.token = $1`,
    values: [token],
  });
  return rows.length === 1 ? row.parse(rows[0]) : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
