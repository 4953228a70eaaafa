import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { civilDay, systemSources } from '#platform/command';
import type { Database } from '#platform/database';
import { createSignIn, parseContact, type SignIn } from '#platform/sign-in';
import type { Cluster } from '#platform/supervisor';
import { findPerson, holdersOf, setupSubdistrict } from '#modules/people';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, CouldNot, Misuse } from './command.ts';
import { declareInstance } from './instance.ts';
import { listSubdistricts } from './subdistricts.ts';
import { withDatabase } from './with-database.ts';

const usage = 'setup --district NAME --subdistrict NAME --code CODE --officer NAME [--mail ADDRESS | --phone NUMBER] [--district-code CODE]';

const options = {
  district: { type: 'string' },
  subdistrict: { type: 'string' },
  code: { type: 'string' },
  officer: { type: 'string' },
  mail: { type: 'string' },
  phone: { type: 'string' },
  'district-code': { type: 'string' },
  'new-link': { type: 'boolean', default: false },
} as const;

/**
 * Makes district, subdistrict and the office's first account on an empty installation and prints a link that signs in
 * once; everything further is done in pages. `--code CODE --new-link` prints another link when the first was lost.
 */
export const setup: CliCommand = async (args, context) => {
  const { values } = parseOrMisuse(args, options, usage);
  const code = given(values.code, '--code');
  if (!isCode(code)) throw new Misuse(`--code 只能用小写字母、数字和 - (small letters, digits, hyphens): ${code}`);
  const place = values['new-link'] ? undefined : readPlace(values, code);

  const path = await withDatabase(context, { migrateFirst: true }, async (db, cluster) => {
    await declareInstance(cluster.ownerUrl, false, systemSources.now());
    const signIn = signInOf(cluster);
    try {
      const accountId = place === undefined ? await accountOfOffice(db, code) : await makeOffice(db, cluster, signIn, place);
      return await signIn.linkFor(accountId, `/s/${code}/start`);
    } finally {
      await signIn.end();
    }
  });
  const origin = (context.env['PUBLIC_ORIGIN'] || `http://localhost:${context.env['PORT'] || '3000'}`).replace(/\/+$/, '');
  context.note('请用下面的链接登录，一次有效，七天内使用。 Sign in with this link; it works once, within seven days.');
  context.out(`${origin}${path}\n`);
  return 0;
};

type Place = {
  districtName: string;
  districtCode: string;
  name: string;
  code: string;
  officerName: string;
  contact: { channel: 'phone' | 'mail'; to: string } | undefined;
};

function readPlace(values: Record<string, string | boolean | undefined>, code: string): Place {
  const districtName = given(values['district'], '--district');
  const name = given(values['subdistrict'], '--subdistrict');
  const officerName = given(values['officer'], '--officer');
  const districtCode = String(values['district-code'] ?? code.split('-')[0]);
  if (!isCode(districtCode)) {
    throw new Misuse(`--district-code 只能用小写字母、数字和 - (small letters, digits, hyphens): ${districtCode}`);
  }
  if (values['mail'] !== undefined && values['phone'] !== undefined) {
    throw new Misuse(`--mail 和 --phone 只给一个 (give one of them)。 用法 (usage): ${usage}`);
  }
  const written = values['mail'] ?? values['phone'];
  const contact = written === undefined ? undefined : parseContact(String(written));
  const wanted = values['mail'] === undefined ? 'phone' : 'mail';
  if (contact === null || (contact !== undefined && contact.channel !== wanted)) {
    throw new Misuse(`--${wanted} 不是${wanted === 'mail' ? '邮箱' : '大陆手机号'} (not valid): ${String(written)}`);
  }
  return { districtName, districtCode, name, code, officerName, contact };
}

/** Makes what is not there yet. @throws CouldNot when there is such a subdistrict: then nothing is changed. */
async function makeOffice(db: Database, cluster: Cluster, signIn: SignIn, place: Place): Promise<string> {
  if ((await listSubdistricts(db)).some((subdistrict) => subdistrict.code === place.code)) throw alreadyThere(place.code);
  const accountId = await makeAccount(signIn, place);
  const owner = new pg.Client({ connectionString: cluster.ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  try {
    const now = systemSources.now();
    const made = await setupSubdistrict(
      owner,
      {
        ...place,
        officeName: `${place.name}社区自治办公室`,
        officerPhone: place.contact?.channel === 'phone' ? place.contact.to : null,
        accountId,
      },
      { newId: systemSources.newId, now, today: civilDay(now) },
    );
    if (made.ok) return accountId;
    if (made.error === 'code-taken') throw alreadyThere(place.code);
    throw new CouldNot(`没有建立 (not made): ${made.error}`);
  } finally {
    await owner.end();
  }
}

async function makeAccount(signIn: SignIn, place: Place): Promise<string> {
  try {
    return await signIn.makeAccount(place.officerName, place.contact);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '23505')) throw error;
    throw new CouldNot(`${place.contact?.to} 已有账号。 There is an account with this contact: ${place.contact?.to}`);
  }
}

/** The account of the subdistrict's administrator. @throws CouldNot when there is none. */
async function accountOfOffice(db: Database, code: string): Promise<string> {
  const subdistrict = (await listSubdistricts(db)).find((one) => one.code === code);
  if (subdistrict === undefined) throw new CouldNot(`没有代码为 ${code} 的街镇。 There is no subdistrict ${code}.`);
  const accountId = await db.tenant(
    subdistrict.id,
    async (tx) => {
      for (const holder of await holdersOf(tx, 'admin', null, civilDay(systemSources.now()))) {
        const person = await findPerson(tx, holder.personId);
        if (person?.accountId) return person.accountId;
      }
      return undefined;
    },
    'read',
  );
  if (accountId === undefined) {
    throw new CouldNot(`${code} 没有可登录的管理员。 Nobody with an account administers ${code}.`);
  }
  return accountId;
}

function signInOf(cluster: Cluster): SignIn {
  return createSignIn({
    appUrl: cluster.appUrl,
    origin: 'http://localhost',
    // Signs sessions, and this process makes none.
    secret: randomBytes(32).toString('hex'),
    sender: {
      canSend: () => false,
      send: async () => {
        throw new Error('setup sends no messages');
      },
    },
    sources: systemSources,
  });
}

function alreadyThere(code: string): CouldNot {
  return new CouldNot(
    `街镇 ${code} 已经建立；要新的登录链接：./zhidian setup --code ${code} --new-link。 ` +
      `Subdistrict ${code} is there already; for another link: ./zhidian setup --code ${code} --new-link`,
  );
}

function given(value: string | boolean | undefined, name: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new Misuse(`缺少 ${name} (missing)。 用法 (usage): ${usage}`);
  return value.trim();
}

const isCode = (text: string): boolean => /^[a-z0-9-]{1,40}$/.test(text);
