import { randomBytes, randomInt } from 'node:crypto';
import type pg from 'pg';
import type { CastKey } from '#demo/cast';
import { fixedId } from '#demo/stage';

/** Somebody of the demo's cast, signed in. */
export type Member = { readonly key: CastKey; readonly accountId: string; readonly cookie: string };

/**
 * One step that somebody asks the server for. `acknowledged`: the answer said that it is done; `unknown`: the connection
 * broke, so that it may be done or not; `refused`: the answer said no.
 */
export type Deed = {
  readonly kind: 'raise' | 'support' | 'pledge' | 'receive' | 'spend';
  readonly member: Member;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  /** How many rows the deed has left in the database. */
  readonly count: (owner: pg.Client) => Promise<number>;
  outcome: 'acknowledged' | 'unknown' | 'refused';
  /** Where the answer led to. */
  location: string;
};

const base = '/s/zhidian';

/** Signs a member of the cast in by the demo's page. */
export async function signInAs(origin: string, key: CastKey): Promise<Member> {
  const accountId = fixedId(`account ${key}`);
  const answer = await fetch(`${origin}/demo/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ accountId }),
    headers: { origin },
    redirect: 'manual',
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  if (!cookie.includes('session_token')) throw new Error(`${key} could not sign in: ${answer.status}`);
  return { key, accountId, cookie };
}

/** Raises a matter in words that nobody has used before. */
export function raiseMatter(member: Member): Deed {
  const text = Array.from({ length: 16 }, () => String.fromCodePoint(0x4e00 + randomInt(8000))).join('');
  return deedOf('raise', member, '/matters/new?n=pd-cailu', { text }, ['select count(*) as n from matter where text = $1', text]);
}

/** Supports a matter. */
export function supportMatter(member: Member, matterId: string): Deed {
  return {
    kind: 'support',
    member,
    path: `${base}/matters/${matterId}/support`,
    form: { _key: randomBytes(12).toString('hex') },
    count: (owner) =>
      countOf(
        owner,
        `select count(*) as n from matter_support s join person p on p.subdistrict_id = s.subdistrict_id and p.id = s.person_id
         where s.matter_id = $1 and p.account_id = $2 and s.withdrawn_at is null`,
        [matterId, member.accountId],
      ),
    outcome: 'unknown',
    location: '',
  };
}

/** A project at work whose money moves: 胜利's playground, with the money that the company next door gives. */
export type Works = { readonly projectId: string; readonly awardId: string };

/** Finds the project in the demo's database. */
export async function worksOf(owner: pg.Client): Promise<Works> {
  const { rows } = await owner.query(
    `select p.id as "projectId", a.id as "awardId" from project p
     join award a on a.subdistrict_id = p.subdistrict_id and a.project_id = p.id and a.source_kind = 'partner'
     where p.title = '儿童乐园' and p.state = 'doing'`,
  );
  return rows[0];
}

/** Writes down a promise of one fen from a payer nobody has heard of. */
export function pledgeMoney(secretary: Member, works: Works): Deed {
  const payer = `演示单位${randomBytes(8).toString('hex')}`;
  return deedOf('pledge', secretary, `/awards/${works.awardId}/pledge`, { payer, amount: '0.01' }, [
    'select count(*) as n from pledge where payer_name = $1',
    payer,
  ]);
}

/** Writes down one fen that came in. */
export function receiveMoney(secretary: Member, works: Works): Deed {
  const payer = `演示单位${randomBytes(8).toString('hex')}`;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
  const form = { payer, amount: '0.01', day, method: 'transfer', overReason: '多捐的' };
  return deedOf('receive', secretary, `/awards/${works.awardId}/receive`, form, ['select count(*) as n from receipt where payer_name = $1', payer]);
}

/** Asks whether one yuan may be spent. */
export function askToSpend(requester: Member, works: Works): Deed {
  const item = `场地清理工具${randomBytes(8).toString('hex')}`;
  const form = {
    item,
    why: '清理场地',
    payee: '申浦精密机械公司',
    text1: item,
    category1: 'equipment',
    amount1: '1',
  };
  return deedOf('spend', requester, `/spending/new?project=${works.projectId}`, form, ['select count(*) as n from spending_request where item = $1', item]);
}

function deedOf(kind: Deed['kind'], member: Member, path: string, form: Record<string, string>, [text, value]: readonly [string, string]): Deed {
  return {
    kind,
    member,
    path: `${base}${path}`,
    form: { ...form, _key: randomBytes(12).toString('hex') },
    count: (owner) => countOf(owner, text, [value]),
    outcome: 'unknown',
    location: '',
  };
}

/** Asks the server for the deed; the same deed may be asked for again with the same key. */
export async function ask(origin: string, deed: Deed): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(`${origin}${deed.path}`, {
      method: 'POST',
      body: new URLSearchParams(deed.form),
      headers: { origin, cookie: deed.member.cookie },
      redirect: 'manual',
    });
    await answer.arrayBuffer();
  } catch {
    return;
  }
  deed.location = answer.headers.get('location') ?? '';
  if (answer.status === 303 && deed.location.startsWith(`${base}/`)) deed.outcome = 'acknowledged';
  else if (answer.status < 500) deed.outcome = 'refused';
}

async function countOf(owner: pg.Client, text: string, values: unknown[]): Promise<number> {
  const { rows } = await owner.query(text, values);
  return Number(rows[0].n);
}
